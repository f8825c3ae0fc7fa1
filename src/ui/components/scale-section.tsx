import { DENSITIES, SCALE_CHOICES } from '../../shared/settings';
import type { Settings } from '../../shared/settings';
import type { PictureChoice } from '../state/picture-choices';
import { SCALE_TEXT, scaleHint } from '../text/plan-text';
import { scaleChoiceText } from '../text/size-text';
import { SegmentedControl } from './segmented-control';
import { useServices } from './services';

const SCALE_SEGMENTS = SCALE_CHOICES.map((choice) => ({
  value: choice,
  label: scaleChoiceText(choice),
}));
const DENSITY_SEGMENTS = DENSITIES.map((density) => ({ value: density, label: `${density}×` }));

interface ScaleSectionProps {
  readonly settings: Settings;
  readonly choices: readonly PictureChoice[];
  /** Pictures are chosen from, rather than one that is meant. */
  readonly several: boolean;
}

/** How large pictures become: by a fixed scale, or by what their layers can show. */
export function ScaleSection({ settings, choices, several }: ScaleSectionProps) {
  const { controller } = useServices();
  const { scale, density, skipSharp } = settings;
  const hint = scaleHint(choices, settings);
  return (
    <section class="scale" aria-label={SCALE_TEXT.section}>
      <div class="scale-line">
        <span class="panel-bar-label" aria-hidden="true">
          {SCALE_TEXT.scale}
        </span>
        <SegmentedControl
          name="scale"
          label={SCALE_TEXT.scale}
          segments={SCALE_SEGMENTS}
          value={scale}
          onChoose={(chosen) => controller.chooseSettings({ scale: chosen })}
        />
      </div>
      {scale === 'fit' && (
        <div class="scale-line">
          <span aria-hidden="true">{SCALE_TEXT.density}</span>
          <SegmentedControl
            name="density"
            label={SCALE_TEXT.density}
            segments={DENSITY_SEGMENTS}
            value={density}
            onChoose={(chosen) => controller.chooseSettings({ density: chosen })}
          />
        </div>
      )}
      {scale === 'fit' && several && (
        <label class="check-line">
          <input
            type="checkbox"
            checked={skipSharp}
            onChange={(event) =>
              controller.chooseSettings({ skipSharp: event.currentTarget.checked })
            }
          />
          {SCALE_TEXT.skipSharp}
        </label>
      )}
      {hint !== null && (
        <p class="quiet">
          {hint}{' '}
          <button
            type="button"
            class="text-button"
            onClick={() => controller.chooseSettings({ scale: 'fit' })}
          >
            {SCALE_TEXT.fit}
          </button>
        </p>
      )}
    </section>
  );
}
