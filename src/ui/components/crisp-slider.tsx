import { CONTROL_TEXT, crispConflictText, crispText } from '../text/control-text';
import { useServices } from './services';
import { Slider } from './slider';

interface CrispSliderProps {
  /** As the user has set it, 0 to 1; null for as the prompt says. */
  readonly own: number | null;
  /** What the prompt asks for. */
  readonly prompted: number | undefined;
}

/** How far the result may go from the source for the sake of sharpness. */
export function CrispSlider({ own, prompted }: CrispSliderProps) {
  const { controller } = useServices();
  const value = own ?? prompted ?? 0;
  const onMove = (moved: number): void =>
    // At its left end the slider has nothing to say unless the prompt says otherwise.
    controller.setSettings({ crisp: moved === 0 && prompted === undefined ? null : moved });
  const followPrompt = (): void => controller.chooseSettings({ crisp: null });
  return (
    <>
      <div class="crisp-line">
        <span aria-hidden="true">{CONTROL_TEXT.faithful}</span>
        <Slider
          label={CONTROL_TEXT.crispLabel}
          value={value}
          valueText={crispText(value)}
          idle={false}
          onMove={onMove}
          onMoved={controller.saveSettings}
        />
        <span aria-hidden="true">{CONTROL_TEXT.crisp}</span>
      </div>
      {own !== null && prompted !== undefined && own !== prompted && (
        <p class="quiet">
          {crispConflictText(own, prompted)}{' '}
          <button type="button" class="text-button" onClick={followPrompt}>
            {CONTROL_TEXT.followPrompt}
          </button>
        </p>
      )}
    </>
  );
}
