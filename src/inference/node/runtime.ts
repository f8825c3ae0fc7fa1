import { totalmem } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { OnestepError } from '../../shared/errors';
import { GPU_WORK_BYTES } from '../tiles/memory-model';
import type { ModelRuntime } from '../runtime/model-session';
import { createOrtRuntime, type OrtModule } from '../runtime/ort-runtime';

/** Where the native library computes: the processor, or the graphics card. */
export const NODE_DEVICES = ['cpu', 'webgpu'] as const;
export type NodeDevice = (typeof NODE_DEVICES)[number];

export interface NodeRuntimeOptions {
  readonly device: NodeDevice;
  /** Names of nodes that stay on the processor: for adapters with wrong kernels. */
  readonly cpuNodes?: readonly string[] | undefined;
}

/**
 * Most that open networks may take of the machine's memory, and most that they and what one of them
 * computes may. Not of what is free at the moment: tiles, and with them the last bits of a picture, would
 * be others from run to run.
 */
const SESSION_SHARE = 1 / 4;
const MEMORY_SHARE = 3 / 4;
/** The largest network in half precision and one more, as in browsers; a card does not tell its memory. */
const GPU_SESSION_BUDGET_BYTES = 2.5 * 2 ** 30;
/** How onnxruntime words that there is no adapter, or that a graph needs half precision it lacks. */
const NO_GPU = /get a webgpu adapter|requires f16/i;

/**
 * The native onnxruntime.
 *
 * @throws OnestepError `engine-unavailable`; opening a network on a device that is not there, or
 * that lacks the half precision of the network, throws `gpu-unavailable`
 */
export async function createNodeRuntime({
  device,
  cpuNodes = [],
}: NodeRuntimeOptions): Promise<ModelRuntime> {
  const ort = await importOrt();
  const nextTask = async (): Promise<void> => {
    await setImmediate();
  };
  if (device === 'cpu') {
    return createOrtRuntime(ort, {
      name: 'node-cpu',
      // Threads are left to onnxruntime, which takes one for each physical core.
      sessionOptions: () => ({ executionProviders: ['cpu'], logSeverityLevel: 3 }),
      sessionBudgetBytes: totalmem() * SESSION_SHARE,
      memory: {
        place: 'node-cpu',
        totalBytes: totalmem() * MEMORY_SHARE,
        tensorBytes: Infinity,
      },
      nextTask,
    });
  }
  // onnxruntime refuses an empty list.
  const forced = cpuNodes.length === 0 ? {} : { forceCpuNodeNames: [...cpuNodes] };
  const runtime = createOrtRuntime(ort, {
    name: 'node-webgpu',
    sessionOptions: () => ({
      // Buffers as in ort-webgpu.ts.
      executionProviders: [{ name: 'webgpu', storageBufferCacheMode: 'bucket', ...forced }],
      logSeverityLevel: 3,
    }),
    sessionBudgetBytes: GPU_SESSION_BUDGET_BYTES,
    memory: {
      place: 'node-webgpu',
      totalBytes: GPU_SESSION_BUDGET_BYTES + GPU_WORK_BYTES,
      // The library does not tell.
      tensorBytes: Infinity,
    },
    hasDeviceMemory: true,
    nextTask,
  });
  return {
    ...runtime,
    createSession: (graph) => runtime.createSession(graph).catch(refuseWithoutGpu),
    createGraphSession: (graph) => runtime.createGraphSession(graph).catch(refuseWithoutGpu),
  };
}

function refuseWithoutGpu(thrown: unknown): never {
  const cause = thrown instanceof OnestepError ? thrown.technicalCause : undefined;
  if (cause === undefined || !NO_GPU.test(cause)) throw thrown;
  throw new OnestepError('gpu-unavailable', {}, cause);
}

/** Loaded late: on systems without a native build the import itself fails. */
async function importOrt(): Promise<OrtModule> {
  try {
    return await import('onnxruntime-node');
  } catch (thrown) {
    throw new OnestepError('engine-unavailable', {}, thrown);
  }
}
