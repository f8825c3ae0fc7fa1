import type { Scale } from '../../shared/limits';
import type { Picture } from '../../shared/protocol';
import { plannedSize, scaleTextWithLimit, sizeText } from '../text/size-text';
import { RowName } from './row-name';
import { Thumbnail } from './thumbnail';

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
        <div class="row-line quiet">
          {planned.atLimit
            ? `${sizeText(picture)}, cannot be larger in Figma`
            : `${sizeText(picture)} → ${sizeText(planned)}`}
        </div>
      </div>
    </li>
  );
}
