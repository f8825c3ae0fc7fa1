/**
 * What tests put before a WebGPU engine worker's script. Each counts from the worker's start, and
 * fails as Chromium fails.
 */

/** Takes the device away at this call of `GPUQueue.submit`; counted over all devices. */
export function losesDeviceAt(...submits: readonly number[]): string {
  return `{
    const lostAt = ${JSON.stringify(submits)};
    const { submit } = GPUQueue.prototype;
    const { requestDevice } = GPUAdapter.prototype;
    let device;
    let submits = 0;
    self.gpuDevices = 0;
    GPUAdapter.prototype.requestDevice = async function (...wishes) {
      self.gpuDevices += 1;
      return (device = await requestDevice.apply(this, wishes));
    };
    GPUQueue.prototype.submit = function (...given) {
      if (lostAt.includes(++submits)) device.destroy();
      return submit.apply(this, given);
    };
  }`;
}

/**
 * Makes buffers above a size as large as the adapter allows, which a software GPU really has no memory
 * for: it reports that beside the call, and gives an invalid buffer back.
 */
export function failsBuffersAbove(bytes: number): string {
  return `{
    const { createBuffer } = GPUDevice.prototype;
    self.failedBuffers = 0;
    GPUDevice.prototype.createBuffer = function (description) {
      if (description.size <= ${bytes}) return createBuffer.call(this, description);
      self.failedBuffers += 1;
      return createBuffer.call(this, { ...description, size: this.limits.maxBufferSize });
    };
  }`;
}

/** Tells how many GPU buffers live, and how large wasm's memory is. */
export const COUNTS_MEMORY = `{
  const { Memory } = WebAssembly;
  const memories = [];
  WebAssembly.Memory = function (description) {
    const memory = new Memory(description);
    memories.push(memory);
    return memory;
  };
  WebAssembly.Memory.prototype = Memory.prototype;
  self.wasmBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  self.gpuBuffers = () => ({ count: 0, bytes: 0 });
}
if ('GPUDevice' in self) {
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const live = new Map();
  GPUDevice.prototype.createBuffer = function (description) {
    const buffer = createBuffer.call(this, description);
    live.set(buffer, description.size);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    live.delete(this);
    return destroy.call(this);
  };
  self.gpuBuffers = () => {
    let bytes = 0;
    for (const size of live.values()) bytes += size;
    return { count: live.size, bytes };
  };
}`;
