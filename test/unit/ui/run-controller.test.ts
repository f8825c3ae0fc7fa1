import { describe, expect, test, vi } from 'vitest';
import { OnestepError } from '../../../src/shared/errors';
import type { Picture, WriteOutcome } from '../../../src/shared/protocol';
import { runPictures } from '../../../src/ui/run/run-controller';
import { INITIAL_STATE } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { NOTHING_SHARED } from '../../../src/ui/state/sharing';
import { createStore } from '../../../src/ui/state/store';
import type { SharingChoice } from '../../../src/shared/write-target';
import { pictureUse } from '../../support/picture-use';
import {
  failWith,
  fakeEngine,
  fakeSandbox,
  picture,
  RUN_OPTIONS,
  settle,
  succeed,
  untilCancelled,
  type FakeSandbox,
} from './fakes';

function run(
  pictures: Picture[],
  sandbox: FakeSandbox,
  engine: ReturnType<typeof fakeEngine>,
  abort = new AbortController(),
  prompt = '',
  fromOriginals = false,
  sharing: SharingChoice = NOTHING_SHARED,
) {
  const store = createStore(reduce, INITIAL_STATE);
  const finished = runPictures(
    {
      pictures,
      options: { ...RUN_OPTIONS, prompt, fromOriginals, sharing },
      signal: abort.signal,
    },
    { rpc: sandbox.rpc, engine, dispatch: store.dispatch, nowMs: () => Date.now() },
  );
  const statuses = (): string[] => (store.get().run?.items ?? []).map((item) => item.phase.status);
  return { store, finished, statuses, abort };
}

const commits = (sandbox: FakeSandbox): number =>
  sandbox.calls.filter((call) => call === 'run/commit').length;

describe('a run', () => {
  test('handles one picture after another and commits once at the end', async () => {
    const sandbox = fakeSandbox();
    const { finished, statuses, store } = run(
      [picture('a'), picture('b')],
      sandbox,
      fakeEngine(succeed),
    );
    await finished;
    expect(sandbox.calls).toEqual([
      'picture/read a',
      'picture/write a',
      'picture/read b',
      'picture/write b',
      'run/commit',
    ]);
    expect(statuses()).toEqual(['done', 'done']);
    expect(store.get().run).toMatchObject({ status: 'finished', commitError: null });
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
    const { finished, store } = run(
      pictures,
      fakeSandbox(),
      engine,
      new AbortController(),
      'a red brick wall',
    );
    store.dispatch({ type: 'prompt/typed', prompt: 'something else' });
    await finished;
    expect(seen).toEqual(['a red brick wall', 'a red brick wall']);
    expect(store.get().run?.options.prompt).toBe('a red brick wall');
  });

  test('goes on after a picture that fails, and says why it failed', async () => {
    const sandbox = fakeSandbox();
    const engine = fakeEngine(
      succeed,
      failWith(new OnestepError('image-truncated', {}, 'no IEND')),
      succeed,
    );
    const { finished, statuses, store } = run(
      [picture('a'), picture('b'), picture('c')],
      sandbox,
      engine,
    );
    await finished;
    expect(statuses()).toEqual(['done', 'failed', 'done']);
    expect(store.get().run?.items[1]?.phase).toEqual({
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
    const { finished, statuses, abort } = run(
      [picture('a'), picture('b'), picture('c')],
      sandbox,
      fakeEngine(succeed, untilCancelled),
    );
    await vi.waitFor(() => expect(statuses()[1]).toBe('reading'));
    await settle();
    abort.abort();
    await finished;
    expect(statuses()).toEqual(['done', 'cancelled', 'cancelled']);
    expect(sandbox.calls).toEqual([
      'picture/read a',
      'picture/write a',
      'picture/read b',
      'run/commit',
    ]);
  });

  test('cancelled before anything was written, does not touch the canvas', async () => {
    const sandbox = fakeSandbox();
    const { finished, statuses, abort } = run([picture('a')], sandbox, fakeEngine(untilCancelled));
    await settle();
    abort.abort();
    await finished;
    expect(statuses()).toEqual(['cancelled']);
    expect(sandbox.calls).toEqual(['picture/read a']);
  });

  test('throws a result away that arrives after the cancel', async () => {
    const sandbox = fakeSandbox();
    const abort = new AbortController();
    const engine = fakeEngine(async (bytes, options, call) => {
      abort.abort();
      return succeed(bytes, options, call);
    });
    const { finished, statuses } = run([picture('a')], sandbox, engine, abort);
    await finished;
    expect(statuses()).toEqual(['cancelled']);
    expect(sandbox.calls).toEqual(['picture/read a']);
  });

  test('lets a write that has begun end, and counts it, when it is cancelled meanwhile', async () => {
    let answer: (outcome: WriteOutcome) => void = () => undefined;
    const sandbox = fakeSandbox({
      'picture/write': () => new Promise((resolve) => (answer = resolve)),
    });
    const { finished, statuses, abort } = run(
      [picture('a'), picture('b')],
      sandbox,
      fakeEngine(succeed),
    );
    await vi.waitFor(() => expect(sandbox.calls).toContain('picture/write a'));
    abort.abort();
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
    const { finished, store } = run([picture('a')], sandbox, fakeEngine(succeed));
    await finished;
    expect(store.get().run?.items[0]?.phase).toMatchObject({
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
    const { finished, store, statuses } = run([picture('a')], sandbox, fakeEngine(succeed));
    await finished;
    expect(statuses()).toEqual(['done']);
    expect(store.get().run?.commitError).toMatchObject({ code: 'internal' });
  });

  test('does not wait for ever for a picture that is never delivered', async () => {
    vi.useFakeTimers();
    try {
      const sandbox = fakeSandbox({ 'picture/read': () => new Promise(() => undefined) });
      const { finished, store } = run([picture('a')], sandbox, fakeEngine(succeed));
      await vi.advanceTimersByTimeAsync(120_000);
      await finished;
      expect(store.get().run?.items[0]?.phase).toMatchObject({
        status: 'failed',
        error: { code: 'protocol-message' },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});
