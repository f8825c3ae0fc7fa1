import type { Settings } from '../../shared/settings';
import type { PictureChoice } from '../state/picture-choices';
import { labelInRow } from '../text/layer-names';
import { inclusionLabel, leftAsItIsText, planText } from '../text/plan-text';
import { scaleTextWithLimit } from '../text/size-text';
import { RowName } from './row-name';
import { useServices } from './services';
import { Thumbnail } from './thumbnail';

interface PictureRowProps {
  readonly choice: PictureChoice;
  readonly settings: Settings;
  /** The user leaves its layers to the style that they follow. */
  readonly leftToStyle: boolean;
}

/** A selected picture: what it is and what it would become. */
export function PictureRow({ choice, settings, leftToStyle }: PictureRowProps) {
  const { controller } = useServices();
  const { optional, part, picture, plan } = choice;
  const taken = part === 'enhanced';
  const left = part === 'taken-out' || part === 'sharp-enough' || leftToStyle;
  return (
    <li class={`row${left ? ' row-skipped' : ''}`}>
      <Thumbnail imageHash={picture.imageHash} />
      <div class="row-text">
        <div class="row-line">
          <RowName uses={picture.uses} />
          {taken && !leftToStyle && (
            <span class="row-aside quiet">{scaleTextWithLimit(plan.scale, plan.capped)}</span>
          )}
        </div>
        <div class="row-line quiet">
          {leftToStyle ? leftAsItIsText(plan) : planText(choice, settings)}
        </div>
      </div>
      {optional && (
        <button
          type="button"
          class="button"
          aria-label={labelInRow(inclusionLabel(taken), picture.uses)}
          onClick={() => controller.togglePicture(picture.imageHash)}
        >
          {inclusionLabel(taken)}
        </button>
      )}
    </li>
  );
}
