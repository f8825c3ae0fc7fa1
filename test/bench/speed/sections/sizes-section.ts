import type { NodeAdapter } from '../machine';
import { milliseconds, NOTHING, type Section, type Table } from '../markdown';
import { laterMs, type NamedJob } from '../node/job-table';
import { openRandomPack } from '../packs';
import { fitExponent } from '../statistics';
import { SCALE, timePack, type Wish } from './context';
import { NARROW, type LatentChoice } from './latent-section';

/** Of the source: 0.26, 1.05, 4.2 and 16.8 megapixels of result. */
const SIDES_PX = [128, 256, 512, 1024] as const;

/** A pack on one device at all sizes. */
interface Series {
  readonly name: string;
  readonly points: readonly SizePoint[];
}

export interface SizePoint {
  readonly megapixels: number;
  /** Without opening sessions; undefined where the job failed. */
  readonly ms: number | undefined;
  readonly networkRuns: number;
}

/** What a picture costs by its size. */
export async function sizesSection(
  adapter: NodeAdapter,
  packFolder: string,
  latent: LatentChoice,
): Promise<Section> {
  const all: Series[] = [];
  const isReal = adapter.kind === 'real';
  const narrowFolder = await openRandomPack({ precision: 'fp32', narrow: NARROW });
  const narrow = { adapter, packFolder: narrowFolder, what: `latent, 1/${NARROW} as wide, fp32` };
  const compact = { adapter, packFolder, what: 'embedded' };
  all.push(await timeSeries({ ...compact, device: 'cpu', runs: 3 }));
  if (isReal) all.push(await timeSeries({ ...compact, device: 'webgpu', runs: 3 }));
  all.push(await timeSeries({ ...narrow, device: 'cpu', runs: 1 }));
  if (isReal && latent.folder !== undefined) {
    const what = `latent, full size, ${latent.precision}`;
    const full = { adapter, packFolder: latent.folder, what };
    all.push(await timeSeries({ ...full, device: 'webgpu', runs: 2 }));
  }
  return {
    title: 'Cost by size',
    remarks: [
      'From file to file, without opening sessions; the exponent e of time ~ pixels^e is fitted to all ' +
        'sizes of a row by least squares of the logarithms, 1 is linear. In brackets: runs of networks.',
    ],
    tables: [sizeTable(all)],
  };
}

async function timeSeries(wish: Omit<Wish, 'sidePx'>): Promise<Series> {
  const points: SizePoint[] = [];
  let name = '';
  for (const sidePx of SIDES_PX) {
    const job = await timePack({ ...wish, sidePx });
    name = job.name;
    points.push(pointOf(job, sidePx));
  }
  return { name, points };
}

function pointOf({ result }: NamedJob, sidePx: number): SizePoint {
  return {
    megapixels: (sidePx * SCALE) ** 2 / 1e6,
    ms: laterMs(result, ({ wholeMs, openMs }) => wholeMs - openMs),
    networkRuns: result.runs.at(-1)?.networks.reduce((sum, { runs }) => sum + runs, 0) ?? 0,
  };
}

export function sizeTable(all: readonly Series[]): Table {
  const sizes = all[0]?.points.map(({ megapixels }) => `${megapixels.toFixed(2)} MP, ms`) ?? [];
  const rows = all.map(({ name, points }) => {
    const cells = points.map(({ ms, networkRuns }) =>
      ms === undefined ? NOTHING : `${milliseconds(ms)} (${networkRuns})`,
    );
    const last = points.at(-1);
    const perMegapixel = last?.ms === undefined ? undefined : last.ms / last.megapixels;
    return [name, ...cells, milliseconds(perMegapixel), exponentOf(points)];
  });
  return [['on', ...sizes, 'ms a MP at the largest', 'e'], ...rows];
}

function exponentOf(points: readonly SizePoint[]): string {
  const timed = points.flatMap(({ megapixels, ms }) =>
    ms === undefined ? [] : [{ size: megapixels, cost: ms }],
  );
  return timed.length < 2 ? NOTHING : fitExponent(timed).toFixed(2);
}
