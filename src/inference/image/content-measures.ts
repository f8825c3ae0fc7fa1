/**
 * Statistics by which photographs and drawings differ: drawings repeat their colours. The training
 * recipe measures the same (`models/compact/train/content.py`), and the pack says what they weigh.
 */
import type { Raster } from './raster';

export const CONTENT_MEASURES = [
  'equal',
  'within1',
  'within2',
  'within4',
  'strong',
  'evenness',
  'mainColour',
  'mainColours',
  'logColours',
] as const;
export type ContentMeasure = (typeof CONTENT_MEASURES)[number];
export type ContentMeasures = Readonly<Record<ContentMeasure, number>>;

/** A step above this is an edge that anybody sees. */
const STRONG_STEP = 40;
const MAIN_COLOURS = 4;
/** Bits of each channel by which colours are told apart. */
const COLOUR_BITS = 5;

/** A part of a picture, in its pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Measures the opaque pixels of a window. A step is the largest difference of a channel between two
 * neighbours, 0 to 255. Shares of steps of 0, of at most 1, 2 and 4, and of strong ones; their mean
 * over their root mean square; the share of the most frequent colour and of the four most frequent;
 * the natural logarithm of the number of colours.
 *
 * @returns null where fewer than half of the pixels are opaque
 */
export function measureContent(source: Raster, window: Window): ContentMeasures | null {
  const steps = new Float64Array(256);
  const colours = new Uint32Array(1 << (3 * COLOUR_BITS));
  let opaque = 0;
  for (let y = window.top; y < window.top + window.height; y++) {
    for (let x = window.left; x < window.left + window.width; x++) {
      const at = (y * source.width + x) * 4;
      if (source.data[at + 3] !== 255) continue;
      opaque += 1;
      colours[colourCode(source, at)]! += 1;
      if (x + 1 < window.left + window.width) countStep(source, at, at + 4, steps);
      if (y + 1 < window.top + window.height) countStep(source, at, at + source.width * 4, steps);
    }
  }
  if (opaque * 2 < window.width * window.height) return null;
  return summarise(
    steps,
    colours.filter((count) => count > 0),
    opaque,
  );
}

function summarise(
  steps: Float64Array,
  colourCounts: Uint32Array,
  opaque: number,
): ContentMeasures {
  const total = steps.reduce((sum, count) => sum + count, 0);
  const upTo = (most: number): number =>
    steps.subarray(0, most + 1).reduce((sum, count) => sum + count, 0) / total;
  const mean = steps.reduce((sum, count, step) => sum + count * step, 0) / total;
  const square = steps.reduce((sum, count, step) => sum + count * step ** 2, 0) / total;
  const byFrequency = Uint32Array.from(colourCounts).sort().reverse();
  const main = byFrequency.slice(0, MAIN_COLOURS).reduce((sum, count) => sum + count, 0);
  return {
    equal: upTo(0),
    within1: upTo(1),
    within2: upTo(2),
    within4: upTo(4),
    strong: 1 - upTo(STRONG_STEP),
    evenness: square === 0 ? 0 : mean / Math.sqrt(square),
    mainColour: byFrequency[0]! / opaque,
    mainColours: main / opaque,
    logColours: Math.log(byFrequency.length),
  };
}

function colourCode({ data }: Raster, at: number): number {
  const rough = (channel: number): number => data[at + channel]! >> (8 - COLOUR_BITS);
  return (rough(0) << (2 * COLOUR_BITS)) | (rough(1) << COLOUR_BITS) | rough(2);
}

/** Counts the step between two pixels, unless the second is transparent. */
function countStep({ data }: Raster, first: number, second: number, steps: Float64Array): void {
  if (data[second + 3] !== 255) return;
  const red = Math.abs(data[first]! - data[second]!);
  const green = Math.abs(data[first + 1]! - data[second + 1]!);
  const blue = Math.abs(data[first + 2]! - data[second + 2]!);
  steps[Math.max(red, green, blue)]! += 1;
}
