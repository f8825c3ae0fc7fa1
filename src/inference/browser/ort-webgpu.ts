import type { Env } from 'onnxruntime-common';
import * as ortJspi from 'onnxruntime-web/jspi';
import * as ortAsyncify from 'onnxruntime-web/webgpu';
import type { LoadedPack } from '../pack/load-pack';
import { largestFileBytes, precisionOf } from '../pack/pack-files';
import type { ModelRuntime } from '../runtime/model-session';
import { createOrtRuntime, type OrtModule } from '../runtime/ort-runtime';
import { requestGpuDevice } from './gpu-device';
import { gpuMemory } from './gpu-memory';
import { gpuWishes } from './gpu-wishes';
import { HeldBlob } from './held-blob';
import { nextTask } from './next-task';
import { WatchedGpu } from './watched-gpu';
import { webGpuFlavour, type WebGpuFlavour } from './webgpu-flavour';

/** The largest network in half precision and one more; what GPUs have is not told to pages. */
const SESSION_BUDGET_BYTES = 2.5 * 2 ** 30;

const MODULES: Readonly<Record<WebGpuFlavour, OrtModule & { readonly env: Env }>> = {
  jspi: ortJspi,
  asyncify: ortAsyncify,
};

/**
 * onnxruntime's native WebGPU provider, on a GPU that is checked before a network is loaded.
 *
 * @param wasmBinary the file of `WEBGPU_WASM_FILES` for this browser's flavour
 * @param pack what is to run
 * @throws OnestepError as `requestGpuDevice`: no GPU, or none that can run this pack
 */
export async function createWebGpuRuntime(
  wasmBinary: Uint8Array,
  pack: LoadedPack,
): Promise<ModelRuntime> {
  const { description } = pack;
  const wishes = gpuWishes(precisionOf(description), largestFileBytes(description));
  const gpu = await WatchedGpu.open(() => requestGpuDevice(wishes));
  const ort = MODULES[webGpuFlavour()];
  ort.env.wasm.wasmBinary = wasmBinary;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  return createOrtRuntime(ort, {
    name: 'webgpu',
    sessionOptions: () => ({
      // Pictures come in all sizes. Kept by size classes, buffers serve many of them; kept by exact
      // sizes (`simple`), those of every size that ever was would stay.
      executionProviders: [
        { name: 'webgpu', storageBufferCacheMode: 'bucket', device: gpu.device },
      ],
      logSeverityLevel: 3,
    }),
    device: gpu,
    sessionBudgetBytes: SESSION_BUDGET_BYTES,
    memory: gpuMemory(gpu.device, SESSION_BUDGET_BYTES),
    hasDeviceMemory: true,
    nextTask,
    fileToRead: (file) => new HeldBlob(file as Blob),
  });
}
