/**
 * How visible the borders of tiles are: the mean step across them over the mean step a few pixels
 * beside, and how far a tiled picture is from an untiled one. With random weights, whose answers
 * depend on the whole tile much more than those of a trained network.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EnhanceOptions } from '../../src/inference/engine';
import type { Raster } from '../../src/inference/image/raster';
import { planLatentTiles } from '../../src/inference/latent/tile-plans';
import type { AxisTile } from '../../src/inference/latent/tiling/tile-plan';
import { createNodeCodec } from '../../src/inference/node/codec';
import { createNodeEngine } from '../../src/inference/node/engine';
import { GOLDEN, GOLDEN_NOTE, loadGoldenCase } from '../support/golden';
import { byteDifferences } from './byte-differences';
import { convertGoldenModel, type TemporaryPack } from './mini-pack';

/** Pixels beside a border where the picture's own steps are measured. */
const BESIDE_PX = [-6, -5, -4, 4, 5, 6] as const;
/** A seam that is 5 % above the picture's own texture is not seen. */
const MOST_VISIBLE = 1.05;
/** In latents. */
const TILE = 16;

const MODES: readonly (Partial<EnhanceOptions> & { readonly name: string })[] = [
  { name: 'no tiles', tiling: 'none' },
  { name: 'hard cuts', tiling: 'auto', latentTile: TILE, latentOverlap: 0 },
  { name: 'official', tiling: 'official', latentTile: TILE, latentOverlap: 4 },
  { name: 'auto', tiling: 'auto', latentTile: TILE },
];

interface Figures {
  readonly mode: string;
  readonly seam: number;
  readonly meanToUntiled: number;
  readonly unetOverhead: number;
}

const codec = createNodeCodec();
const figures: Figures[] = [];

describe.skipIf(GOLDEN === null)(`seams of the miniature pack${GOLDEN_NOTE}`, () => {
  let pack: TemporaryPack;
  let engine: Engine;
  let source: Uint8Array;
  let untiled: Raster;
  beforeAll(async () => {
    pack = await convertGoldenModel();
    engine = await createNodeEngine(pack.folder);
    source = await readFile((await loadGoldenCase('tiled_all')).path('input.png'));
    untiled = await restore({ tiling: 'none' });
  }, 120_000);
  afterAll(async () => {
    await engine?.dispose();
    await pack?.remove();
    // eslint-disable-next-line no-console -- the figures are what the test is for
    if (figures.length > 0) console.table(figures);
  });

  async function restore(options: Partial<EnhanceOptions>): Promise<Raster> {
    const all = { scale: 4, maxSidePx: 4096, format: 'png', processSize: 128, ...options } as const;
    return codec.decode((await engine.enhance(source, all)).bytes);
  }

  it.each(MODES)('$name', async ({ name, ...options }) => {
    const picture = await restore(options);
    const size = { width: picture.width / 8, height: picture.height / 8 };
    const { predict } = planLatentTiles(size, options, 8);
    // Borders of the plain grid where there are no tiles: its figure is what no seam looks like.
    const grid = name === 'no tiles' ? planLatentTiles(size, MODES[1]!, 8).predict : predict;
    const seam = Math.max(
      visibility(picture, borders(grid.columns), 'x'),
      visibility(picture, borders(grid.rows), 'y'),
    );
    const seen = total(predict.columns) * total(predict.rows);
    figures.push({
      mode: name,
      seam: Number(seam.toFixed(3)),
      meanToUntiled: Number(byteDifferences(picture, untiled).mean.toFixed(2)),
      unetOverhead: Number((seen / (size.width * size.height)).toFixed(2)),
    });
    if (name === 'auto') expect(seam).toBeLessThanOrEqual(MOST_VISIBLE);
  });
});

const total = (tiles: readonly AxisTile[]): number =>
  tiles.reduce((sum, { length }) => sum + length, 0);

/** Where tiles begin or end inside the picture, in pixels. */
function borders(tiles: readonly AxisTile[]): readonly number[] {
  const starts = tiles.slice(1).map(({ start }) => start * 8);
  const ends = tiles.slice(0, -1).map(({ start, length }) => (start + length) * 8);
  return [...new Set([...starts, ...ends])];
}

/** Mean step across borders over the mean step beside them. */
function visibility(picture: Raster, at: readonly number[], axis: 'x' | 'y'): number {
  const mean = (positions: readonly number[]) =>
    positions.reduce((sum, position) => sum + meanStep(picture, position, axis), 0) /
    positions.length;
  return mean(at) / mean(at.flatMap((border) => BESIDE_PX.map((beside) => border + beside)));
}

/** Mean difference between the pixels before and after a line across the picture. */
function meanStep({ data, width, height }: Raster, position: number, axis: 'x' | 'y'): number {
  const [length, along, step] = axis === 'x' ? [height, width * 4, 4] : [width, 4, width * 4];
  let sum = 0;
  for (let index = 0; index < length; index++) {
    const after = index * along + position * step;
    for (let channel = 0; channel < 3; channel++) {
      sum += Math.abs(data[after + channel]! - data[after - step + channel]!);
    }
  }
  return sum / (length * 3);
}
