import type { Scale } from '../../shared/limits';
import type { Picture } from '../../shared/protocol';
import { plannedSize, scaleTextWithLimit, sizeText, type PlannedSize } from '../text/size-text';
import { RowName } from './row-name';
import { Thumbnail } from './thumbnail';

function plannedText(picture: Picture, planned: PlannedSize): string {
  if (planned.atLimit) return `${sizeText(picture)}, cannot be larger in Figma`;
  if (planned.scale === 1) return `${sizeText(picture)}, restored in this size`;
  return `${sizeText(picture)} → ${sizeText(planned)}`;
}

/** A selected picture: what it is and what it would become. */
export function PictureRow({ picture, scale }: { picture: Picture; scale: Scale }) {
  const planned = plannedSize(picture, scale);
  return (
    <li class="row">
      <Thumbnail imageHash={picture.imageHash} />
      <div class="row-text">
        <div class="row-line">
          <RowName uses={picture.uses} />
          {!planned.atLimit && (
            <span class="row-aside quiet">{scaleTextWithLimit(planned.scale, planned.capped)}</span>
          )}
        </div>
        <div class="row-line quiet">{plannedText(picture, planned)}</div>
      </div>
    </li>
  );
}
