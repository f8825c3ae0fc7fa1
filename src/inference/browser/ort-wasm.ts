import * as ort from 'onnxruntime-web/wasm';
import type { ModelRuntime } from '../runtime/model-session';
import { createOrtRuntime } from '../runtime/ort-runtime';
import { WASM_ATTENTION_STEPS } from '../tiles/memory-model';
import { nextTask } from './next-task';

/** wasm has at most 4 GiB, of which networks and what they compute need about half each. */
const SESSION_BUDGET_BYTES = 1.5 * 2 ** 30;
/** Less than the 4 GiB by what lies between the pieces. A tensor needs one piece. */
const MEMORY = {
  place: 'wasm',
  totalBytes: 3.5 * 2 ** 30,
  tensorBytes: 2 ** 30,
  attentionSteps: WASM_ATTENTION_STEPS,
};

/**
 * onnxruntime's wasm build on one thread: the plugin's frame has neither shared memory nor any
 * address to load a file from, so the binary comes from the page.
 *
 * @param wasmBinary `ort-wasm-simd-threaded.wasm`
 */
export function createWasmRuntime(wasmBinary: Uint8Array): ModelRuntime {
  ort.env.wasm.wasmBinary = wasmBinary;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  return createOrtRuntime(ort, {
    name: 'wasm',
    sessionOptions: () => ({ executionProviders: ['wasm'], logSeverityLevel: 3 }),
    sessionBudgetBytes: SESSION_BUDGET_BYTES,
    memory: MEMORY,
    nextTask,
  });
}
