/**
 * Runs in Chromium: the engine as the plugin's worker has it, with a watch on its codec, so that one
 * run gives the time with and without decoding and encoding.
 */
import * as Comlink from 'comlink';
import { createBrowserCodec } from '../../../../src/inference/browser/codec';
import { createWasmRuntime } from '../../../../src/inference/browser/ort-wasm';
import { createWebGpuRuntime } from '../../../../src/inference/browser/ort-webgpu';
import type { EngineAssets } from '../../../../src/inference/browser/worker-api';
import type { Engine } from '../../../../src/inference/engine';
import type { ImageCodec } from '../../../../src/inference/image/codec';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import { createEngine } from '../../../../src/inference/pipeline/create-engine';

/** Where networks run. */
export type BrowserProvider = 'wasm' | 'webgpu';

/** Milliseconds. */
export interface EngineTimes {
  /** From pixels to pixels: tiles, network, checks. */
  readonly restore: number;
  /** From encoded bytes to encoded bytes. */
  readonly whole: number;
}

export interface EngineWorker {
  start(assets: EngineAssets, provider: BrowserProvider): Promise<void>;
  time(bytes: Uint8Array, scale: number): Promise<EngineTimes>;
}

let engine: Engine;
let codecMs = 0;

const worker: EngineWorker = {
  async start({ ortWasm, packFiles }, provider) {
    const pack = await loadPack(createMemorySource(packFiles));
    const runtime =
      provider === 'wasm' ? createWasmRuntime(ortWasm) : await createWebGpuRuntime(ortWasm, pack);
    engine = await createEngine(pack, runtime, watched(createBrowserCodec()));
  },

  async time(bytes, scale) {
    codecMs = 0;
    const start = performance.now();
    await engine.enhance(bytes, { scale, maxSidePx: 4096, format: 'png' });
    const whole = performance.now() - start;
    return { restore: whole - codecMs, whole };
  },
};

Comlink.expose(worker);

function watched(codec: ImageCodec): ImageCodec {
  return {
    decode: (bytes) => watch(() => codec.decode(bytes)),
    encode: (raster, format, quality) => watch(() => codec.encode(raster, format, quality)),
  };
}

async function watch<T>(work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    codecMs += performance.now() - start;
  }
}
