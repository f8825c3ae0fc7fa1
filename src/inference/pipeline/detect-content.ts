import type { Content } from '../../shared/controls';
import { CONTENT_MEASURES, measureContent, type Window } from '../image/content-measures';
import type { Raster } from '../image/raster';
import type { DirectPack } from '../pack/schema';

type Detector = NonNullable<DirectPack['contentDetector']>;

/** Sides of what is measured at a time: as large as what the detectors were fitted to. */
const WINDOW_PX = 96;
/** Windows a side of the picture, spread evenly: enough for a layout, and quick on any size. */
const MAX_WINDOWS = 6;
/** A window says this much and no more, so that one blank corner does not decide. */
const MOST_CERTAIN = 4;

/**
 * What a whole picture shows, where that is clear. The network sees only a few dozen pixels at a
 * time; where those show a soft edge it cannot know whether it belongs to a face or to a letter.
 */
export function detectContent(source: Raster, detector: Detector): Content | undefined {
  const votes = windowsOf(source).flatMap((window) => vote(source, window, detector) ?? []);
  if (votes.length === 0) return undefined;
  const mean = votes.reduce((sum, value) => sum + value, 0) / votes.length;
  const chance = 1 / (1 + Math.exp(-mean));
  if (chance >= detector.certainty) return detector.above;
  return chance <= 1 - detector.certainty ? detector.below : undefined;
}

/** Log-odds for `above`; null where there is nothing to see. */
function vote(source: Raster, window: Window, { weights, bias }: Detector): number | null {
  const measures = measureContent(source, window);
  if (measures === null) return null;
  const sum = CONTENT_MEASURES.reduce(
    (total, name) => total + weights[name] * measures[name],
    bias,
  );
  return Math.max(-MOST_CERTAIN, Math.min(MOST_CERTAIN, sum));
}

function windowsOf({ width, height }: Raster): readonly Window[] {
  const columns = spread(width);
  return spread(height).flatMap((top) =>
    columns.map((left) => ({
      left,
      top,
      width: Math.min(WINDOW_PX, width),
      height: Math.min(WINDOW_PX, height),
    })),
  );
}

/** Starts of windows along a side. */
function spread(side: number): readonly number[] {
  const count = Math.min(MAX_WINDOWS, Math.ceil(side / WINDOW_PX));
  const last = Math.max(0, side - WINDOW_PX);
  return Array.from({ length: count }, (_, index) =>
    Math.round((index * last) / Math.max(1, count - 1)),
  );
}
