/** Makes a large network on the disk, opens it as the engine worker does, and runs it once. */
import * as Comlink from 'comlink';
import { encodeModel } from '../../../models/convert/onnx/encode-model';
import { createWebGpuRuntime } from '../../../src/inference/browser/ort-webgpu';
import { webGpuFlavour } from '../../../src/inference/browser/webgpu-flavour';
import { createHandedSource } from '../../../src/inference/browser/worker-source';
import { sha256Hex } from '../../../src/inference/pack/digest';
import type { PackGraph } from '../../../src/inference/pack/latent-schema';
import type { LoadedPack } from '../../../src/inference/pack/load-pack';
import { openGraphFiles } from '../../../src/inference/pack/open-graph-files';
import { settle, type Outcome } from '../../../src/shared/outcome';

/** A matrix of 2048 × 2048 floats has 16 MiB; four of them fill a shard as the converter makes them. */
const SIDE = 2048;
const MATRICES_PER_SHARD = 4;
const MATRIX_BYTES = 4 * SIDE * SIDE;
const MODEL_FILE = 'chain.onnx';

export interface WeightsWorkerApi {
  readonly isJspi: boolean;
  make(shards: number): Promise<void>;
  run(ortWasm: Uint8Array, readsBlobs: boolean): Promise<Outcome<readonly number[]>>;
  /** Changes a byte of a shard, or deletes it. */
  spoil(shard: number, how: 'rot' | 'delete'): Promise<void>;
  /** Collects garbage all the time, from now on; for browsers started with `EXPOSED_GC`. */
  collectGarbage(): void;
}

declare const gc: () => void;
const COLLECT_EVERY_MS = 3;

const shardName = (index: number): string => `shard-${index}.bin`;
let graph: PackGraph | undefined;

const api: WeightsWorkerApi = {
  isJspi: webGpuFlavour() === 'jspi',

  async make(shards) {
    const folder = await navigator.storage.getDirectory();
    const described: { file: string; bytes: number; sha256: string }[] = [];
    for (let index = 0; index < shards; index++) {
      const bytes = new Uint8Array(randomMatrices(index).buffer);
      await write(folder, shardName(index), bytes);
      described.push({
        file: shardName(index),
        bytes: bytes.length,
        sha256: await sha256Hex(bytes),
      });
    }
    const model = chainOf(shards * MATRICES_PER_SHARD) as Uint8Array<ArrayBuffer>;
    await write(folder, MODEL_FILE, model);
    graph = {
      file: MODEL_FILE,
      bytes: model.length,
      sha256: await sha256Hex(model),
      shards: described,
      inputs: ['x'],
      outputs: ['y'],
    };
  },

  run: (ortWasm, readsBlobs) =>
    settle(async () => {
      const { file, shards, inputs, outputs } = graph!;
      const folder = await navigator.storage.getDirectory();
      const packBlobs: Record<string, Blob> = {};
      for (const name of [file, ...shards.map((shard) => shard.file)]) {
        const handle = await folder.getFileHandle(name).catch(() => null);
        if (handle !== null) packBlobs[name] = await handle.getFile();
      }
      const source = createHandedSource({ packFiles: {}, packBlobs }, { readsBlobs });
      const runtime = await createWebGpuRuntime(ortWasm, SINGLE_PRECISION);
      const files = await openGraphFiles(source, graph!);
      const session = await runtime.createGraphSession({ ...files, inputs, outputs });
      const { data } = await session.run([{ dims: [1, SIDE], data: onesOf(SIDE) }]);
      return [...data.subarray(0, 16)];
    }),

  async spoil(shard, how) {
    const folder = await navigator.storage.getDirectory();
    if (how === 'delete') return folder.removeEntry(shardName(shard));
    const handle = await folder.getFileHandle(shardName(shard));
    const writable = await handle.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position: 1000, data: Uint8Array.of(1, 2, 3) });
    await writable.close();
  },

  collectGarbage() {
    setInterval(gc, COLLECT_EVERY_MS);
  },
};

/** All that is asked of a pack before its networks are opened. */
const SINGLE_PRECISION = {
  kind: 'direct',
  description: { kind: 'direct', graph: { precision: 'fp32', bytes: MATRIX_BYTES } },
} as LoadedPack;

/** y = x · W₀ · W₁ · … */
function chainOf(length: number): Uint8Array {
  const steps = Array.from({ length }, (_, index) => index);
  const value = (index: number): string =>
    index === 0 ? 'x' : index === length ? 'y' : `x${index}`;
  const row = { type: 'float', shape: [1, SIDE] } as const;
  return encodeModel(
    {
      name: 'chain',
      inputs: [{ name: 'x', ...row }],
      outputs: [{ name: 'y', ...row }],
      nodes: steps.map((index) => ({
        op: 'MatMul',
        domain: '',
        name: `step-${index}`,
        inputs: [value(index), `w${index}`],
        outputs: [value(index + 1)],
        attributes: {},
      })),
    },
    steps.map((index) => ({
      name: `w${index}`,
      type: 'float',
      shape: [SIDE, SIDE],
      data: {
        kind: 'external',
        location: shardName(Math.floor(index / MATRICES_PER_SHARD)),
        offset: (index % MATRICES_PER_SHARD) * MATRIX_BYTES,
        length: MATRIX_BYTES,
      },
    })),
  );
}

/** Small enough that a chain of them does not overflow; the same for the same seed. */
function randomMatrices(seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array((MATRICES_PER_SHARD * MATRIX_BYTES) / 4);
  let state = seed + 1;
  for (let index = 0; index < values.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[index] = (state / 2 ** 32 - 0.5) * Math.sqrt(12 / SIDE);
  }
  return values;
}

function onesOf(length: number): Float32Array {
  return new Float32Array(length).fill(1);
}

async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writable.write(bytes);
  await writable.close();
}

Comlink.expose(api);
