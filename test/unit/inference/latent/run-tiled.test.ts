import { describe, expect, it } from 'vitest';
import { createPlanes, cropPlanes, type Planes } from '../../../../src/inference/latent/planes';
import { evenPlan } from '../../../../src/inference/latent/tiling/even-plan';
import { officialPlan } from '../../../../src/inference/latent/tiling/official-plan';
import {
  AreaLimit,
  collectTiled,
  type TiledStage,
} from '../../../../src/inference/latent/tiling/run-tiled';
import { OnestepError } from '../../../../src/shared/errors';
import { maxDifference } from '../../../support/golden';
import { noiseBytes } from '../support/noise';

const WIDTH = 50;
const HEIGHT = 41;
const picture: Planes = {
  ...createPlanes(2, WIDTH, HEIGHT),
  data: Float32Array.from(noiseBytes(2 * WIDTH * HEIGHT, 3)),
};
/** A network that answers with what it sees. */
const mirror: TiledStage = {
  channels: 2,
  unit: 1,
  run: async (area) => cropPlanes(picture, area),
};

describe('runTiled', () => {
  it.each([
    ['even', evenPlan(WIDTH, HEIGHT, 16, 5, 1), 20],
    ['official', officialPlan(WIDTH, HEIGHT, 16, 8), 30],
  ])('gives back what goes in, with %s tiles', async (_name, plan, tiles) => {
    let done = 0;
    const answer = await collectTiled(mirror, plan, new AreaLimit(), () => done++);
    expect(maxDifference(answer.data, picture.data)).toBeLessThan(1e-4);
    expect(done).toBe(tiles);
  });

  it('blends answers that are larger than the latent', async () => {
    const large: TiledStage = {
      channels: 1,
      unit: 8,
      async run({ left, top, width, height }) {
        const planes = createPlanes(1, width * 8, height * 8);
        for (let y = 0, at = 0; y < height * 8; y++) {
          for (let x = 0; x < width * 8; x++) {
            planes.data[at++] = (top * 8 + y) * 1000 + left * 8 + x;
          }
        }
        return planes;
      },
    };
    const answer = await collectTiled(large, evenPlan(30, 20, 12, 4, 8), new AreaLimit());
    const expected = Float32Array.from(
      { length: 240 * 160 },
      (_, index) => Math.floor(index / 240) * 1000 + (index % 240),
    );
    expect(maxDifference(answer.data, expected)).toBeLessThan(0.1);
  });

  it('halves tiles that memory has no room for, and stays with the smaller size', async () => {
    const tried: number[] = [];
    const stage: TiledStage = {
      ...mirror,
      async run(area) {
        tried.push(Math.max(area.width, area.height));
        if (area.width * area.height > 300) throw new OnestepError('engine-memory');
        return cropPlanes(picture, area);
      },
    };
    const answer = await collectTiled(stage, evenPlan(WIDTH, HEIGHT, 32, 8, 1), new AreaLimit());
    expect(maxDifference(answer.data, picture.data)).toBeLessThan(1e-4);
    expect(tried.filter((side) => side === 32)).toHaveLength(1);
  });

  it('gives up where a small tile finds no memory either', async () => {
    const stage: TiledStage = {
      ...mirror,
      run: async () => Promise.reject(new OnestepError('engine-memory')),
    };
    const plan = evenPlan(WIDTH, HEIGHT, 32, 8, 1);
    await expect(collectTiled(stage, plan, new AreaLimit())).rejects.toMatchObject({
      code: 'engine-memory',
    });
  });
});
