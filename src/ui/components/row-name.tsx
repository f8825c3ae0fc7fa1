import type { PictureUse } from '../../shared/protocol';
import { layerNames } from '../text/layer-names';

/** The name of the first layer, cut short where it must be, and how many others show the picture. */
export function RowName({ uses }: { uses: readonly PictureUse[] }) {
  const names = layerNames(uses);
  return (
    <span class="row-name" title={names.all}>
      <span class="row-name-first">{names.first}</span>
      {names.more !== '' && <span class="row-name-more quiet">{names.more}</span>}
    </span>
  );
}
