import type { OriginalsCount } from '../shared/protocol';
import type { FigmaApi } from './figma-api';
import { keptHashes } from './originals-keeper';
import { RECORDS_KEY, readRecords } from './records';

/** What Onestep keeps on the page on display; other pages may not be loaded, and stay so. */
export function countOriginals({ currentPage }: Pick<FigmaApi, 'currentPage'>): OriginalsCount {
  const layers = currentPage
    .findAllWithCriteria({ pluginData: { keys: [RECORDS_KEY] } })
    .filter((layer) => readRecords(layer).length > 0);
  return { originals: keptHashes(currentPage).size, layers: layers.length };
}
