/**
 * The engine goes wrong at any tile of any picture: a real client and run that look one picture ahead,
 * with workers that fail.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WorkerHandle } from '../../../src/inference/browser/connect-worker';
import type { EnhanceResult } from '../../../src/inference/engine';
import { JobLine } from '../../../src/inference/pipeline/job-line';
import type { Outcome } from '../../../src/shared/outcome';
import type { ErrorCode } from '../../../src/shared/errors';
import type { EmbeddedAssets } from '../../../src/ui/engine/embedded-assets';
import { createEmbeddedPlace } from '../../../src/ui/engine/embedded-place';
import { createEngineClient } from '../../../src/ui/engine/engine-client';
import { runPictures } from '../../../src/ui/run/run-controller';
import type { Run } from '../../../src/ui/run/run-state';
import { INITIAL_STATE } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { createStore } from '../../../src/ui/state/store';
import { COMPACT, fakeSandbox, picture, resultFor, RUN_OPTIONS } from './fakes';

const ASSETS: EmbeddedAssets = {
  names: () => ['engine-worker.js', 'ort.wasm', 'compact/pack.json'],
  read: async (name) => new TextEncoder().encode(name),
};
const TILES = 4;
const TILE_MS = 100;
const NAMES = ['a', 'b', 'c'];
const never = new Promise<never>(() => undefined);

type Fault = (
  result: EnhanceResult,
  die: (cause: string) => void,
) => Outcome<EnhanceResult> | Promise<Outcome<EnhanceResult>>;

const refusal =
  (code: ErrorCode): Fault =>
  () => ({ ok: false, error: { code, details: {} } });
const answer =
  (changes: Partial<EnhanceResult>): Fault =>
  (result) => ({ ok: true, value: { ...result, ...changes } });

interface FaultCase {
  readonly name: string;
  readonly fault: Fault;
  readonly code: ErrorCode;
  /** The worker is of no use any more. */
  readonly killsWorker: boolean;
}

const FAULTS: readonly FaultCase[] = [
  {
    name: 'dies',
    fault: (_, die) => {
      die('memory access out of bounds');
      return never;
    },
    code: 'engine-crashed',
    killsWorker: true,
  },
  {
    name: 'breaks the connection',
    fault: () => Promise.reject(new Error('gone')),
    code: 'engine-crashed',
    killsWorker: true,
  },
  { name: 'falls silent', fault: () => never, code: 'engine-crashed', killsWorker: true },
  {
    name: 'runs out of memory',
    fault: refusal('engine-memory'),
    code: 'engine-memory',
    killsWorker: true,
  },
  {
    name: 'gives a picture of another shape',
    fault: answer({ width: 400, height: 400 }),
    code: 'result-invalid',
    killsWorker: false,
  },
  {
    name: 'gives a smaller picture',
    fault: answer({ width: 50, height: 25 }),
    code: 'result-invalid',
    killsWorker: false,
  },
  {
    name: 'gives a picture that Figma does not take',
    fault: answer({ width: 8000, height: 4000 }),
    code: 'result-invalid',
    killsWorker: false,
  },
  {
    name: 'gives no bytes',
    fault: answer({ bytes: new Uint8Array() }),
    code: 'result-invalid',
    killsWorker: false,
  },
];

/** Three pictures; the engine goes wrong at one tile of one of them, once or whenever it comes to it. */
async function runWith(fault: Fault, at: { picture: number; tile: number }, always = false) {
  let faults = 0;
  let jobs = 0;
  const workers: { terminated: boolean }[] = [];
  const place = createEmbeddedPlace(ASSETS, () => {
    let die: (cause: string) => void = () => undefined;
    const died = new Promise<string>((resolve) => (die = resolve));
    const worker = { terminated: false };
    const line = new JobLine();
    workers.push(worker);
    const handle: WorkerHandle = {
      start: async () => ({ ok: true, value: COMPACT }),
      cancel: async () => undefined,
      tileLimits: async () => ({}),
      died,
      terminate: () => {
        worker.terminated = true;
      },
      enhance: async (_jobId, bytes, options, onProgress) => {
        const isFaulty = bytes[0] === at.picture && (always || faults === 0);
        jobs += 1;
        const turn = await line.enter(1, undefined);
        return turn.inNetwork(async () => {
          for (let tilesDone = 0; tilesDone < TILES; tilesDone++) {
            onProgress({ stage: 'restore', tilesDone, tilesTotal: TILES });
            await new Promise((resolve) => setTimeout(resolve, TILE_MS));
            if (isFaulty && tilesDone === at.tile) {
              faults += 1;
              return fault(resultFor(bytes, options), die);
            }
          }
          turn.leave();
          return { ok: true, value: resultFor(Uint8Array.from(bytes), options) };
        });
      },
    };
    return handle;
  });
  const sandbox = fakeSandbox({
    'picture/read': ({ imageHash }) => ({ bytes: Uint8Array.of(NAMES.indexOf(imageHash)) }),
  });
  const store = createStore(reduce, INITIAL_STATE);
  const pictures = NAMES.map((name) => picture(name));
  store.dispatch({ type: 'run/started', pictures, options: RUN_OPTIONS, nowMs: 0 });
  const engine = createEngineClient([place]);
  const carryOut = async (): Promise<void> => {
    const finished = runPictures({ store, rpc: sandbox.rpc, engine, nowMs: () => Date.now() });
    // More than the longest silence, twice.
    await vi.advanceTimersByTimeAsync(8 * 60_000);
    await finished;
  };
  await carryOut();
  const run = (): Run => store.get().run!;
  return { sandbox, store, run, carryOut, workers, jobs: () => jobs };
}

describe.each(FAULTS)('an engine that $name', ({ fault, code, killsWorker }) => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const places = NAMES.flatMap((_, index) =>
    Array.from({ length: TILES }, (_unused, tile) => ({ picture: index, tile })),
  );

  test.each(places)('at tile $tile of picture $picture costs only that picture', async (at) => {
    const { run, sandbox, workers } = await runWith(fault, at, true);
    const faulty = NAMES[at.picture]!;
    const others = NAMES.filter((name) => name !== faulty);
    expect(run().status).toBe('finished');
    for (const {
      picture: { imageHash },
      phase,
    } of run().items) {
      if (imageHash === faulty) expect(phase).toMatchObject({ status: 'failed', error: { code } });
      else expect(phase.status).toBe('done');
    }
    const writes = sandbox.calls.filter((call) => call.startsWith('picture/write'));
    expect(writes).toEqual(others.map((name) => `picture/write ${name}`));
    expect(sandbox.calls.filter((call) => call === 'run/commit')).toHaveLength(1);
    expect(sandbox.calls.at(-1)).toBe('run/commit');
    expect(workers[0]?.terminated).toBe(killsWorker);
    // The picture that was on it as well is not to blame, which the second death has shown.
    const hadCompany = at.picture < NAMES.length - 1;
    expect(workers).toHaveLength(killsWorker && hadCompany ? 3 : 1);
  });

  test.each(places)('once at tile $tile of picture $picture', async (at) => {
    const { run, sandbox, workers } = await runWith(fault, at);
    const isRetried = killsWorker && at.picture < NAMES.length - 1;
    const done = NAMES.filter((_, index) => isRetried || index !== at.picture);
    expect(run().items.filter(({ phase }) => phase.status === 'done')).toHaveLength(done.length);
    const writes = sandbox.calls.filter((call) => call.startsWith('picture/write'));
    expect(writes).toEqual(done.map((name) => `picture/write ${name}`));
    expect(workers).toHaveLength(isRetried ? 2 : 1);
  });

  test('is asked again only when the user asks', async () => {
    const { run, store, carryOut, jobs } = await runWith(fault, { picture: 1, tile: 2 }, true);
    // Both that were on an engine which died are tried once more.
    const jobsBefore = killsWorker ? 5 : 3;
    expect(jobs()).toBe(jobsBefore);
    store.dispatch({ type: 'items/queued', imageHashes: ['b'], nowMs: Date.now() });
    await carryOut();
    expect(jobs()).toBe(jobsBefore + 1);
    expect(run().status).toBe('finished');
    expect(run().items.map(({ phase }) => phase.status)).toEqual(['done', 'failed', 'done']);
  });

  test('gives the picture after all when it has recovered', async () => {
    const { run, store, carryOut } = await runWith(fault, { picture: 2, tile: 0 });
    store.dispatch({ type: 'items/queued', imageHashes: ['c'], nowMs: Date.now() });
    await carryOut();
    expect(run().items.map(({ phase }) => phase.status)).toEqual(['done', 'done', 'done']);
    expect(run().undoSteps).toBe(2);
  });
});
