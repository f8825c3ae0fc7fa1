import { gpuObstacle, type Adapter } from '../inference/browser/gpu-device';
import { gpuWishes } from '../inference/browser/gpu-wishes';
import type { PackPrecision } from '../inference/pack/pack-files';
import { serializeError, type OnestepError } from '../shared/errors';
import type { PackOffer } from './page-api';

export type AdapterAbilities = Pick<Adapter, 'features' | 'limits'>;

/** A pack as `packs/index.json` has it. */
export interface ListedPack extends Omit<PackOffer, 'precision' | 'obstacle'> {
  /** Packs of one name and version are one model in several precisions. */
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly precision?: PackPrecision | undefined;
  readonly largestFileBytes?: number | undefined;
}

/**
 * The best first: half precision is exact enough and the smallest that is. Without it 8 bits come
 * before single precision, which is four times their download; 4 bits are for those who choose them.
 */
const BY_MERIT: readonly PackPrecision[] = ['fp16', 'fp16-weights', 'int8', 'fp32', 'int4'];

/** Says of each pack whether it runs here and, where not, which precision of the same model does. */
export function offersFor(
  adapter: AdapterAbilities | null,
  packs: readonly ListedPack[],
): readonly PackOffer[] {
  const groups = new Map<string, ListedPack[]>();
  for (const pack of packs) {
    const { name, version, folder } = pack;
    const key = name === undefined ? folder : JSON.stringify([name, version]);
    groups.set(key, [...(groups.get(key) ?? []), pack]);
  }
  return [...groups.values()].flatMap((group) => offersOf(adapter, group));
}

function offersOf(
  adapter: AdapterAbilities | null,
  group: readonly ListedPack[],
): readonly PackOffer[] {
  const judged = group
    .map((pack) => ({ pack, obstacle: obstacleTo(adapter, pack) }))
    .sort((a, b) => merit(a.pack) - merit(b.pack));
  const runs = judged.filter(({ obstacle }) => obstacle === null);
  const fails = judged.filter(({ obstacle }) => obstacle !== null);
  const best = runs[0]?.pack;
  const instead = best === undefined ? {} : { instead: `“${best.title}” in ${best.precision}` };
  return [...runs, ...fails].map(({ pack, obstacle }) => {
    const { folder, title, kind, bytes, precision = null } = pack;
    const error = obstacle && serializeError(obstacle);
    return {
      folder,
      title,
      kind,
      bytes,
      precision,
      obstacle: error && { ...error, details: { ...error.details, ...instead } },
    };
  });
}

function obstacleTo(
  adapter: AdapterAbilities | null,
  { precision, largestFileBytes = 0 }: ListedPack,
): OnestepError | null {
  if (adapter === null || precision === undefined) return null;
  return gpuObstacle(adapter, gpuWishes(precision, largestFileBytes));
}

function merit({ precision }: ListedPack): number {
  return precision === undefined ? BY_MERIT.length : BY_MERIT.indexOf(precision);
}
