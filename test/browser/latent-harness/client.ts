/** The page's side of an engine worker, reduced to what Playwright can call: bytes travel as base64. */
import * as Comlink from 'comlink';
import { webGpuFlavour, type WebGpuFlavour } from '../../../src/inference/browser/webgpu-flavour';
import type { EngineWorkerApi } from '../../../src/inference/browser/worker-api';
import type { EngineInfo, EnhanceOptions, StageDump } from '../../../src/inference/engine';
import type { Outcome } from '../../../src/shared/outcome';

export interface LatentClient {
  readonly flavour: WebGpuFlavour;
  /** Ends the worker before, if any. The pack's files are handed over as Blobs. */
  start(assets: {
    readonly worker: string;
    readonly ortWasm: string;
    readonly packFiles: Readonly<Record<string, string>>;
  }): Promise<Outcome<EngineInfo>>;
  enhance(bytes: string, options: EnhanceOptions): Promise<Outcome<EnhancedPicture>>;
}

export interface EnhancedPicture {
  readonly bytes: string;
  /** The stages of floats. */
  readonly stages: Readonly<Record<string, readonly number[]>>;
}

declare global {
  interface Window {
    latentClient: LatentClient;
  }
}

let worker: Worker | undefined;
let api: Comlink.Remote<EngineWorkerApi> | undefined;

window.latentClient = {
  flavour: webGpuFlavour(),

  async start(assets) {
    worker?.terminate();
    const url = URL.createObjectURL(new Blob([assets.worker], { type: 'text/javascript' }));
    worker = new Worker(url);
    api = Comlink.wrap<EngineWorkerApi>(worker);
    const packBlobs = Object.fromEntries(
      Object.entries(assets.packFiles).map(([path, file]) => [path, new Blob([toBytes(file)])]),
    );
    return api.start({ ortWasm: toBytes(assets.ortWasm), packFiles: {}, packBlobs });
  },

  async enhance(bytes, options) {
    let keepStages: (stages: StageDump) => void;
    const dumped = new Promise<StageDump>((resolve) => (keepStages = resolve));
    const outcome = await api!.enhance(
      1,
      toBytes(bytes),
      options,
      Comlink.proxy(() => undefined),
      Comlink.proxy((stages: StageDump) => keepStages(stages)),
    );
    if (!outcome.ok) return outcome;
    const value = { bytes: toBase64(outcome.value.bytes), stages: floatsOf(await dumped) };
    return { ok: true, value };
  },
};

function floatsOf(stages: StageDump): EnhancedPicture['stages'] {
  return Object.fromEntries(
    Object.entries(stages).flatMap(([name, { data }]) =>
      data instanceof Float32Array ? [[name, [...data]]] : [],
    ),
  );
}

function toBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
