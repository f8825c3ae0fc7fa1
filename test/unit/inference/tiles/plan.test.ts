import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tapRange } from '../../../../src/inference/resample/taps';
import {
  planTiles,
  splitTile,
  type Tile,
  type TilingTask,
} from '../../../../src/inference/tiles/plan';
import type { Rect } from '../../../../src/inference/tiles/rect';

const SIZES = { reach: 10, tileSizes: [64, 96, 128, 192, 256] };
const COMPACT = { ...SIZES, nativeScale: 4, alignment: 1, edges: 'padded' } as const;

function compactTask(width: number, height: number, scale = 4): TilingTask {
  return {
    ...COMPACT,
    sourceWidth: width,
    sourceHeight: height,
    resultWidth: Math.round(width * scale),
    resultHeight: Math.round(height * scale),
  };
}

const tasks: fc.Arbitrary<TilingTask> = fc
  .record({
    sourceWidth: fc.integer({ min: 1, max: 220 }),
    sourceHeight: fc.integer({ min: 1, max: 220 }),
    nativeScale: fc.integer({ min: 1, max: 4 }),
    reach: fc.integer({ min: 0, max: 12 }),
    alignment: fc.integer({ min: 1, max: 8 }),
    edges: fc.constantFrom('padded' as const, 'replicated' as const),
    // What the schema of packs asks for.
    room: fc.array(fc.integer({ min: 16, max: 90 }), { minLength: 1, maxLength: 4 }),
    zoom: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ sourceWidth, sourceHeight, nativeScale, reach, alignment, edges, room, zoom }) => {
    const scale = 1 + zoom * (nativeScale - 1);
    return {
      sourceWidth,
      sourceHeight,
      resultWidth: Math.round(sourceWidth * scale),
      resultHeight: Math.round(sourceHeight * scale),
      nativeScale,
      reach,
      alignment,
      edges,
      tileSizes: room.map((extra) => 2 * (reach + alignment - 1) + extra),
    };
  });

/** How often each result pixel is kept. */
function coverage(task: TilingTask, tiles: readonly Tile[]): Set<number> {
  const kept = new Uint8Array(task.resultWidth * task.resultHeight);
  for (const { post } of tiles) {
    for (let y = post.top; y < post.top + post.height; y++) {
      for (let x = post.left; x < post.left + post.width; x++) kept[y * task.resultWidth + x]! += 1;
    }
  }
  return new Set(kept);
}

/** Asserts that a tile reads all that its kept pixels depend on, and nothing beyond the margin. */
function expectReadsEnough(task: TilingTask, { post, pre }: Tile): void {
  const margin = task.edges === 'padded' ? task.reach : 0;
  const fill = task.alignment - 1;
  const axes = [
    [task.sourceWidth, task.resultWidth, post.left, post.width, pre.left, pre.width],
    [task.sourceHeight, task.resultHeight, post.top, post.height, pre.top, pre.height],
  ] as const;
  for (const [sourceSize, resultSize, start, length, read, readLength] of axes) {
    expect([read % task.alignment, readLength % task.alignment].map(Math.abs)).toEqual([0, 0]);
    expect(read).toBeGreaterThanOrEqual(margin === 0 ? 0 : -margin - fill);
    expect(read + readLength).toBeLessThanOrEqual(sourceSize + margin + fill);
    // An edge that the network repeats by itself is as good as any number of neighbours.
    const [first, last] = task.edges === 'padded' ? [-Infinity, Infinity] : [0, sourceSize - 1];
    for (let pixel = start; pixel < start + length; pixel++) {
      const native = tapRange(sourceSize * task.nativeScale, resultSize, pixel);
      const from = Math.floor(native.from / task.nativeScale) - task.reach;
      const to = Math.floor((native.to - 1) / task.nativeScale) + task.reach;
      expect(Math.max(from, first)).toBeGreaterThanOrEqual(read);
      expect(Math.min(to, last)).toBeLessThan(read + readLength);
    }
  }
}

const sizeOf = ({ width, height }: Rect): string => `${width} × ${height}`;

describe('planTiles', () => {
  it('covers the result exactly once and reads what each part depends on', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        const tiles = planTiles(task);
        expect(coverage(task, tiles)).toEqual(new Set([1]));
        for (const tile of tiles) expectReadsEnough(task, tile);
      }),
      { numRuns: 60 },
    );
  });

  it('reads equally large crops, none above the largest tile size', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        const tiles = planTiles(task);
        expect(new Set(tiles.map(({ pre }) => sizeOf(pre))).size).toBe(1);
        const { width, height } = tiles[0]!.pre;
        expect(Math.max(width, height)).toBeLessThanOrEqual(Math.max(...task.tileSizes));
      }),
    );
  });

  it('lets tiles at replicated edges keep what the others need as neighbours', () => {
    const task = { ...compactTask(512, 64), edges: 'replicated', reach: 13 } as const;
    const tiles = planTiles({ ...task, tileSizes: [256] });
    // 3 · 188 = 512 + 2 · 2 · 13
    expect(tiles.map(({ pre }) => pre.width)).toEqual([188, 188, 188]);
    expect(tiles.map(({ post }) => post.width / 4)).toEqual([175, 162, 175]);
  });

  it('takes a small picture as one tile of its size and the margins', () => {
    expect(planTiles(compactTask(30, 1))).toEqual([
      {
        post: { left: 0, top: 0, width: 120, height: 4 },
        pre: { left: -10, top: -10, width: 50, height: 21 },
      },
    ]);
  });

  it('reads beyond the edges only what fills up to the alignment where these are replicated', () => {
    const task = { ...compactTask(31, 6), edges: 'replicated', alignment: 4 } as const;
    expect(planTiles(task)).toEqual([
      {
        post: { left: 0, top: 0, width: 124, height: 24 },
        pre: { left: 0, top: 0, width: 32, height: 8 },
      },
    ]);
    const [left, right] = planTiles({
      ...task,
      sourceWidth: 61,
      resultWidth: 244,
      tileSizes: [48],
    });
    expect(left).toMatchObject({ post: { left: 0, width: 136 }, pre: { left: 0, width: 44 } });
    expect(right).toMatchObject({ post: { left: 136, width: 108 }, pre: { left: 20, width: 44 } });
  });

  it('reads as little as the tile sizes allow', () => {
    const overhead = (width: number, height: number, scale?: number) => {
      const tiles = planTiles(compactTask(width, height, scale));
      const read = tiles.reduce((sum, { pre }) => sum + pre.width * pre.height, 0);
      return read / (width * height);
    };
    // 5 × 5 tiles of 204.8 + 2 · 10, in whole pixels.
    expect(overhead(1024, 1024)).toBeCloseTo((5 * 225) ** 2 / 1024 ** 2, 5);
    expect(overhead(1920, 1080)).toBeLessThan(1.21);
    // At 2× the filter that halves the native result reads 2 source pixels more on each side.
    expect(overhead(1024, 1024, 2)).toBeLessThan(1.27);
  });

  it('takes the fewest tiles where the network has to run on all of them', () => {
    const task = { ...compactTask(236, 236), tileSizes: [128, 256] };
    expect(planTiles(task)).toHaveLength(1);
  });

  it('takes smaller tiles where they leave more to be skipped', () => {
    const task = compactTask(1000, 1000);
    // Detail in the top left corner only.
    const isSkipped = ({ pre }: Tile): boolean => Math.max(pre.left, pre.top) >= 30;
    const needed = planTiles(task, isSkipped).filter((tile) => !isSkipped(tile));
    expect(needed).toHaveLength(1);
    expect(needed[0]!.pre.width).toBeLessThanOrEqual(64);
  });

  it('takes the fewest tiles where all can be skipped', () => {
    expect(planTiles(compactTask(400, 400), () => true)).toHaveLength(4);
  });
});

describe('splitTile', () => {
  it('replaces a tile by parts that cover it exactly once', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        const tiles = planTiles(task);
        const parts = [...tiles.slice(1), ...splitTile(tiles[0]!, task)];
        expect(coverage(task, parts)).toEqual(new Set([1]));
        for (const part of parts) expectReadsEnough(task, part);
      }),
      { numRuns: 40 },
    );
  });
});
