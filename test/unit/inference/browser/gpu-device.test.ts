import { afterEach, describe, expect, it, vi } from 'vitest';
import { requestGpuDevice } from '../../../../src/inference/browser/gpu-device';
import { gpuMemory } from '../../../../src/inference/browser/gpu-memory';
import type { ErrorCode } from '../../../../src/shared/errors';

const DEVICE = {};
const HALVES = { halfPrecision: true, largestTensorBytes: 64 * 2 ** 20 };

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

describe('the memory of a GPU', () => {
  const limits = { maxBufferSize: 2 ** 32, maxStorageBufferBindingSize: 2 ** 31 };

  it('binds tensors as large as the device does', () => {
    const adapterInfo = { vendor: 'apple', architecture: 'metal-3' };
    expect(gpuMemory({ limits, adapterInfo }, 2 ** 31)).toEqual({
      place: 'webgpu apple metal-3',
      totalBytes: 3 * 2 ** 30,
      tensorBytes: 2 ** 31,
    });
  });

  it('has no name in browsers that do not tell it', () => {
    expect(gpuMemory({ limits }, 2 ** 31).place).toBe('webgpu');
  });
});

describe('the GPU device', () => {
  it('has what the GPU can do', async () => {
    const adapter = adapterWith(['shader-f16', 'subgroups', 'depth-clip-control'], {});
    stubAdapter(adapter);
    expect(await requestGpuDevice(HALVES)).toBe(DEVICE);
    const [wishes] = adapter.requestDevice.mock.lastCall!;
    expect(wishes.requiredFeatures).toEqual(['shader-f16', 'subgroups']);
  });

  it.each([{ isFallbackAdapter: true }, { architecture: 'swiftshader' }])(
    'has no subgroups in software: %j',
    async (info) => {
      const adapter = adapterWith(['subgroups'], info);
      stubAdapter(adapter);
      await requestGpuDevice({ ...HALVES, halfPrecision: false });
      expect(adapter.requestDevice.mock.lastCall![0].requiredFeatures).toEqual([]);
    },
  );

  it.each<[string, ErrorCode, () => void]>([
    ['a browser without WebGPU', 'engine-no-webgpu', () => vi.stubGlobal('navigator', {})],
    ['no adapter', 'engine-no-webgpu', () => stubAdapter(null)],
    [
      'an adapter without half precision',
      'pack-half-precision',
      () => stubAdapter(adapterWith(['subgroups'], {})),
    ],
    [
      'an adapter that takes less at once',
      'pack-buffer-size',
      () => stubAdapter({ ...adapterWith(['shader-f16'], {}), limits: { maxBufferSize: 1e6 } }),
    ],
    [
      'an adapter that refuses',
      'engine-unavailable',
      () =>
        stubAdapter({
          ...adapterWith(['shader-f16'], {}),
          requestDevice: () => Promise.reject(new Error('no device')),
        }),
    ],
  ])('is refused with %s', async (_, code, prepare) => {
    prepare();
    await expect(requestGpuDevice(HALVES)).rejects.toMatchObject({ code });
  });
});
