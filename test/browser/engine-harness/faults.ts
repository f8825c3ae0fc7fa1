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

/** What a test asks of `LOSES_DEVICES` and hears from it, in the worker's scope. */
export interface GpuWatch {
  /** Devices so far. */
  readonly devices: number;
  /** Pieces of work so far, each watched by error scopes: a network that is opened, or runs once. */
  readonly works: number;
  /** Bytes of each transfer from the GPU that has arrived, in their order. */
  readonly answers: readonly number[];
  /** What was asked of a device after there was another one. */
  readonly usesOfOld: readonly string[];
  /**
   * Takes the device away in this piece of work, counted from now: before its first call, before
   * what it computes reaches the GPU, or while it waits for its answer. May be asked for more than
   * once.
   */
  loseIn(work: number, at: 'pushErrorScope' | 'submit' | 'mapAsync'): void;
}

/** Gives the worker's scope `gpuWatch`, a `GpuWatch`. */
export const LOSES_DEVICES = `{
  const owners = new WeakMap();
  const usesOfOld = [];
  const answers = [];
  let current;
  const losses = [];
  self.gpuWatch = {
    devices: 0,
    works: 0,
    answers,
    usesOfOld,
    loseIn: (work, at) => losses.push({ work: gpuWatch.works + work, at }),
  };
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...wishes) {
    current = await requestDevice.apply(this, wishes);
    owners.set(current.queue, current);
    gpuWatch.devices += 1;
    return current;
  };
  const loseAt = (call) => {
    const index = losses.findIndex(({ work, at }) => work === gpuWatch.works && at === call);
    if (index === -1) return;
    losses.splice(index, 1);
    current.destroy();
  };
  const watch = (kind, call, meet) => {
    const original = kind.prototype[call];
    kind.prototype[call] = function (...given) {
      if ((owners.get(this) ?? this) !== current) usesOfOld.push(call);
      return meet.call(this, () => original.apply(this, given), ...given);
    };
  };
  watch(GPUDevice, 'createBuffer', function (run) {
    const buffer = run();
    owners.set(buffer, this);
    return buffer;
  });
  for (const call of ['createBindGroup', 'createCommandEncoder', 'createComputePipeline']) {
    watch(GPUDevice, call, (run) => run());
  }
  watch(GPUDevice, 'pushErrorScope', (run, filter) => {
    // onnxruntime has scopes of its own, for validation only.
    if (filter === 'out-of-memory') gpuWatch.works += 1;
    loseAt('pushErrorScope');
    run();
  });
  watch(GPUQueue, 'writeBuffer', (run) => run());
  watch(GPUQueue, 'submit', (run) => {
    loseAt('submit');
    run();
  });
  watch(GPUBuffer, 'mapAsync', function (run, mode) {
    const mapped = run();
    if (mode !== GPUMapMode.READ) return mapped;
    mapped.then(() => answers.push(this.size), () => undefined);
    loseAt('mapAsync');
    return mapped;
  });
}`;

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
