import { resizeBytes } from '../../src/inference/resample/resize-bytes';
import { psnrY } from './metrics/psnr';
import type { RgbPicture } from './metrics/rgb-picture';
import { ssimY } from './metrics/ssim';
import { BENCH_SCALE, type Pair } from './pairs';
import { readPicture } from './read-picture';

export interface Figures {
  /** dB. */
  readonly psnrY: number;
  /** -1 to 1. */
  readonly ssimY: number;
}

/** One way to enlarge a picture, and how near it came to the truth. */
export interface Candidate {
  readonly column: string;
  readonly picture: RgbPicture;
  readonly figures: Figures;
}

export interface MeasuredPair {
  readonly name: string;
  readonly truth: RgbPicture;
  readonly candidates: readonly Candidate[];
}

/** Enlarges the picture behind a path by `BENCH_SCALE`. */
export type Enlarge = (lowPath: string) => Promise<RgbPicture>;

export const LANCZOS_COLUMN = 'lanczos';

/**
 * Measures Lanczos, our own enlargement where one is given, and the results that lie beside the pair.
 *
 * @param own column names and how to make their pictures
 * @throws Error naming the pair when sizes do not match or the scale is not `BENCH_SCALE`
 */
export async function measurePair(
  pair: Pair,
  own: ReadonlyMap<string, Enlarge>,
): Promise<MeasuredPair> {
  const low = await readPicture(pair.lowPath);
  const truth = await readPicture(pair.highPath);
  if (truth.width !== low.width * BENCH_SCALE || truth.height !== low.height * BENCH_SCALE) {
    throw new Error(
      `${pair.name}: hr/ is ${truth.width} × ${truth.height} pixels and lr/ ${low.width} × ${low.height}; ` +
        `hr/ must be exactly ${BENCH_SCALE} times as large.`,
    );
  }
  const pictures = new Map<string, RgbPicture>([[LANCZOS_COLUMN, enlargeByLanczos(low)]]);
  for (const [column, enlarge] of own) pictures.set(column, await enlarge(pair.lowPath));
  for (const [column, path] of pair.others) pictures.set(column, await readPicture(path));
  const candidates = [...pictures].map(([column, picture]) => {
    try {
      const figures = { psnrY: psnrY(picture, truth), ssimY: ssimY(picture, truth) };
      return { column, picture, figures };
    } catch (error) {
      throw new Error(`${pair.name}, ${column}: ${(error as Error).message}`);
    }
  });
  return { name: pair.name, truth, candidates };
}

/** The mean of the figures of one column over all pairs. */
export function meanFigures(figures: readonly Figures[]): Figures {
  const mean = (valueOf: (figure: Figures) => number): number =>
    figures.reduce((sum, figure) => sum + valueOf(figure), 0) / figures.length;
  return { psnrY: mean((figure) => figure.psnrY), ssimY: mean((figure) => figure.ssimY) };
}

function enlargeByLanczos({ width, height, data }: RgbPicture): RgbPicture {
  const large = resizeBytes(
    { width, height, channels: 3, data },
    width * BENCH_SCALE,
    height * BENCH_SCALE,
  );
  return { width: large.width, height: large.height, data: Uint8Array.from(large.data) };
}
