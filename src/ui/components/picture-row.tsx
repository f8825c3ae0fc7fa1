import type { Scale } from '../../shared/limits';
import type { Picture } from '../../shared/protocol';
import { layerNames } from '../text/layer-names';
import { plannedSize, scaleTextWithLimit, sizeText, type PlannedSize } from '../text/size-text';
import { RowName } from './row-name';
import { useServices } from './services';
import { Thumbnail } from './thumbnail';

function plannedText(picture: Picture, planned: PlannedSize): string {
  if (planned.atLimit) return `${sizeText(picture)}, cannot be larger in Figma`;
  if (planned.scale === 1) return `${sizeText(picture)}, restored in this size`;
  return `${sizeText(picture)} → ${sizeText(planned)}`;
}

interface PictureRowProps {
  readonly picture: Picture;
  readonly scale: Scale;
  /** Whether the batch takes it; null where there is no choice. */
  readonly taken: boolean | null;
  /** The user leaves its layers to the style that they follow. */
  readonly leftToStyle: boolean;
}

/** A selected picture: what it is and what it would become. */
export function PictureRow({ picture, scale, taken, leftToStyle }: PictureRowProps) {
  const { controller } = useServices();
  const planned = plannedSize(picture, scale);
  const left = taken === false || leftToStyle;
  return (
    <li class={`row${left ? ' row-skipped' : ''}`}>
      <Thumbnail imageHash={picture.imageHash} />
      <div class="row-text">
        <div class="row-line">
          <RowName uses={picture.uses} />
          {!planned.atLimit && !left && (
            <span class="row-aside quiet">{scaleTextWithLimit(planned.scale, planned.capped)}</span>
          )}
        </div>
        <div class="row-line quiet">
          {left ? `${sizeText(picture)}, left as it is` : plannedText(picture, planned)}
        </div>
      </div>
      {taken !== null && !planned.atLimit && (
        <button
          type="button"
          class="button"
          aria-label={`${taken ? 'Skip' : 'Include'} ${layerNames(picture.uses).first}`}
          onClick={() => controller.togglePicture(picture.imageHash)}
        >
          {taken ? 'Skip' : 'Include'}
        </button>
      )}
    </li>
  );
}
