import { setImmediate } from 'node:timers/promises';
import * as ort from 'onnxruntime-node';
import type {
  Engine,
  EnhanceHooks,
  EnhanceOptions,
  EnhanceResult,
} from '../../../../src/inference/engine';
import type { Raster } from '../../../../src/inference/image/raster';
import { createNodeCodec } from '../../../../src/inference/node/codec';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import { createEngine } from '../../../../src/inference/pipeline/create-engine';
import type {
  ColourPlanes,
  ModelRuntime,
  ModelSession,
  NetworkRun,
} from '../../../../src/inference/runtime/model-session';
import { UNLIMITED } from '../../../../src/inference/tiles/memory-model';
import { createOrtRuntime } from '../../../../src/inference/runtime/ort-runtime';
import { describePack, packFiles, type PackFiles, type TestPack } from './packs';

const codec = createNodeCodec();

export function createTestRuntime(): ModelRuntime {
  return createOrtRuntime(ort, {
    name: 'node-cpu',
    sessionOptions: () => ({
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
      intraOpNumThreads: 1,
    }),
    sessionBudgetBytes: 2 ** 30,
    memory: UNLIMITED,
    nextTask: async () => {
      await setImmediate();
    },
  });
}

/** A runtime whose networks call `onRun` before they run; what it throws, the network throws. */
export function watchedRuntime(
  onRun: (input: ColourPlanes, wanted: Pick<NetworkRun, 'output' | 'condition'>) => void,
): ModelRuntime {
  const runtime = createTestRuntime();
  const watch = (session: ModelSession): ModelSession => ({
    run: async (input, wanted) => {
      onRun(input, wanted);
      return session.run(input, wanted);
    },
    release: () => session.release(),
  });
  return { ...runtime, createSession: async (graph) => watch(await runtime.createSession(graph)) };
}

export async function engineOf(files: PackFiles, runtime = createTestRuntime()): Promise<Engine> {
  return createEngine(await loadPack(createMemorySource(files)), runtime, codec);
}

export function testEngine(pack: TestPack, runtime?: ModelRuntime): Promise<Engine> {
  return engineOf(packFiles(describePack(pack), pack.graph), runtime);
}

export const encodePng = (raster: Raster): Promise<Uint8Array> => codec.encode(raster, 'png');

export interface EnhancedPicture extends EnhanceResult {
  readonly raster: Raster;
}

/** Takes a picture through an engine by way of PNG files. */
export async function enhanceRaster(
  engine: Engine,
  source: Raster,
  options: Partial<EnhanceOptions> = {},
  hooks?: EnhanceHooks,
): Promise<EnhancedPicture> {
  const bytes = await encodePng(source);
  const all = { scale: 4, maxSidePx: 4096, format: 'png', ...options } as const;
  const result = await engine.enhance(bytes, all, hooks);
  return { ...result, raster: await codec.decode(result.bytes) };
}
