/**
 * The golden data: numbers of the official code on a miniature model. It is not part of the
 * repository; `GOLDEN` is null where it is missing, and tests that need it skip.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';

const SHARED = process.env['ONESTEP_SHARED'] ?? resolve(import.meta.dirname, '../../../shared');
const FOLDER = join(SHARED, 'golden');

/** The folder of the golden data, or null. */
export const GOLDEN: string | null = existsSync(join(FOLDER, 'cases')) ? FOLDER : null;

/** To add to the title of a test that is skipped because `GOLDEN` is null; empty otherwise. */
export const GOLDEN_NOTE = GOLDEN === null ? ' (skipped: no golden data; set ONESTEP_SHARED)' : '';

/** The miniature checkpoint in the layout of diffusers. */
export const GOLDEN_MODEL = join(FOLDER, 'model');
export const GOLDEN_ADAPTER = join(GOLDEN_MODEL, 'osediff.pkl');

export const GOLDEN_CASES = [
  'debug',
  'plain',
  'nonmultiple',
  'tinyinput',
  'tiled_latent',
  'tiled_thin',
  'tiled_all',
] as const;
export type GoldenCaseName = (typeof GOLDEN_CASES)[number];

/** case.json, as far as tests use it. */
export interface GoldenSettings {
  readonly name: GoldenCaseName;
  readonly upscale: number;
  readonly process_size: number;
  readonly caption: string;
  readonly user_prompt: string;
  readonly prompt: string;
  /** Width, height in pixels. */
  readonly input_size: readonly [number, number];
  readonly preprocessed_size: readonly [number, number];
  readonly settings: {
    readonly latent_tiled_size: number;
    readonly latent_tiled_overlap: number;
    readonly vae_encoder_tiled_size: number;
    readonly vae_decoder_tiled_size: number;
  };
  readonly tiled: { readonly latent: boolean; readonly vae_log: readonly string[] };
  readonly scaling_factor: number;
  readonly alpha_cumprod_999: number;
}

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface GoldenCase {
  readonly settings: GoldenSettings;
  /** For files of the case, such as `input.png`. */
  path(file: string): string;
  /** @throws Error when the case has no such tensor, or it is not float32 */
  float(name: string): { readonly shape: readonly number[]; readonly data: Float32Array };
  /** As `float`, for int64. */
  int(name: string): { readonly shape: readonly number[]; readonly data: BigInt64Array };
  has(name: string): boolean;
}

/** Call only where `GOLDEN` is not null. */
export async function loadGoldenCase(name: GoldenCaseName): Promise<GoldenCase> {
  const folder = join(FOLDER, 'cases', name);
  const tensors = await readGoldenTensors(join(folder, 'tensors.safetensors'));
  const find = (key: string): GoldenTensor => {
    const tensor = tensors.get(key);
    if (!tensor) throw new Error(`the golden case ${name} has no ${key}`);
    return tensor;
  };
  return {
    settings: readGoldenSettings(name),
    path: (file) => join(folder, file),
    float(key) {
      const { shape, data } = find(key);
      if (!(data instanceof Float32Array)) throw new Error(`${key} is not float32`);
      return { shape, data };
    },
    int(key) {
      const { shape, data } = find(key);
      if (!(data instanceof BigInt64Array)) throw new Error(`${key} is not int64`);
      return { shape, data };
    },
    has: (key) => tensors.has(key),
  };
}

/** The settings alone, at once: for the list of tests of a file. */
export function readGoldenSettings(name: GoldenCaseName): GoldenSettings {
  const file = join(FOLDER, 'cases', name, 'case.json');
  return JSON.parse(readFileSync(file, 'utf8')) as GoldenSettings;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/**
 * A safetensors file of golden data, F32 and I64 only. Written apart from the converter's reader,
 * so that a mistake there cannot hide in both sides of a comparison.
 */
export async function readGoldenTensors(path: string): Promise<Map<string, GoldenTensor>> {
  const file = await readFile(path);
  const headerLength = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerLength)) as Record<
    string,
    HeaderEntry
  >;
  const tensors = new Map<string, GoldenTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [start, end] = entry.data_offsets.map((offset) => 8 + headerLength + offset);
    // A copy, because typed arrays need aligned offsets.
    const bytes = new Uint8Array(file.subarray(start, end)).buffer;
    if (entry.dtype === 'F32')
      tensors.set(name, { shape: entry.shape, data: new Float32Array(bytes) });
    else if (entry.dtype === 'I64')
      tensors.set(name, { shape: entry.shape, data: new BigInt64Array(bytes) });
    else throw new Error(`${name} in ${path} is ${entry.dtype}`);
  }
  return tensors;
}

/** ‖actual − expected‖₂ / ‖expected‖₂; infinite where the lengths differ. */
export function relativeL2(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** Largest absolute difference; infinite where the lengths differ. */
export function maxDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    // Written so that NaN is a difference.
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference;
  }
  return most;
}

/** An 8 bit RGB picture as the encoder takes it: −1..1, shape (1, 3, height, width). */
export async function readGoldenPicture(path: string): Promise<ReturnType<GoldenCase['float']>> {
  const { data, info } = await sharp(path)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const plane = info.width * info.height;
  const values = new Float32Array(3 * plane);
  data.forEach((byte, index) => {
    values[(index % 3) * plane + Math.floor(index / 3)] = (byte / 255) * 2 - 1;
  });
  return { data: values, shape: [1, 3, info.height, info.width] };
}
