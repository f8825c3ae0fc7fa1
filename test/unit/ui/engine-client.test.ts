import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EngineAssets } from '../../../src/inference/browser/worker-api';
import type { Outcome } from '../../../src/shared/outcome';
import type { EnhanceOptions, EnhanceResult } from '../../../src/inference/engine';
import type { EmbeddedAssets } from '../../../src/ui/engine/embedded-assets';
import { createEmbeddedPlace } from '../../../src/ui/engine/embedded-place';
import { CANCEL_LIMIT_MS } from '../../../src/ui/engine/engine-at-work';
import { createEngineClient } from '../../../src/ui/engine/engine-client';
import type { WorkerHandle } from '../../../src/inference/browser/connect-worker';
import type { WorkerAddress } from '../../../src/ui/engine/worker-host';
import { COMPACT, OSEDIFF, resultFor } from './fakes';

const OPTIONS: EnhanceOptions = { scale: 2, maxSidePx: 4096, format: 'auto' };
const BYTES = Uint8Array.of(1, 2, 3);
const ASSETS: EmbeddedAssets = {
  names: () => ['engine-worker.js', 'ort.wasm', 'compact/pack.json', 'compact/x4.onnx'],
  read: async (name) => new TextEncoder().encode(name),
};

interface FakeWorker extends WorkerHandle {
  readonly address: WorkerAddress;
  readonly cancelled: number[];
  terminated: boolean;
  die(cause: string): void;
}

type Script = Partial<Pick<WorkerHandle, 'start' | 'enhance'>> & { diesAtStart?: string };

function setUp(...scripts: Script[]) {
  const workers: FakeWorker[] = [];
  const embedded = createEmbeddedPlace(ASSETS, (address) => {
    const script = scripts[workers.length] ?? {};
    let die: (cause: string) => void = () => undefined;
    const died = new Promise<string>((resolve) => (die = resolve));
    const worker: FakeWorker = {
      address,
      cancelled: [],
      terminated: false,
      die,
      died,
      start: script.start ?? (async () => ({ ok: true, value: COMPACT })),
      enhance:
        script.enhance ??
        (async (_id, bytes, options) => ({ ok: true, value: resultFor(bytes, options) })),
      tileLimits: async () => ({}),
      cancel: async (jobId) => {
        worker.cancelled.push(jobId);
      },
      terminate: () => {
        worker.terminated = true;
      },
    };
    if (script.diesAtStart !== undefined) {
      worker.start = () => new Promise(() => undefined);
      die(script.diesAtStart);
    }
    workers.push(worker);
    return worker;
  });
  const engine = createEngineClient([embedded]);
  const enhance = (signal = new AbortController().signal): Promise<EnhanceResult> =>
    engine.enhance(BYTES, OPTIONS, { signal, onProgress: () => undefined });
  return { engine, workers, enhance };
}

const never = (): Promise<Outcome<EnhanceResult>> => new Promise(() => undefined);

describe('the engine client', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('starts one worker for many callers and hands it the pack by its own paths', async () => {
    let packPaths: string[] = [];
    const { engine, workers, enhance } = setUp({
      start: async ({ packFiles }) => {
        packPaths = Object.keys(packFiles);
        return { ok: true, value: COMPACT };
      },
    });
    const [first, second] = await Promise.all([engine.start(), engine.start()]);
    await enhance();
    expect(first).toEqual(COMPACT);
    expect(second).toEqual(COMPACT);
    expect(workers).toHaveLength(1);
    expect(packPaths).toEqual(['pack.json', 'x4.onnx']);
  });

  test('tries a data: worker where a blob: worker does not start', async () => {
    const { engine, workers } = setUp({ diesAtStart: 'not allowed' });
    await engine.start();
    expect(workers.map((worker) => worker.address)).toEqual(['blob', 'data']);
    expect(workers[0]?.terminated).toBe(true);
  });

  test('names both causes when neither starts, and can be tried again', async () => {
    const { engine, workers } = setUp({ diesAtStart: 'one' }, { diesAtStart: 'two' });
    await expect(engine.start()).rejects.toMatchObject({
      code: 'engine-unavailable',
      technicalCause: 'blob: one; data: two',
    });
    await engine.start();
    expect(workers).toHaveLength(3);
  });

  test('passes a refusal of the pack on without trying another worker', async () => {
    const { engine, workers } = setUp({
      start: async () => ({ ok: false, error: { code: 'pack-self-test', details: {} } }),
    });
    await expect(engine.start()).rejects.toMatchObject({ code: 'pack-self-test' });
    expect(workers).toHaveLength(1);
    expect(workers[0]?.terminated).toBe(true);
  });

  test('gives up on a worker that never answers its start', async () => {
    const { engine, workers } = setUp({ start: () => new Promise(() => undefined) });
    const start = expect(engine.start()).rejects.toMatchObject({ code: 'engine-unavailable' });
    await vi.advanceTimersByTimeAsync(90_000);
    await start;
    expect(workers[0]?.terminated).toBe(true);
  });

  describe('opening a pack from the disk', () => {
    const PACK = { 'pack.json': new Blob(['{}']) };
    const signal = new AbortController().signal;
    const startsOsediff: Script = { start: async () => ({ ok: true, value: OSEDIFF }) };

    test('hands its files over unread, and stops the engine it replaces', async () => {
      const given: EngineAssets[] = [];
      const { engine, workers, enhance } = setUp(
        {},
        {
          start: async (assets) => {
            given.push(assets);
            return { ok: true, value: OSEDIFF };
          },
        },
      );
      await engine.start();
      expect(await engine.open(PACK, signal)).toEqual(OSEDIFF);
      expect(given).toEqual([
        { ortWasm: new TextEncoder().encode('ort.wasm'), packFiles: {}, packBlobs: PACK },
      ]);
      await vi.advanceTimersByTimeAsync(0);
      expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
      expect(await engine.start()).toEqual(OSEDIFF);
      await enhance();
      expect(workers).toHaveLength(2);
    });

    test('that is refused, leaves the one in use as it is', async () => {
      const { engine, workers, enhance } = setUp(
        {},
        {
          start: async () => ({
            ok: false,
            error: { code: 'pack-checksum', details: { file: 'unet.onnx' } },
          }),
        },
      );
      await engine.start();
      await expect(engine.open(PACK, signal)).rejects.toMatchObject({ code: 'pack-checksum' });
      expect(workers.map((worker) => worker.terminated)).toEqual([false, true]);
      expect(await engine.start()).toEqual(COMPACT);
      await enhance();
      expect(workers).toHaveLength(2);
    });

    test('may take long, and is given up when the user cancels it', async () => {
      const { engine, workers } = setUp({}, { start: () => new Promise(() => undefined) });
      await engine.start();
      const abort = new AbortController();
      const opening = expect(engine.open(PACK, abort.signal)).rejects.toMatchObject({
        code: 'cancelled',
      });
      await vi.advanceTimersByTimeAsync(10 * 60_000);
      expect(workers[1]?.terminated).toBe(false);
      abort.abort();
      await opening;
      expect(workers.map((worker) => worker.terminated)).toEqual([false, true]);
    });

    test('is used again by a worker that takes the place of one that died', async () => {
      const given: EngineAssets[] = [];
      const again: Script = {
        start: async (assets) => {
          given.push(assets);
          return { ok: true, value: OSEDIFF };
        },
      };
      const { engine, workers } = setUp(startsOsediff, again);
      await engine.open(PACK, signal);
      workers[0]?.die('out of bounds');
      await vi.advanceTimersByTimeAsync(0);
      expect(await engine.start()).toEqual(OSEDIFF);
      expect(given[0]?.packBlobs).toBe(PACK);
    });

    test('gives way to the pack inside the plugin on demand', async () => {
      const { engine, workers } = setUp(startsOsediff, {});
      await engine.open(PACK, signal);
      expect(await engine.open(null, signal)).toEqual(COMPACT);
      await vi.advanceTimersByTimeAsync(0);
      expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
    });
  });

  test('reports a crash in a job and uses a new worker for the next', async () => {
    const { workers, enhance } = setUp({ enhance: never });
    const job = expect(enhance()).rejects.toMatchObject({
      code: 'engine-crashed',
      technicalCause: 'out of bounds',
    });
    await vi.advanceTimersByTimeAsync(0);
    workers[0]?.die('out of bounds');
    await job;
    await enhance();
    expect(workers).toHaveLength(2);
  });

  test('notices a crash between two jobs', async () => {
    const { engine, workers, enhance } = setUp();
    await engine.start();
    workers[0]?.die('gone');
    await vi.advanceTimersByTimeAsync(0);
    await enhance();
    expect(workers).toHaveLength(2);
  });

  test('keeps a worker whose picture was bad, replaces one that ran out of memory', async () => {
    const answers: Outcome<EnhanceResult>[] = [
      { ok: false, error: { code: 'image-truncated', details: {} } },
      { ok: false, error: { code: 'engine-memory', details: {} } },
    ];
    const { workers, enhance } = setUp({ enhance: async () => answers.shift() ?? never() });
    await expect(enhance()).rejects.toMatchObject({ code: 'image-truncated' });
    await expect(enhance()).rejects.toMatchObject({ code: 'engine-memory' });
    expect(workers).toHaveLength(1);
    expect(workers[0]?.terminated).toBe(true);
    await enhance();
    expect(workers).toHaveLength(2);
  });

  test('cancels a job between its tiles and keeps the worker', async () => {
    let answer: (outcome: Outcome<EnhanceResult>) => void = () => undefined;
    const { workers, enhance } = setUp({
      enhance: () => new Promise((resolve) => (answer = resolve)),
    });
    const abort = new AbortController();
    const job = expect(enhance(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    answer({ ok: false, error: { code: 'cancelled', details: {} } });
    await job;
    expect(workers[0]?.cancelled).toEqual([1]);
    expect(workers[0]?.terminated).toBe(false);
  });

  test('stops a worker that does not answer a cancel, and starts another when needed', async () => {
    const { workers, enhance } = setUp({ enhance: never });
    const abort = new AbortController();
    const job = expect(enhance(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    await vi.advanceTimersByTimeAsync(CANCEL_LIMIT_MS - 1);
    expect(workers[0]?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await job;
    expect(workers[0]?.terminated).toBe(true);
    await enhance();
    expect(workers).toHaveLength(2);
  });

  describe('with two pictures', () => {
    const started = () => vi.advanceTimersByTimeAsync(0);
    /** A script whose jobs say something now and then, and answer when the test says so. */
    function talking() {
      const seen: number[] = [];
      const answers: ((outcome: Outcome<EnhanceResult>) => void)[] = [];
      const timers: ReturnType<typeof setInterval>[] = [];
      const script: Script = {
        enhance: (_id, bytes, _options, onProgress) =>
          new Promise((resolve) => {
            seen.push(bytes[0]!);
            answers.push(resolve);
            // Only the first is in the network.
            if (seen.length > 1) return;
            timers.push(
              setInterval(
                () => onProgress({ stage: 'restore', tilesDone: 1, tilesTotal: 999 }),
                60_000,
              ),
            );
          }),
      };
      return { script, seen, answers, stop: () => timers.forEach(clearInterval) };
    }
    const done = (): Outcome<EnhanceResult> => ({ ok: true, value: resultFor(BYTES, OPTIONS) });

    test('that both were on a worker which died, tries each again alone, in order', async () => {
      const first = talking();
      const second = talking();
      const { engine, workers } = setUp(first.script, second.script);
      const both = [1, 2].map((byte) =>
        engine.enhance(Uint8Array.of(byte), OPTIONS, {
          signal: new AbortController().signal,
          onProgress: () => undefined,
        }),
      );
      await started();
      expect(first.seen).toEqual([1, 2]);
      workers[0]?.die('out of bounds');
      await started();
      expect(second.seen).toEqual([1]);
      second.answers[0]!(done());
      await started();
      expect(second.seen).toEqual([1, 2]);
      second.answers[1]!(done());
      expect(await Promise.all(both)).toHaveLength(2);
      expect(workers).toHaveLength(2);
    });

    test('takes what one says as a sign of life for both', async () => {
      const { script, answers, stop } = talking();
      const { workers, enhance } = setUp(script);
      const both = [enhance(), enhance()];
      await vi.advanceTimersByTimeAsync(20 * 60_000);
      expect(workers[0]?.terminated).toBe(false);
      stop();
      for (const answer of answers) answer(done());
      await Promise.all(both);
    });

    test('lets go of the one behind at once when it is cancelled, and keeps the worker', async () => {
      const { script, answers, stop } = talking();
      const { workers, enhance } = setUp(script);
      const abort = new AbortController();
      const first = enhance();
      const second = expect(enhance(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
      await started();
      abort.abort();
      await second;
      expect(workers[0]?.cancelled).toEqual([2]);
      await vi.advanceTimersByTimeAsync(2 * CANCEL_LIMIT_MS);
      stop();
      answers[0]!(done());
      await first;
      expect(workers).toHaveLength(1);
      expect(workers[0]?.terminated).toBe(false);
    });

    test('tries the second again when the first had to be stopped by force', async () => {
      const { script, stop } = talking();
      const { workers, enhance } = setUp(script);
      const abort = new AbortController();
      const first = expect(enhance(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
      const second = enhance();
      await started();
      abort.abort();
      await vi.advanceTimersByTimeAsync(CANCEL_LIMIT_MS);
      stop();
      await first;
      await second;
      expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    });
  });

  test('does not wait for a start when cancelled meanwhile', async () => {
    const { enhance } = setUp({ start: () => new Promise(() => undefined) });
    const abort = new AbortController();
    const job = expect(enhance(abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    await job;
  });
});
