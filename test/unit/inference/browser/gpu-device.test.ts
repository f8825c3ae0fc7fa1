import { afterEach, describe, expect, it, vi } from 'vitest';
import { requestGpuDevice } from '../../../../src/inference/browser/gpu-device';

const DEVICE = {};

function stubAdapter(adapter: object | null): void {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } });
}

/** An adapter that remembers what was asked of it. */
function adapterWith(features: readonly string[], info: object) {
  const requestDevice = vi.fn(async (wishes: { requiredFeatures: string[] }) => {
    expect(wishes).toHaveProperty('requiredLimits', { maxBufferSize: 2 ** 31 });
    return DEVICE;
  });
  return { features: new Set(features), limits: { maxBufferSize: 2 ** 31 }, info, requestDevice };
}

afterEach(() => vi.unstubAllGlobals());

describe('the GPU device', () => {
  it('has what the GPU can do', async () => {
    const adapter = adapterWith(['shader-f16', 'subgroups', 'depth-clip-control'], {});
    stubAdapter(adapter);
    expect(await requestGpuDevice({ halfPrecision: true })).toBe(DEVICE);
    const [wishes] = adapter.requestDevice.mock.lastCall!;
    expect(wishes.requiredFeatures).toEqual(['shader-f16', 'subgroups']);
  });

  it.each([{ isFallbackAdapter: true }, { architecture: 'swiftshader' }])(
    'has no subgroups in software: %j',
    async (info) => {
      const adapter = adapterWith(['subgroups'], info);
      stubAdapter(adapter);
      await requestGpuDevice({ halfPrecision: false });
      expect(adapter.requestDevice.mock.lastCall![0].requiredFeatures).toEqual([]);
    },
  );

  it.each([
    ['a browser without WebGPU', () => vi.stubGlobal('navigator', {})],
    ['no adapter', () => stubAdapter(null)],
    ['an adapter without half precision', () => stubAdapter(adapterWith(['subgroups'], {}))],
    [
      'an adapter that refuses',
      () =>
        stubAdapter({
          ...adapterWith(['shader-f16'], {}),
          requestDevice: () => Promise.reject(new Error('no device')),
        }),
    ],
  ])('is refused with %s', async (_, prepare) => {
    prepare();
    await expect(requestGpuDevice({ halfPrecision: true })).rejects.toMatchObject({
      code: 'engine-unavailable',
    });
  });
});
