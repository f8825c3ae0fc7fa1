/**
 * An engine worker without a network: it enlarges with a canvas, and it misbehaves on demand. The
 * panel's tests need slow, failing and dying engines, which the real one is not.
 */
import * as Comlink from 'comlink';
import type { EngineAssets, EngineWorkerApi } from '../../../src/inference/browser/worker-api';
import vocabulary from '../../../models/compact/train/vocabulary.json';
import type { ControlsInfo, EnhanceResult } from '../../../src/inference/engine';
import type { SerializedError } from '../../../src/shared/errors';
import type { Outcome } from '../../../src/shared/outcome';
import type { Vocabulary } from '../../../src/shared/prompt-vocabulary';

/** How the stub behaves; travels as the pack file `behaviour.json`, or in a picked pack. */
export interface StubBehaviour {
  readonly startError?: SerializedError;
  /** By the width of the source picture in pixels. */
  readonly jobs?: Readonly<Record<number, StubJob>>;
  /** Fails every picture and gives its prompt and controls as the cause. */
  readonly echoesPrompt?: boolean;
}

/** The pack.json of a pack that the stub can open. */
export interface StubPack {
  readonly title: string;
  readonly takesPrompt: boolean;
  /** None by default. */
  readonly controls?: ControlsInfo;
  readonly startMs?: number;
  readonly behaviour?: StubBehaviour;
}

export interface StubJob {
  readonly tiles?: number;
  readonly tileMs?: number;
  readonly error?: SerializedError;
  /** Dies after the first tile. */
  readonly crash?: boolean;
  /** Goes on without looking at a cancel. */
  readonly deaf?: boolean;
}

let behaviour: StubBehaviour = {};
const cancelled = new Set<number>();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (error: SerializedError): Outcome<never> => ({ ok: false, error });

const api: EngineWorkerApi = {
  start: async (assets) => {
    const pack = await readPack(assets);
    const { title, takesPrompt, controls = null, startMs, behaviour: given = {} } = pack;
    behaviour = given;
    await wait(startMs ?? 0);
    if (behaviour.startError) return fail(behaviour.startError);
    return {
      ok: true,
      value: {
        kind: takesPrompt && controls === null ? 'latent' : 'direct',
        runtime: 'wasm',
        packTitle: title,
        packVersion: '0.1.0',
        takesPrompt,
        controls,
      },
    };
  },
  tileLimits: () => ({}),
  enhance: async (jobId, bytes, options, onProgress) => {
    onProgress({ stage: 'decode', tilesDone: 0, tilesTotal: 0 });
    const source = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
    const job = behaviour.jobs?.[source.width] ?? {};
    const tilesTotal = job.tiles ?? 4;
    for (let tilesDone = 0; tilesDone < tilesTotal; tilesDone++) {
      onProgress({ stage: 'restore', tilesDone, tilesTotal });
      await wait(job.tileMs ?? 5);
      if (job.error) return fail(job.error);
      if (behaviour.echoesPrompt) {
        const { prompt, controls } = options;
        const cause = `prompt: ${prompt}${controls ? `; ${JSON.stringify(controls)}` : ''}`;
        return fail({ code: 'internal', details: {}, cause });
      }
      if (job.crash) {
        setTimeout(() => {
          throw new Error('RuntimeError: memory access out of bounds');
        });
        await wait(60_000);
      }
      if (cancelled.has(jobId) && !job.deaf) return fail({ code: 'cancelled', details: {} });
    }
    onProgress({ stage: 'restore', tilesDone: tilesTotal, tilesTotal });
    onProgress({ stage: 'encode', tilesDone: tilesTotal, tilesTotal });
    const result = await enlarge(source, options.scale, options.maxSidePx);
    return { ok: true, value: Comlink.transfer(result, [result.bytes.buffer]) };
  },
  cancel: (jobId) => {
    cancelled.add(jobId);
  },
};

async function readPack({ packFiles, packBlobs }: EngineAssets): Promise<StubPack> {
  const picked = await packBlobs?.['pack.json']?.text();
  if (picked !== undefined) return JSON.parse(picked) as StubPack;
  const stored = new TextDecoder().decode(packFiles['behaviour.json']);
  return {
    title: 'Onestep Compact',
    takesPrompt: true,
    controls: { vocabulary: vocabulary as Vocabulary },
    behaviour: JSON.parse(stored) as StubBehaviour,
  };
}

async function enlarge(
  source: ImageBitmap,
  wanted: number,
  maxSidePx: number,
): Promise<EnhanceResult> {
  const scale = Math.min(wanted, maxSidePx / Math.max(source.width, source.height));
  const canvas = new OffscreenCanvas(
    Math.round(source.width * scale),
    Math.round(source.height * scale),
  );
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  // Something an eye can tell from the source in a screenshot.
  context.filter = 'contrast(1.25) saturate(1.3)';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return {
    bytes: new Uint8Array(await blob.arrayBuffer()),
    format: 'png',
    width: canvas.width,
    height: canvas.height,
    sourceWidth: source.width,
    sourceHeight: source.height,
    scale: canvas.width / source.width,
    capped: scale < wanted,
    promptReading: null,
  };
}

Comlink.expose(api);
