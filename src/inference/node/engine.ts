import { totalmem } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { OnestepError } from '../../shared/errors';
import type { Engine } from '../engine';
import { loadPack } from '../pack/load-pack';
import { createEngine } from '../pipeline/create-engine';
import type { ModelRuntime } from '../runtime/model-session';
import { createOrtRuntime, type OrtModule } from '../runtime/ort-runtime';
import { createNodeCodec } from './codec';
import { createFolderSource } from './pack-source';

/**
 * The engine of the command line: a pack from a folder, on the native onnxruntime.
 *
 * @param packFolder folder that holds pack.json
 * @throws OnestepError with a `pack-*` or `engine-*` code
 */
export async function createNodeEngine(packFolder: string): Promise<Engine> {
  const pack = await loadPack(createFolderSource(packFolder));
  return createEngine(pack, await createNodeRuntime(), createNodeCodec());
}

/** Share of the machine's memory that open networks may take; the rest is for what they compute. */
const SESSION_SHARE = 1 / 4;

async function createNodeRuntime(): Promise<ModelRuntime> {
  return createOrtRuntime(await importOrt(), {
    name: 'node-cpu',
    // Threads are left to onnxruntime, which takes one for each physical core.
    sessionOptions: { executionProviders: ['cpu'], logSeverityLevel: 3 },
    sessionBudgetBytes: totalmem() * SESSION_SHARE,
    nextTask: async () => {
      await setImmediate();
    },
  });
}

/** Loaded late: on systems without a native build the import itself fails. */
async function importOrt(): Promise<OrtModule> {
  try {
    return await import('onnxruntime-node');
  } catch (thrown) {
    throw new OnestepError('engine-unavailable', {}, thrown);
  }
}
