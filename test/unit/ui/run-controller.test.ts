import { describe, expect, test, vi } from 'vitest';
import { OnestepError } from '../../../src/shared/errors';
import type { Picture, WriteOutcome } from '../../../src/shared/protocol';
import type { EngineClient } from '../../../src/ui/engine/engine-client';
import { runPictures } from '../../../src/ui/run/run-controller';
import type { RunOptions } from '../../../src/ui/run/run-options';
import type { Run } from '../../../src/ui/run/run-state';
import { INITIAL_STATE } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { createStore } from '../../../src/ui/state/store';
import { pictureUse } from '../../support/picture-use';
import {
  failWith,
  fakeEngine,
  fakeSandbox,
  picture,
  resultFor,
  RUN_OPTIONS,
  settle,
  succeed,
  untilCancelled,
  type FakeJob,
  type FakeSandbox,
} from './fakes';

function run(
  pictures: Picture[],
  sandbox: FakeSandbox,
  engine: Pick<EngineClient, 'enhance'>,
  options: Partial<RunOptions> = {},
) {
  const store = createStore(reduce, INITIAL_STATE);
  store.dispatch({
    type: 'run/started',
    pictures,
    options: { ...RUN_OPTIONS, ...options },
    nowMs: 0,
  });
  const carryOut = (): Promise<void> =>
    runPictures({ store, rpc: sandbox.rpc, engine, nowMs: () => Date.now() });
  const finished = carryOut();
  const current = (): Run => store.get().run!;
  const statuses = (): string[] => current().items.map((item) => item.phase.status);
  const cancel = (): void => store.dispatch({ type: 'run/cancelling' });
  return { ...store, finished, carryOut, current, statuses, cancel };
}

const commits = (sandbox: FakeSandbox): number =>
  sandbox.calls.filter((call) => call === 'run/commit').length;

describe('a run', () => {
  test('handles one picture after another and commits once at the end', async () => {
    const sandbox = fakeSandbox();
    const { finished, statuses, current } = run(
      [picture('a'), picture('b')],
      sandbox,
      fakeEngine(succeed),
    );
    await finished;
    expect(sandbox.calls).toEqual([
      'picture/read a',
      'picture/read b',
      'picture/write a',
      'picture/write b',
      'run/commit',
    ]);
    expect(statuses()).toEqual(['done', 'done']);
    expect(current()).toMatchObject({ status: 'finished', commitError: null });
  });

  test('asks for what Figma takes, and writes what the engine made to every use', async () => {
    const seen: unknown[] = [];
    const identity = { styleId: null, includesHidden: false, target: 'layer' };
    const shared = picture('a', {
      uses: [pictureUse('1:1', 'Photo'), pictureUse('1:2', 'Copy', { property: 'strokes' })],
    });
    const sandbox = fakeSandbox();
    const engine = fakeEngine(async (bytes, options, call) => {
      seen.push(options);
      return { ...(await succeed(bytes, options, call)), bytes: Uint8Array.of(9) };
    });
    await run([shared], sandbox, engine).finished;
    const output = { format: 'auto', quality: 95, strength: 1, keepsTransparency: true };
    expect(seen).toEqual([{ scale: 4, maxSidePx: 4096, ...output }]);
    expect(sandbox.params[1]).toEqual({
      method: 'picture/write',
      params: {
        imageHash: 'a',
        uses: [
          { ...identity, nodeId: '1:1', nodeName: 'Photo', property: 'fills' },
          { ...identity, nodeId: '1:2', nodeName: 'Copy', property: 'strokes' },
        ],
        bytes: Uint8Array.of(9),
        note: 'Enlarged 4× with Onestep Compact',
      },
    });
  });

  test('tells the engine the words it began with, and keeps them', async () => {
    const seen: unknown[] = [];
    const engine = fakeEngine(async (bytes, options, call) => {
      seen.push(options.prompt);
      return succeed(bytes, options, call);
    });
    const pictures = [picture('a'), picture('b')];
    const { finished, dispatch, current } = run(pictures, fakeSandbox(), engine, {
      prompt: 'a red brick wall',
    });
    dispatch({ type: 'prompt/typed', prompt: 'something else' });
    await finished;
    expect(seen).toEqual(['a red brick wall', 'a red brick wall']);
    expect(current().options.prompt).toBe('a red brick wall');
  });

  test('goes on after a picture that fails, and says why it failed', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(
      succeed,
      failWith(new OnestepError('image-truncated', {}, 'no IEND')),
      succeed,
    );
    const { finished, statuses, current } = run(
      [picture('a'), picture('b'), picture('c')],
      sandbox,
      engine,
    );
    await finished;
    expect(statuses()).toEqual(['done', 'failed', 'done']);
    expect(current().items[1]?.phase).toEqual({
      status: 'failed',
      error: { code: 'image-truncated', details: {}, cause: 'no IEND' },
    });
    expect(sandbox.calls).not.toContain('picture/write b');
    expect(commits(sandbox)).toBe(1);
  });

  test('goes on after a crash of the engine', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(failWith(new OnestepError('engine-crashed')), succeed);
    const { finished, statuses } = run([picture('a'), picture('b')], sandbox, engine);
    await finished;
    expect(statuses()).toEqual(['failed', 'done']);
    expect(commits(sandbox)).toBe(1);
  });

  test('ends early, without a commit, when there is no engine', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(failWith(new OnestepError('engine-unavailable')));
    const { finished, statuses } = run([picture('a'), picture('b')], sandbox, engine);
    await finished;
    expect(statuses()).toEqual(['failed', 'failed']);
    expect(engine.jobsRun).toBe(1);
    expect(sandbox.calls).toEqual(['picture/read a']);
  });

  test('cancelled in the middle, keeps and commits what was done and writes nothing more', async () => {
    const sandbox = fakeSandbox();
    const { finished, statuses, cancel } = run(
      [picture('a'), picture('b'), picture('c')],
      sandbox,
      fakeEngine(succeed, untilCancelled),
    );
    await vi.waitFor(() => expect(statuses()[1]).toBe('reading'));
    await settle();
    cancel();
    await finished;
    expect(statuses()).toEqual(['done', 'cancelled', 'cancelled']);
    expect(sandbox.calls).toEqual([
      'picture/read a',
      'picture/read b',
      'picture/write a',
      'run/commit',
    ]);
  });

  test('cancelled before anything was written, does not touch the canvas', async () => {
    const sandbox = fakeSandbox();
    const { finished, statuses, cancel } = run([picture('a')], sandbox, fakeEngine(untilCancelled));
    await settle();
    cancel();
    await finished;
    expect(statuses()).toEqual(['cancelled']);
    expect(sandbox.calls).toEqual(['picture/read a']);
  });

  test('throws a result away that arrives after the cancel', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(async (bytes, options, call) => {
      cancel();
      return succeed(bytes, options, call);
    });
    const { finished, statuses, cancel } = run([picture('a')], sandbox, engine);
    await finished;
    expect(statuses()).toEqual(['cancelled']);
    expect(sandbox.calls).toEqual(['picture/read a']);
  });

  test('lets a write that has begun end, and counts it, when it is cancelled meanwhile', async () => {
    let answer: (outcome: WriteOutcome) => void = () => undefined;
    const sandbox = fakeSandbox({
      'picture/write': () => new Promise((resolve) => (answer = resolve)),
    });
    const { finished, statuses, cancel } = run(
      [picture('a'), picture('b')],
      sandbox,
      fakeEngine(succeed),
    );
    await vi.waitFor(() => expect(sandbox.calls).toContain('picture/write a'));
    cancel();
    answer({
      imageHash: 'a-new',
      writtenNodeIds: ['node-a'],
      failures: [],
      originalsKept: true,
    });
    await finished;
    expect(statuses()).toEqual(['done', 'cancelled']);
    expect(commits(sandbox)).toBe(1);
  });

  test('reports a picture that no layer took as left alone, with the reason', async () => {
    const sandbox = fakeSandbox({
      'picture/write': () => ({
        imageHash: 'a-new',
        originalsKept: true,
        writtenNodeIds: [],
        failures: [
          { nodeId: 'node-a', nodeName: 'Layer a', error: { code: 'layer-changed', details: {} } },
        ],
      }),
    });
    const { finished, current } = run([picture('a')], sandbox, fakeEngine(succeed));
    await finished;
    expect(current().items[0]?.phase).toMatchObject({
      status: 'failed',
      error: { code: 'layer-changed' },
    });
    expect(commits(sandbox)).toBe(0);
  });

  test('does not commit after a refused write, but does when its answer was lost', async () => {
    const refusing = fakeSandbox({
      'picture/write': () => Promise.reject(new OnestepError('result-refused')),
    });
    await run([picture('a')], refusing, fakeEngine(succeed)).finished;
    expect(commits(refusing)).toBe(0);

    const garbled = fakeSandbox({
      'picture/write': () => Promise.reject(new OnestepError('protocol-message')),
    });
    await run([picture('a')], garbled, fakeEngine(succeed)).finished;
    expect(commits(garbled)).toBe(1);
  });

  test('says so when the results could not be made one undo step', async () => {
    const sandbox = fakeSandbox({
      'run/commit': () => Promise.reject(new OnestepError('internal')),
    });
    const { finished, current, statuses } = run([picture('a')], sandbox, fakeEngine(succeed));
    await finished;
    expect(statuses()).toEqual(['done']);
    expect(current().commitError).toMatchObject({ code: 'internal' });
  });

  test('does not wait for ever for a picture that is never delivered', async () => {
    vi.useFakeTimers();
    try {
      const sandbox = fakeSandbox({ 'picture/read': () => new Promise(() => undefined) });
      const { finished, current } = run([picture('a')], sandbox, fakeEngine(succeed));
      await vi.advanceTimersByTimeAsync(120_000);
      await finished;
      expect(current().items[0]?.phase).toMatchObject({
        status: 'failed',
        error: { code: 'protocol-message' },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('pausing a run', () => {
  /** Pauses while the first of three pictures is being worked on. */
  async function pausedRun() {
    const sandbox = fakeSandbox();
    const finish: (() => void)[] = [];
    const slow: FakeJob = (bytes, options, call) =>
      new Promise((resolve) => {
        finish.push(() => void succeed(bytes, options, call).then(resolve));
      });
    const opened = run(
      ['a', 'b', 'c'].map((hash) => picture(hash)),
      sandbox,
      fakeEngine(slow),
    );
    await vi.waitFor(() => expect(finish).toHaveLength(1));
    opened.dispatch({ type: 'run/pausing' });
    return { ...opened, sandbox, finish };
  }

  test('lets the picture in work end, and makes what is written an undo step', async () => {
    const { sandbox, current, statuses, finish } = await pausedRun();
    expect(current().status).toBe('pausing');
    finish[0]!();
    await vi.waitFor(() => expect(current().status).toBe('paused'));
    expect(statuses()).toEqual(['done', 'waiting', 'waiting']);
    expect(sandbox.calls).toEqual([
      'picture/read a',
      'picture/write a',
      'run/commit',
      'canvas/notify',
    ]);
    expect(sandbox.params.at(-1)?.params).toEqual({
      text: 'Paused: 1 of 3 pictures enhanced',
      isError: false,
    });
  });

  test('goes on when it is resumed; the rest is another undo step', async () => {
    const { sandbox, current, dispatch, statuses, finish, finished } = await pausedRun();
    finish[0]!();
    await vi.waitFor(() => expect(current().status).toBe('paused'));
    await settle();
    expect(finish).toHaveLength(1);
    dispatch({ type: 'run/resumed', nowMs: Date.now() });
    await vi.waitFor(() => expect(finish).toHaveLength(2));
    finish[1]!();
    await vi.waitFor(() => expect(finish).toHaveLength(3));
    finish[2]!();
    await finished;
    expect(statuses()).toEqual(['done', 'done', 'done']);
    expect(commits(sandbox)).toBe(2);
    expect(current().undoSteps).toBe(2);
  });

  test('is taken back before it came', async () => {
    const { sandbox, dispatch, finish, current } = await pausedRun();
    dispatch({ type: 'run/resumed', nowMs: Date.now() });
    finish[0]!();
    await vi.waitFor(() => expect(finish).toHaveLength(2));
    expect(current().status).toBe('running');
    expect(commits(sandbox)).toBe(0);
  });

  test('can end in a cancel, which keeps what is done', async () => {
    const { sandbox, cancel, finish, finished, current, statuses } = await pausedRun();
    finish[0]!();
    await vi.waitFor(() => expect(current().status).toBe('paused'));
    cancel();
    await finished;
    expect(statuses()).toEqual(['done', 'cancelled', 'cancelled']);
    expect(commits(sandbox)).toBe(1);
  });

  test('means nothing after the last picture', async () => {
    const { dispatch, finish, finished, current } = await pausedRun();
    dispatch({ type: 'item/skipped', imageHash: 'b' });
    dispatch({ type: 'item/skipped', imageHash: 'c' });
    finish[0]!();
    await finished;
    expect(current().status).toBe('finished');
  });
});

describe('the queue of a run', () => {
  const three = (): Picture[] => ['a', 'b', 'c'].map((hash) => picture(hash));
  const written = ({ calls }: FakeSandbox): string[] =>
    calls.filter((call) => call.startsWith('picture/write')).map((call) => call.slice(-1));

  test('leaves out what is skipped, and takes it in its old place when it is put back', async () => {
    const sandbox = fakeSandbox();
    const { dispatch, finished, statuses } = run(three(), sandbox, fakeEngine(succeed));
    for (const imageHash of ['a', 'b', 'c']) dispatch({ type: 'item/skipped', imageHash });
    // The first is in work by now.
    expect(statuses()).toEqual(['reading', 'skipped', 'skipped']);
    dispatch({ type: 'items/queued', imageHashes: ['c'], nowMs: 1 });
    dispatch({ type: 'items/queued', imageHashes: ['b'], nowMs: 1 });
    dispatch({ type: 'item/skipped', imageHash: 'c' });
    await finished;
    expect(written(sandbox)).toEqual(['a', 'b']);
    expect(statuses()).toEqual(['done', 'done', 'skipped']);
  });

  test('goes on with the next picture when the one in work is stopped', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(untilCancelled, succeed);
    const { dispatch, finished, statuses } = run(three(), sandbox, engine);
    await vi.waitFor(() => expect(engine.jobsRun).toBe(1));
    dispatch({ type: 'item/stopped', imageHash: 'a' });
    await finished;
    expect(statuses()).toEqual(['cancelled', 'done', 'done']);
    expect(written(sandbox)).toEqual(['b', 'c']);
  });

  test('comes too late to stop a picture that is being written', async () => {
    const sandbox = fakeSandbox({
      'picture/write': ({ imageHash }) => {
        dispatch({ type: 'item/stopped', imageHash });
        return { imageHash: 'new', writtenNodeIds: ['1'], failures: [], originalsKept: true };
      },
    });
    const { dispatch, finished, statuses } = run([picture('a')], sandbox, fakeEngine(succeed));
    await finished;
    expect(statuses()).toEqual(['done']);
  });

  test('takes a second try after everything else, with the same options', async () => {
    const sandbox = fakeSandbox();
    const scales: number[] = [];
    const again: FakeJob = async (bytes, options, call) => {
      scales.push(options.scale);
      if (scales.length === 2) {
        dispatch({ type: 'items/queued', imageHashes: ['a'], nowMs: 1 });
        dispatch({ type: 'settings/set', changes: { scale: 2 } });
      }
      return succeed(bytes, options, call);
    };
    const failing: FakeJob = (_, { scale }) => {
      scales.push(scale);
      return Promise.reject(new OnestepError('engine-memory'));
    };
    const { dispatch, finished, statuses } = run(three(), sandbox, fakeEngine(failing, again));
    await finished;
    expect(written(sandbox)).toEqual(['b', 'c', 'a']);
    expect(statuses()).toEqual(['done', 'done', 'done']);
    expect(scales).toEqual([4, 4, 4, 4]);
    expect(commits(sandbox)).toBe(1);
  });

  test('can be filled again after the end, which makes an undo step of its own', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(succeed, failWith(new OnestepError('engine-crashed')), succeed);
    const { dispatch, finished, carryOut, current, statuses } = run(three(), sandbox, engine);
    await finished;
    expect(statuses()).toEqual(['done', 'failed', 'done']);
    dispatch({ type: 'items/queued', imageHashes: ['a', 'b'], nowMs: Date.now() });
    expect(statuses()).toEqual(['done', 'waiting', 'done']);
    await carryOut();
    expect(statuses()).toEqual(['done', 'done', 'done']);
    expect(written(sandbox)).toEqual(['a', 'c', 'b']);
    expect(current().undoSteps).toBe(2);
  });

  test('filled while the last commit is under way, is not forgotten', async () => {
    const sandbox = fakeSandbox({
      'run/commit': () => {
        dispatch({ type: 'items/queued', imageHashes: ['b'], nowMs: Date.now() });
        return {};
      },
    });
    const { dispatch, finished, statuses } = run(three(), sandbox, fakeEngine(succeed));
    dispatch({ type: 'item/skipped', imageHash: 'b' });
    await finished;
    expect(statuses()).toEqual(['done', 'done', 'done']);
    expect(written(sandbox)).toEqual(['a', 'c', 'b']);
  });
});

describe('looking ahead', () => {
  /** Four pictures on an engine whose jobs are in the network at once and end when the test says so. */
  function slowRun(answers: Parameters<typeof fakeSandbox>[0] = {}) {
    const jobs: { picture: string; cancelled: boolean; finish(): void }[] = [];
    const names = ['a', 'b', 'c', 'd'];
    const sandbox = fakeSandbox({
      'picture/read': ({ imageHash }) => ({ bytes: Uint8Array.of(names.indexOf(imageHash)) }),
      ...answers,
    });
    const slow: FakeJob = (bytes, options, call) =>
      new Promise((resolve, reject) => {
        const job = {
          picture: names[bytes[0]!]!,
          cancelled: false,
          finish: () => resolve(resultFor(bytes, options)),
        };
        jobs.push(job);
        call.signal.addEventListener('abort', () => {
          job.cancelled = true;
          reject(new OnestepError('cancelled'));
        });
        call.onProgress({ stage: 'restore', tilesDone: 1, tilesTotal: 4 });
      });
    const opened = run(
      names.map((name) => picture(name)),
      sandbox,
      fakeEngine(slow),
    );
    const begun = (): string[] => jobs.map((job) => job.picture);
    const jobOf = (name: string) => jobs.filter((job) => job.picture === name).at(-1)!;
    return { ...opened, sandbox, begun, jobOf };
  }
  const writes = ({ calls }: FakeSandbox): string[] =>
    calls.filter((call) => call.startsWith('picture/write')).map((call) => call.slice(-1));

  test('sends one picture ahead, and shows only the one whose turn it is', async () => {
    const { begun, jobOf, statuses, current, finished, cancel } = slowRun();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b']));
    await settle();
    expect(begun()).toEqual(['a', 'b']);
    expect(statuses()).toEqual(['restoring', 'waiting', 'waiting', 'waiting']);
    jobOf('a').finish();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b', 'c']));
    expect(statuses()).toEqual(['done', 'restoring', 'waiting', 'waiting']);
    expect(current().items[1]?.restored).toBe(0.25);
    cancel();
    await finished;
  });

  test('writes in order, one at a time, also where a later picture is done first', async () => {
    let answerWrite: () => void = () => undefined;
    let writing = 0;
    const { begun, jobOf, sandbox, statuses, finished } = slowRun({
      'picture/write': async ({ imageHash }) => {
        expect(++writing).toBe(1);
        await new Promise<void>((resolve) => (answerWrite = resolve));
        writing -= 1;
        return { imageHash, writtenNodeIds: ['1'], failures: [], originalsKept: true };
      },
    });
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b']));
    jobOf('b').finish();
    await settle();
    expect(writes(sandbox)).toEqual([]);
    jobOf('a').finish();
    for (const name of ['a', 'b', 'c', 'd']) {
      await vi.waitFor(() => expect(writes(sandbox).at(-1)).toBe(name));
      const next = { a: 'c', b: 'd' }[name];
      if (next !== undefined) {
        answerWrite();
        await vi.waitFor(() => expect(begun()).toContain(next));
        jobOf(next).finish();
      } else answerWrite();
    }
    await finished;
    expect(statuses()).toEqual(['done', 'done', 'done', 'done']);
    expect(writes(sandbox)).toEqual(['a', 'b', 'c', 'd']);
    expect(commits(sandbox)).toBe(1);
  });

  test('a pause drops the picture ahead, which is begun anew when the run goes on', async () => {
    const { begun, jobOf, dispatch, current, statuses, sandbox, finished, cancel } = slowRun();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b']));
    dispatch({ type: 'run/pausing' });
    expect(jobOf('b').cancelled).toBe(true);
    jobOf('a').finish();
    await vi.waitFor(() => expect(current().status).toBe('paused'));
    await settle();
    expect(statuses()).toEqual(['done', 'waiting', 'waiting', 'waiting']);
    expect(begun()).toEqual(['a', 'b']);
    expect(writes(sandbox)).toEqual(['a']);
    dispatch({ type: 'run/resumed', nowMs: Date.now() });
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b', 'b', 'c']));
    cancel();
    await finished;
  });

  test('a cancel stops both, and writes nothing more', async () => {
    const { begun, jobOf, statuses, sandbox, finished, cancel } = slowRun();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b']));
    jobOf('b').finish();
    cancel();
    expect(jobOf('a').cancelled && jobOf('b').cancelled).toBe(true);
    await finished;
    await settle();
    expect(statuses()).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
    expect(sandbox.calls).toEqual(['picture/read a', 'picture/read b']);
  });

  test('a picture ahead that is skipped gives way to the one after it, and comes back in its place', async () => {
    const { begun, jobOf, dispatch, sandbox, finished } = slowRun();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b']));
    dispatch({ type: 'item/skipped', imageHash: 'b' });
    expect(jobOf('b').cancelled).toBe(true);
    jobOf('a').finish();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b', 'c', 'd']));
    dispatch({ type: 'items/queued', imageHashes: ['b'], nowMs: 1 });
    expect(jobOf('d').cancelled).toBe(true);
    jobOf('c').finish();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b', 'c', 'd', 'b', 'd']));
    jobOf('b').finish();
    jobOf('d').finish();
    await finished;
    expect(writes(sandbox)).toEqual(['a', 'c', 'b', 'd']);
  });

  test('a picture in work that is stopped leaves the one ahead as it is', async () => {
    const { begun, jobOf, dispatch, statuses, finished, cancel } = slowRun();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b']));
    dispatch({ type: 'item/stopped', imageHash: 'a' });
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'b', 'c']));
    expect(jobOf('b').cancelled).toBe(false);
    expect(statuses()).toEqual(['cancelled', 'restoring', 'waiting', 'waiting']);
    cancel();
    await finished;
  });

  test('a failure ahead is told when its turn has come', async () => {
    const { begun, jobOf, statuses, finished, cancel } = slowRun({
      'picture/read': ({ imageHash }) => {
        if (imageHash === 'b') throw new OnestepError('image-missing');
        return { bytes: Uint8Array.of(['a', 'b', 'c', 'd'].indexOf(imageHash)) };
      },
    });
    await vi.waitFor(() => expect(begun()).toEqual(['a']));
    await settle();
    expect(statuses()).toEqual(['restoring', 'waiting', 'waiting', 'waiting']);
    jobOf('a').finish();
    await vi.waitFor(() => expect(begun()).toEqual(['a', 'c', 'd']));
    expect(statuses()).toEqual(['done', 'failed', 'restoring', 'waiting']);
    cancel();
    await finished;
  });
});
