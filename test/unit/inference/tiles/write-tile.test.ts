import { describe, expect, it } from 'vitest';
import type { TilingTask } from '../../../../src/inference/tiles/plan';
import { resultGrid, writeTile } from '../../../../src/inference/tiles/write-tile';

const SOURCE = 8;
const SCALE = 2;
const SIDE = SOURCE * SCALE;
const TASK: TilingTask = {
  sourceWidth: SOURCE,
  sourceHeight: SOURCE,
  resultWidth: SIDE,
  resultHeight: SIDE,
  nativeScale: SCALE,
  reach: 1,
  alignment: 1,
  edges: 'padded',
  tileSizes: [6],
};

describe('a tile of native size', () => {
  it('is written to its place, each value clamped and rounded half up', () => {
    const side = 6 * SCALE;
    // Steps of a quarter level, from below black to above white, different in each channel.
    const valueAt = (channel: number, x: number, y: number): number =>
      ((channel * 300 + (y * SIDE + x) * 3) / 4 - 10) / 255;
    const answer = { width: side, height: side, data: new Float32Array(3 * side * side) };
    const [left, top] = [1, 2];
    for (let channel = 0; channel < 3; channel++) {
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          answer.data[(channel * side + y) * side + x] = valueAt(
            channel,
            left * SCALE + x,
            top * SCALE + y,
          );
        }
      }
    }
    const result = { width: SIDE, height: SIDE, data: new Uint8ClampedArray(SIDE * SIDE * 4) };
    const post = { left: 3, top: 6, width: 9, height: 8 };
    const tile = { pre: { left, top, width: 6, height: 6 }, post };
    writeTile(answer, tile, resultGrid(TASK), result);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const isInside = x >= 3 && x < 12 && y >= 6 && y < 14;
        const expected = [0, 1, 2].map((channel) => {
          const level = Math.fround(valueAt(channel, x, y)) * 255;
          return isInside ? Math.floor(Math.min(Math.max(level, 0), 255) + 0.5) : 0;
        });
        const at = (y * SIDE + x) * 4;
        expect([...result.data.subarray(at, at + 4)]).toEqual([...expected, 0]);
      }
    }
  });
});
