import { DENSITIES, SCALE_CHOICES } from '../../shared/settings';
import type { Settings } from '../../shared/settings';
import type { PictureChoice } from '../state/picture-choices';
import { scaleHint } from '../text/plan-text';
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
    <section class="scale" aria-label="Size">
      <div class="scale-line">
        <span class="panel-bar-label" aria-hidden="true">
          Scale
        </span>
        <SegmentedControl
          name="scale"
          label="Scale"
          segments={SCALE_SEGMENTS}
          value={scale}
          onChoose={(chosen) => controller.chooseSettings({ scale: chosen })}
        />
      </div>
      {scale === 'fit' && (
        <div class="scale-line">
          <span aria-hidden="true">For export at</span>
          <SegmentedControl
            name="density"
            label="For export at"
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
          Skip pictures that are sharp enough
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
            Fit the scale
          </button>
        </p>
      )}
    </section>
  );
}
