import { describe, expect, it } from 'vitest';
import type { GpuDevice } from '../../../../src/inference/browser/gpu-device';
import { WatchedGpu } from '../../../../src/inference/browser/watched-gpu';
import { OnestepError } from '../../../../src/shared/errors';

type Kind = Parameters<GpuDevice['pushErrorScope']>[0];

/** A device that reports what a test tells it to, in scopes that lie within each other. */
class FakeDevice implements GpuDevice {
  readonly limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 };
  readonly scopes: { readonly kind: Kind; message: string | null }[] = [];
  destroyed = false;
  lose: (loss: { reason: string; message: string }) => void = () => undefined;
  readonly lost = new Promise<{ reason: string; message: string }>((resolve) => {
    this.lose = resolve;
  });

  pushErrorScope(kind: Kind): void {
    this.scopes.push({ kind, message: null });
  }

  async popErrorScope() {
    const { message } = this.scopes.pop()!;
    return message === null ? null : { message };
  }

  report(kind: Kind, message: string): void {
    this.scopes.find((scope) => scope.kind === kind)!.message ??= message;
  }

  destroy(): void {
    this.destroyed = true;
    this.lose({ reason: 'destroyed', message: 'on purpose' });
  }
}

async function watched() {
  const devices: FakeDevice[] = [];
  const gpu = await WatchedGpu.open(async () => {
    const device = new FakeDevice();
    devices.push(device);
    return device;
  });
  return { gpu, devices, device: devices[0]! };
}

describe('a watched GPU', () => {
  it('hands on what work answers, and leaves no scope open', async () => {
    const { gpu, device } = await watched();
    expect(await gpu.watch(async () => 7)).toBe(7);
    expect(device.scopes).toEqual([]);
  });

  it.each<[Kind, string, string]>([
    ['out-of-memory', 'vkAllocateMemory failed', 'engine-memory'],
    ['validation', 'Buffer size (9) exceeds the max buffer size limit (8).', 'engine-memory'],
    ['validation', 'Binding 3 is not what it should be', 'engine-crashed'],
    ['internal', 'the compiler gave up', 'engine-crashed'],
  ])('does not trust an answer beside which the device reports %s: %s', async (...given) => {
    const [kind, message, code] = given;
    const { gpu, device } = await watched();
    const work = gpu.watch(async () => {
      device.report(kind, message);
      return 7;
    });
    await expect(work).rejects.toMatchObject({ code });
    expect(device.scopes).toEqual([]);
  });

  it('calls a failure a lack of memory where the device has run out of it', async () => {
    const { gpu, device } = await watched();
    const work = gpu.watch(async () => {
      device.report('out-of-memory', 'vkAllocateMemory failed');
      throw new Error('[Thing] cannot be used');
    });
    await expect(work).rejects.toMatchObject({ code: 'engine-memory' });
  });

  it('keeps the code of a failure that is the work’s own', async () => {
    const { gpu } = await watched();
    const work = gpu.watch(() => Promise.reject(new OnestepError('pack-graph')));
    await expect(work).rejects.toMatchObject({ code: 'pack-graph' });
    expect(gpu.isLost).toBe(false);
  });

  it('knows a lost device, also when the news comes after the failure', async () => {
    const { gpu, device } = await watched();
    const work = gpu.watch(async () => {
      setTimeout(() => device.lose({ reason: 'unknown', message: 'driver' }), 10);
      throw new Error('no answer');
    });
    await expect(work).rejects.toMatchObject({
      code: 'engine-device-lost',
      technicalCause: 'unknown: driver',
    });
    expect(gpu.isLost).toBe(true);
  });

  it('does not trust what was opened on a lost device', async () => {
    const { gpu, device } = await watched();
    device.lose({ reason: 'unknown', message: 'driver' });
    await expect(gpu.watch(async () => 7)).rejects.toMatchObject({ code: 'engine-device-lost' });
  });

  it('takes another device, and is not disturbed by the end of the old one', async () => {
    const { gpu, devices } = await watched();
    devices[0]!.lose({ reason: 'unknown', message: 'driver' });
    await gpu.reopen();
    expect(devices).toHaveLength(2);
    expect(gpu.device).toBe(devices[1]);
    expect(devices[0]!.destroyed).toBe(true);
    expect(gpu.isLost).toBe(false);
    expect(await gpu.watch(async () => 7)).toBe(7);
  });
});
