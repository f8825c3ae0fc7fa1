import { readFile } from 'node:fs/promises';
import type { LowPicture, Method } from './methods';
import { niqe } from './metrics/niqe/niqe';
import type { PristineModel } from './metrics/niqe/pristine-model';
import { psnrY } from './metrics/psnr';
import type { RgbPicture } from './metrics/rgb-picture';
import { ssimY } from './metrics/ssim';
import type { Pair } from './pairs';
import { readPicture, type Ground } from './read-picture';

export interface Figures {
  /** dB; NaN for the truth itself. */
  readonly psnrY: number;
  /** -1 to 1; NaN for the truth itself. */
  readonly ssimY: number;
  /** Lower is better; NaN where it was not asked for or has no value. */
  readonly niqe: number;
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
  /** The methods, the results that lie beside the pair, and at last the truth. */
  readonly candidates: readonly Candidate[];
}

export interface MeasureTask {
  readonly scale: number;
  readonly methods: readonly Method[];
  /** For NIQE. */
  readonly pristine?: PristineModel | undefined;
  /** White when left out. */
  readonly ground?: Ground;
}

export const TRUTH_COLUMN = 'truth';

/**
 * Measures what methods make of a small picture, and the results that lie beside the pair.
 *
 * @throws Error naming the pair when sizes do not match or the scale is another one
 */
export async function measurePair(
  pair: Pair,
  { scale, methods, pristine, ground = 'white' }: MeasureTask,
): Promise<MeasuredPair> {
  const picture = await readPicture(pair.lowPath, ground);
  const truth = await readPicture(pair.highPath, ground);
  if (truth.width !== picture.width * scale || truth.height !== picture.height * scale) {
    throw new Error(
      `${pair.name}: hr/ is ${truth.width} × ${truth.height} pixels and lr/ ${picture.width} × ${picture.height}; ` +
        `hr/ must be exactly ${scale} times as large.`,
    );
  }
  const low: LowPicture = { bytes: await readFile(pair.lowPath), picture, ground };
  const pictures = new Map<string, RgbPicture>();
  for (const method of methods) pictures.set(method.column, await method.enlarge(low));
  for (const [column, path] of pair.others) pictures.set(column, await readPicture(path, ground));
  const candidates = [...pictures].map(([column, result]) => {
    try {
      const [psnr, ssim] = [psnrY(result, truth), ssimY(result, truth)];
      const figures = { psnrY: psnr, ssimY: ssim, niqe: niqeOrNaN(result, pristine) };
      return { column, picture: result, figures };
    } catch (error) {
      throw new Error(`${pair.name}, ${column}: ${(error as Error).message}`);
    }
  });
  const figures = { psnrY: NaN, ssimY: NaN, niqe: niqeOrNaN(truth, pristine) };
  const itself = { column: TRUTH_COLUMN, picture: truth, figures };
  return { name: pair.name, truth, candidates: [...candidates, itself] };
}

/** The mean of the figures of one column over all pairs; NIQE over those that have one. */
export function meanFigures(figures: readonly Figures[]): Figures {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    psnrY: mean(figures.map((figure) => figure.psnrY)),
    ssimY: mean(figures.map((figure) => figure.ssimY)),
    niqe: mean(figures.map((figure) => figure.niqe).filter((value) => !Number.isNaN(value))),
  };
}

function niqeOrNaN(picture: RgbPicture, pristine: PristineModel | undefined): number {
  return pristine === undefined ? NaN : niqe(picture, pristine);
}
