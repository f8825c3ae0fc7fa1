/** A picture of one tile on a runtime with memory of its own. */
import { expect, it } from 'vitest';
import type { Engine } from '../../../../src/inference/engine';
import { OnestepError } from '../../../../src/shared/errors';
import { enhanceRaster, engineOf } from '../support/engines';
import {
  BLOCK_NETWORKS,
  describeLatentPack,
  latentPackFiles,
  latentTestRuntime,
  type LatentTestRuntime,
  type TestNetwork,
} from '../support/latent-packs';
import { detailed } from '../support/pictures';

interface OnDevice {
  readonly engine: Engine;
  readonly runtime: LatentTestRuntime;
  readonly runs: string[];
  /** Answers on the device that nobody has freed. */
  live(): number;
}

/** What is kept of the prompt while the engine lives. */
const KEPT_OF_PROMPT = 1;

async function engineOnDevice(
  budget: number | null,
  onRun: (name: string) => void = () => undefined,
): Promise<OnDevice> {
  const runs: string[] = [];
  const runtime = {
    ...latentTestRuntime(BLOCK_NETWORKS, (name) => {
      runs.push(name);
      onRun(name);
    }),
    hasDeviceMemory: true,
    ...(budget === null ? {} : { sessionBudgetBytes: budget }),
  };
  const engine = await engineOf(latentPackFiles(describeLatentPack()), runtime);
  const live = () => runtime.leftOnDevice.filter(({ isDisposed }) => !isDisposed).length;
  return { engine, runtime, runs, live };
}

it('leaves everything on the device from the encoder to the decoder', async () => {
  const onDevice = await engineOnDevice(null);
  const onHost = await engineOf(
    latentPackFiles(describeLatentPack()),
    latentTestRuntime(BLOCK_NETWORKS),
  );
  const source = detailed(48, 32);
  const expected = await enhanceRaster(onHost, source);
  const progress: number[] = [];
  const found = await enhanceRaster(
    onDevice.engine,
    source,
    {},
    {
      onProgress: ({ stage, tilesDone }) => stage === 'restore' && progress.push(tilesDone),
    },
  );
  expect(found.raster).toEqual(expected.raster);
  // Latent, noise and x0, and what was read of the prompt.
  expect(onDevice.runtime.leftOnDevice).toHaveLength(3 + KEPT_OF_PROMPT);
  expect(onDevice.live()).toBe(KEPT_OF_PROMPT);
  expect(progress).toEqual([0, 1, 2, 3]);
  await onDevice.engine.dispose();
  expect(onDevice.live()).toBe(0);
});

it('blends pictures of several tiles outside', async () => {
  const { engine, runtime } = await engineOnDevice(null);
  await enhanceRaster(engine, detailed(48, 32), { latentTile: 8, latentOverlap: 2 });
  expect(runtime.leftOnDevice).toHaveLength(KEPT_OF_PROMPT);
});

it('goes from network to network where they do not fit together', async () => {
  const { engine, runtime } = await engineOnDevice(1);
  await enhanceRaster(engine, detailed(48, 32));
  expect(runtime.leftOnDevice).toHaveLength(KEPT_OF_PROMPT);
});

it.each(['encoder', 'unet', 'step', 'decoder'])(
  'tries in smaller steps when the %s finds no memory, and frees what it had',
  async (network) => {
    let failures = 1;
    const { engine, live, runs } = await engineOnDevice(null, (name) => {
      if (name === network && failures-- > 0) throw new OnestepError('engine-memory');
    });
    const { raster } = await enhanceRaster(engine, detailed(48, 32));
    expect(raster).toMatchObject({ width: 192, height: 128 });
    expect(runs.filter((name) => name === 'encoder')).toHaveLength(2);
    expect(live()).toBe(KEPT_OF_PROMPT);
  },
);

it('throws a result away where the decoder answers zeros', async () => {
  const decoder: TestNetwork = (inputs) => {
    const { dims, data } = BLOCK_NETWORKS.decoder(inputs);
    return { dims, data: new Float32Array(data.length) };
  };
  const runtime = {
    ...latentTestRuntime({ ...BLOCK_NETWORKS, decoder }),
    hasDeviceMemory: true,
  };
  const engine = await engineOf(latentPackFiles(describeLatentPack()), runtime);
  const spoiled = enhanceRaster(engine, detailed(48, 32));
  await expect(spoiled).rejects.toMatchObject({ code: 'result-invalid' });
});

it.each([1, 2])('frees what it had when it is cancelled after %i networks', async (networks) => {
  const { engine, live } = await engineOnDevice(null);
  const abort = new AbortController();
  const cancelled = enhanceRaster(
    engine,
    detailed(48, 32),
    {},
    {
      signal: abort.signal,
      onProgress: ({ tilesDone }) => tilesDone === networks && abort.abort(),
    },
  );
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(live()).toBe(networks === 1 ? 0 : KEPT_OF_PROMPT);
});
