import { readFile } from 'node:fs/promises';
import { readNpz, type NumberTable } from './npz';

/** What undamaged pictures look like to NIQE, and the window that it looks through. */
export interface PristineModel {
  /** Mean of the features, 36 numbers. */
  readonly mean: Float64Array;
  /** Covariance of the features, 36 × 36. */
  readonly covariance: NumberTable;
  /** Gaussian window, 7 × 7, sum 1. */
  readonly window: NumberTable;
}

/**
 * Reads the parameters in the form in which BasicSR publishes them (`niqe_pris_params.npz`).
 *
 * @throws Error naming the array that is missing
 */
export async function readPristineModel(path: string): Promise<PristineModel> {
  const tables = await readNpz(await readFile(path));
  const table = (name: string): NumberTable => {
    const found = tables.get(name);
    if (found === undefined) throw new Error(`There is no ${name} in ${path}.`);
    return found;
  };
  return {
    mean: table('mu_pris_param').data,
    covariance: table('cov_pris_param'),
    window: table('gaussian_window'),
  };
}
