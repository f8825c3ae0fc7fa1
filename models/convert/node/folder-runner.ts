import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UNLIMITED } from '../../../src/inference/tiles/memory-model';
import { createOrtRuntime } from '../../../src/inference/runtime/ort-runtime';
import type { ModelRuntime } from '../../../src/inference/runtime/model-session';
import { OnestepError } from '../../../src/shared/errors';
import type { GraphRunner } from '../pack/graph-runner';

/**
 * Weights stay in their files, mapped into memory, and are used where they lie: a network of
 * gigabytes runs once, slowly, without being copied or converted as a whole.
 */
const SESSION_OPTIONS = {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'disabled',
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 3,
  extra: { session: { disable_prepacking: '1' } },
} as const;

/** Runs graphs of the pack in `folder` on the native onnxruntime. */
export function createFolderRunner(folder: string): GraphRunner {
  let runtime: Promise<ModelRuntime> | undefined;
  return {
    async open({ file, inputs, outputs }) {
      runtime ??= createRuntime();
      // onnxruntime finds the shards by their names beside the file.
      const model = join(folder, file);
      return (await runtime).createGraphSession({ model, shards: [], inputs, outputs });
    },
  };
}

/** Loaded late: on systems without a native build the import itself fails. */
async function createRuntime(): Promise<ModelRuntime> {
  const ort = await import('onnxruntime-node').catch((thrown: unknown) => {
    throw new OnestepError('engine-unavailable', {}, thrown);
  });
  return createOrtRuntime(ort, {
    name: 'node-cpu',
    sessionOptions: () => SESSION_OPTIONS,
    sessionBudgetBytes: Infinity,
    memory: UNLIMITED,
    nextTask: async () => {
      await setImmediate();
    },
  });
}
