/** What becomes of a picture when the device goes away, or memory runs out, at any of its tiles. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EnhanceOptions } from '../../../../src/inference/engine';
import type { Raster } from '../../../../src/inference/image/raster';
import type { ModelRuntime } from '../../../../src/inference/runtime/model-session';
import {
  createTestRuntime,
  enhanceRaster,
  engineOf,
  testEngine,
  watchedRuntime,
} from '../support/engines';
import {
  BLOCK_NETWORKS,
  describeLatentPack,
  latentPackFiles,
  latentTestRuntime,
} from '../support/latent-packs';
import { losingRuntime, type Fault } from '../support/losing-device';
import { filterPack } from '../support/packs';
import { detailed, flat, largestDifference } from '../support/pictures';

/** A kind of pack, with a picture that takes it many tiles. */
interface Case {
  readonly name: string;
  readonly options: Partial<EnhanceOptions>;
  readonly picture: Raster;
  /** Of a level, where the tiles that are halved come out differently. */
  readonly tolerance: number;
  /** @param onRun gets what tells one answered run from another */
  runtime(onRun: (run: string) => void): ModelRuntime;
  open(runtime: ModelRuntime): ReturnType<typeof engineOf>;
}

const digest = (name: string, values: Float32Array | BigInt64Array): string =>
  `${name} ${createHash('sha256').update(values).digest('hex')}`;

const DIRECT: Case = {
  name: 'direct',
  options: {},
  picture: detailed(90, 50),
  tolerance: 1,
  runtime: (onRun) => watchedRuntime(({ data }) => onRun(digest('tile', data))),
  open: (runtime) => testEngine(filterPack(3, [40]), runtime),
};

const LATENT: Case = {
  name: 'latent, tiled',
  options: { latentTile: 24, latentOverlap: 4, scale: 4, colourFix: 'none' },
  picture: detailed(72, 48),
  // Blending may fall to the other side of a whole number.
  tolerance: 1,
  runtime: (onRun) =>
    latentTestRuntime(BLOCK_NETWORKS, (name, [input]) => onRun(digest(name, input!.data))),
  open: (runtime) => {
    const pack = describeLatentPack();
    const grey = Buffer.alloc(8 * 8 * 3, 100).toString('base64');
    pack.description.selfTest = { width: 8, height: 8, input: grey, output: grey, tolerance: 1 };
    return engineOf(latentPackFiles(pack), runtime);
  },
};

/** One tile, which stays on the device from network to network: there is nothing finished to keep. */
const LATENT_ON_DEVICE: Case = {
  ...LATENT,
  name: 'latent, on the device',
  options: { ...LATENT.options, latentTile: 64 },
  runtime: (onRun) => ({ ...LATENT.runtime(onRun), hasDeviceMemory: true }),
};

/** Of one colour: a direct pack asks its network about flat colours before its first picture. */
const FIRST_PICTURE = flat(4, 4, [9, 99, 199, 255]);

/** Runs of networks until a picture is done: of the self-test, of all before it, and of its tiles. */
async function undisturbed({ runtime, open, picture, options }: Case) {
  const runs: string[] = [];
  const engine = await open(runtime((run) => runs.push(run)));
  const selfTest = [...runs];
  await enhanceRaster(engine, FIRST_PICTURE, options);
  const before = runs.length;
  const { raster } = await enhanceRaster(engine, picture, options);
  await engine.dispose();
  return { raster, selfTest, before, tiles: runs.slice(before) };
}

/** Enhances the picture while `faultOf` says what its runs meet, counted from its first tile. */
async function disturbed(
  { runtime, open, picture, options }: Case,
  before: number,
  faultOf: (run: number) => Fault,
) {
  const runs: string[] = [];
  const losing = losingRuntime(
    runtime((run) => runs.push(run)),
    (run) => faultOf(run - before),
  );
  const engine = await open(losing.runtime);
  await enhanceRaster(engine, FIRST_PICTURE, options);
  try {
    const { raster } = await enhanceRaster(engine, picture, options);
    return { raster, runs: runs.slice(before), devices: losing.devices() };
  } finally {
    await engine.dispose();
  }
}

/** Runs of tiles; what a prompt says to the network belongs to its session, and is asked with that. */
const ofTiles = (runs: readonly string[]): readonly string[] =>
  runs.filter((run) => !run.startsWith('crossAttention'));

describe.each([DIRECT, LATENT])('a picture on a $name pack', (kind) => {
  it('is the same whichever tile the device is lost at, and no finished tile is done again', async () => {
    const calm = await undisturbed(kind);
    const { selfTest, tiles } = calm;
    expect(tiles.length).toBeGreaterThan(5);
    for (let at = 0; at < tiles.length; at++) {
      const { raster, runs, devices } = await disturbed(kind, calm.before, (run) =>
        run === at ? 'engine-device-lost' : null,
      );
      expect(devices).toBe(2);
      expect(largestDifference(raster, calm.raster)).toBeLessThanOrEqual(kind.tolerance);
      expect(runs.slice(0, at)).toEqual(tiles.slice(0, at));
      // The new device has to prove itself before it goes on.
      expect(runs.slice(at, at + selfTest.length)).toEqual(selfTest);
      const resumed = runs.slice(at + selfTest.length);
      expect(ofTiles(resumed).filter((run) => runs.slice(0, at).includes(run))).toEqual([]);
    }
  });

  it('is the same whichever tile there is no memory for, and no finished tile is done again', async () => {
    const calm = await undisturbed(kind);
    const { tiles } = calm;
    for (let at = 0; at < tiles.length; at++) {
      const { raster, runs } = await disturbed(kind, calm.before, (run) =>
        run === at ? 'engine-memory' : null,
      );
      expect(largestDifference(raster, calm.raster)).toBeLessThanOrEqual(kind.tolerance);
      expect(runs.slice(0, at)).toEqual(tiles.slice(0, at));
      expect(new Set(runs.slice(at)).size).toBe(runs.slice(at).length);
      expect(runs.slice(at).filter((run) => runs.slice(0, at).includes(run))).toEqual([]);
    }
  });

  it('is given up when its device is lost a second time', async () => {
    const calm = await undisturbed(kind);
    const last = calm.tiles.length - 1;
    const afterSelfTest = last + 1 + calm.selfTest.length;
    const lost = disturbed(kind, calm.before, (run) =>
      run === last || run === afterSelfTest ? 'engine-device-lost' : null,
    );
    await expect(lost).rejects.toMatchObject({ code: 'engine-device-lost' });
  });

  it('is given up when the new device fails the self-test', async () => {
    const calm = await undisturbed(kind);
    const lost = disturbed(kind, calm.before, (run) =>
      run === 3 || run === 4 ? 'engine-device-lost' : null,
    );
    await expect(lost).rejects.toMatchObject({ code: 'engine-device-lost' });
  });

  it('gets a new device when the old one was lost between two pictures', async () => {
    const losing = losingRuntime(
      kind.runtime(() => undefined),
      () => null,
    );
    const engine = await kind.open(losing.runtime);
    await enhanceRaster(engine, FIRST_PICTURE, kind.options);
    losing.lose();
    const { raster } = await enhanceRaster(engine, kind.picture, kind.options);
    expect(losing.devices()).toBe(2);
    const calm = await undisturbed(kind);
    expect(largestDifference(raster, calm.raster)).toBe(0);
    await engine.dispose();
  });
});

it('starts a picture again that is one tile and was lost on the device', async () => {
  const calm = await undisturbed(LATENT_ON_DEVICE);
  for (let at = 0; at < calm.tiles.length; at++) {
    const { raster, devices } = await disturbed(LATENT_ON_DEVICE, calm.before, (run) =>
      run === at ? 'engine-device-lost' : null,
    );
    expect(devices).toBe(2);
    expect(largestDifference(raster, calm.raster)).toBeLessThanOrEqual(1);
  }
});

it('works on a runtime without a device that could be lost', () => {
  expect(createTestRuntime().device).toBeUndefined();
});
