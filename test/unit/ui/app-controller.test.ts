import type { PackOffer } from '../../../src/engine-page/page-api';
import { describe, expect, test, vi } from 'vitest';
import type { PlacedEngineInfo } from '../../../src/ui/engine/engine-place';
import { OnestepError } from '../../../src/shared/errors';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { createAppController } from '../../../src/ui/control/app-controller';
import { INITIAL_STATE } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { createStore } from '../../../src/ui/state/store';
import {
  COMPACT,
  OSEDIFF,
  fakeEngine,
  fakeSandbox,
  picture,
  selectionOf,
  settle,
  succeed,
  untilCancelled,
  sessionOf,
} from './fakes';

function open(sandbox = fakeSandbox(), engine = fakeEngine(succeed)) {
  const store = createStore(reduce, INITIAL_STATE);
  const controller = createAppController({
    store,
    rpc: sandbox.rpc,
    engine,
    nowMs: () => Date.now(),
  });
  controller.connect();
  controller.startEngine();
  return { controller, sandbox, store, engine };
}

/** Opens the panel and asks for a run there. */
async function openAndEnhance(sandbox = fakeSandbox(), engine = fakeEngine(succeed)) {
  const opened = open(sandbox, engine);
  await settle();
  opened.controller.enhance();
  return opened;
}

const launchedWith = (command: 'open' | 'enhance') =>
  ({ 'session/start': () => sessionOf(command, 2) }) as const;

const count = (calls: readonly string[], name: string): number =>
  calls.filter((call) => call === name).length;

describe('the panel', () => {
  test('opened by “Open panel…” reads the selection and waits', async () => {
    const { sandbox, store } = open();
    await settle();
    expect(sandbox.calls).toEqual(['session/start', 'selection/read']);
    expect(store.get()).toMatchObject({
      session: { status: 'open' },
      engine: { status: 'ready' },
      run: null,
    });
  });

  test('opened by “Enhance image” runs at once with the saved scale, and says when it is done', async () => {
    const { sandbox, store } = open(fakeSandbox(launchedWith('enhance')));
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    await settle();
    expect(sandbox.calls).toEqual([
      'session/start',
      'selection/read',
      'picture/read a',
      'picture/write a',
      'run/commit',
      'canvas/notify',
      'window/close',
    ]);
    expect(store.get().run?.options.scale).toBe(2);
    expect(store.get().window).toBe('small');
  });

  test.each([
    ['a picture fails', {}, async () => Promise.reject(new OnestepError('engine-memory'))],
    ['there is no picture', { 'selection/read': () => selectionOf() }, succeed],
    ['Figma keeps the window open', { 'window/close': () => Promise.reject(new Error()) }, succeed],
  ] as const)('grows from the small window into the panel when %s', async (_, answers, job) => {
    const sandbox = fakeSandbox({ ...launchedWith('enhance'), ...answers });
    const { store } = open(sandbox, fakeEngine(job));
    await vi.waitFor(() =>
      expect(sandbox.params).toContainEqual({
        method: 'window/resize',
        params: { width: 360, height: 560 },
      }),
    );
    expect(store.get().window).toBe('full');
  });

  test('runs at once with a prompt that was typed into quick actions', async () => {
    const prompts: unknown[] = [];
    const engine = fakeEngine(async (bytes, options, call) => {
      prompts.push(options.prompt);
      return succeed(bytes, options, call);
    });
    const session = { ...sessionOf('enhance-prompt', 2), prompt: 'less noise' };
    const { sandbox } = open(fakeSandbox({ 'session/start': () => session }), engine);
    await vi.waitFor(() => expect(sandbox.calls).toContain('window/close'));
    expect(prompts).toEqual(['less noise']);
  });

  test('“Enhance again” starts from the original and writes over what is there', async () => {
    const original = { imageHash: 'first', width: 50, height: 25 };
    const sandbox = fakeSandbox({
      'session/start': () => sessionOf('enhance-again', 2),
      'selection/read': () => selectionOf(picture('a', { width: 4096, height: 2048, original })),
    });
    open(sandbox);
    await vi.waitFor(() => expect(sandbox.calls).toContain('window/close'));
    expect(sandbox.calls).toContain('picture/read first');
    expect(sandbox.calls).toContain('picture/write a');
  });

  test('a batch looks where it is told, and leaves out what the user took out', async () => {
    const sandbox = fakeSandbox({
      'session/start': () => sessionOf('batch', 2),
      'selection/read': () => selectionOf(picture('a'), picture('b')),
    });
    const { controller, store } = open(sandbox);
    await settle();
    controller.setScope({ area: 'page', includeHiddenAndLocked: true });
    await settle();
    expect(sandbox.params.at(-1)).toEqual({
      method: 'selection/read',
      params: { area: 'page', includeHiddenAndLocked: true },
    });
    expect(sandbox.params.filter(({ method }) => method === 'settings/save')).toEqual([
      {
        method: 'settings/save',
        params: {
          settings: { ...DEFAULT_SETTINGS, scale: 2, area: 'page', includeHiddenAndLocked: true },
        },
      },
    ]);
    sandbox.emit('selection/changed', {});
    expect(store.get().selection.reading).toBe(false);
    controller.togglePicture('a');
    controller.togglePicture('b');
    controller.togglePicture('b');
    controller.enhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls).toContain('picture/write b');
    expect(sandbox.calls).not.toContain('picture/read a');
  });

  test.each([
    ['batch', 'document', true],
    ['open', 'selection', false],
    ['enhance', 'selection', false],
  ] as const)(
    '“%s” looks through the %s when the last batch looked through the document',
    async (command, area, includeHiddenAndLocked) => {
      const session = sessionOf(command, 2);
      const settings = { ...session.settings, area: 'document', includeHiddenAndLocked: true };
      const sandbox = fakeSandbox({ 'session/start': () => ({ ...session, settings }) as never });
      open(sandbox);
      await settle();
      expect(sandbox.params[1]).toEqual({
        method: 'selection/read',
        params: { area, includeHiddenAndLocked },
      });
    },
  );

  test('a cancel in the small window closes it, before and during the run', async () => {
    for (const start of [() => new Promise<never>(() => undefined), undefined]) {
      const engine = fakeEngine(untilCancelled);
      if (start) engine.start = start;
      const { controller, sandbox, store } = open(fakeSandbox(launchedWith('enhance')), engine);
      await settle();
      await settle();
      controller.escape();
      await vi.waitFor(() => expect(sandbox.calls).toContain('window/close'));
      expect(store.get().window).toBe('small');
      expect(sandbox.calls).not.toContain('run/commit');
    }
  });

  test('saves a scale that is chosen', async () => {
    const { controller, sandbox } = open();
    await settle();
    controller.chooseSettings({ scale: 2 });
    expect(sandbox.params.at(-1)).toEqual({
      method: 'settings/save',
      params: { settings: { ...DEFAULT_SETTINGS, scale: 2 } },
    });
  });

  test('tells the engine its controls, but not a pack that has none', async () => {
    const told: unknown[] = [];
    const engine = fakeEngine(async (bytes, options, call) => {
      told.push(options.controls);
      return succeed(bytes, options, call);
    });
    const { controller, sandbox, store } = open(fakeSandbox(), engine);
    await settle();
    controller.setSettings({ crisp: 0.3, content: 'text' });
    controller.setSettings({ denoise: 0 });
    expect(count(sandbox.calls, 'settings/save')).toBe(0);
    controller.saveSettings();
    expect(sandbox.params.at(-1)).toEqual({
      method: 'settings/save',
      params: { settings: { ...DEFAULT_SETTINGS, crisp: 0.3, content: 'text', denoise: 0 } },
    });
    controller.enhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    controller.choosePack({ name: 'osediff', files: { 'pack.json': new Blob(['{}']) } });
    await settle();
    controller.enhance();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(told).toEqual([{ crisp: 0.3, content: 'text', denoise: 0 }, undefined]);
  });

  test('gives up on a sandbox that does not answer, and can try again', async () => {
    vi.useFakeTimers();
    try {
      let silent = true;
      const sandbox = fakeSandbox({
        'session/start': () => (silent ? new Promise(() => undefined) : sessionOf('open', 4)),
      });
      const { controller, store } = open(sandbox);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(store.get().session).toMatchObject({
        status: 'failed',
        error: { code: 'protocol-message' },
      });
      silent = false;
      controller.connect();
      await vi.advanceTimersByTimeAsync(0);
      expect(store.get().session.status).toBe('open');
    } finally {
      vi.useRealTimers();
    }
  });

  test('reads a changing selection once it has come to rest', async () => {
    vi.useFakeTimers();
    try {
      const { sandbox, store } = open();
      await vi.advanceTimersByTimeAsync(0);
      for (let step = 0; step < 5; step++) {
        sandbox.emit('selection/changed', {});
        await vi.advanceTimersByTimeAsync(50);
      }
      expect(store.get().selection.reading).toBe(true);
      expect(count(sandbox.calls, 'selection/read')).toBe(1);
      await vi.advanceTimersByTimeAsync(150);
      expect(count(sandbox.calls, 'selection/read')).toBe(2);
      expect(store.get().selection.reading).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test('shows the latest selection, whichever reading ends last', async () => {
    const answers: ((hash: string) => void)[] = [];
    const sandbox = fakeSandbox({
      'selection/read': () =>
        new Promise((resolve) => answers.push((hash) => resolve(selectionOf(picture(hash))))),
    });
    const { controller, store } = open(sandbox);
    await settle();
    controller.readSelection();
    await settle();
    answers[1]?.('new');
    await settle();
    answers[0]?.('old');
    await settle();
    expect(store.get().selection.current?.pictures[0]?.imageHash).toBe('new');
  });

  test('can stop a reading that takes too long', async () => {
    const sandbox = fakeSandbox({ 'selection/read': () => new Promise(() => undefined) });
    const { controller, store } = open(sandbox);
    await settle();
    controller.stopReading();
    await settle();
    expect(store.get().selection).toMatchObject({ reading: false, error: { code: 'cancelled' } });
  });

  test('launched again while it runs, goes on with what it does', async () => {
    const { sandbox, store, controller } = await openAndEnhance(
      fakeSandbox(),
      fakeEngine(untilCancelled),
    );
    await vi.waitFor(() => expect(sandbox.calls).toContain('picture/read a'));
    sandbox.emit('launched', { command: 'enhance', prompt: null });
    sandbox.emit('selection/changed', {});
    await settle();
    expect(count(sandbox.calls, 'selection/read')).toBe(1);
    controller.cancel();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    await settle();
    // The selection that changed meanwhile is read now, and no second run begins.
    expect(count(sandbox.calls, 'selection/read')).toBe(2);
    expect(count(sandbox.calls, 'picture/read a')).toBe(1);
  });

  test('launched again by “Enhance image”, runs on what is selected now', async () => {
    let selected = picture('a');
    const sandbox = fakeSandbox({ 'selection/read': () => selectionOf(selected) });
    const { store } = open(sandbox);
    await settle();
    selected = picture('b');
    sandbox.emit('launched', { command: 'enhance', prompt: null });
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls).toContain('picture/write b');
    expect(sandbox.calls).not.toContain('picture/read a');
  });

  test('replaces an engine that died, once the run is over', async () => {
    const engine = fakeEngine(async () => {
      throw new OnestepError('engine-crashed');
    });
    const { store } = open(fakeSandbox(launchedWith('enhance')), engine);
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    await settle();
    expect(engine.starts).toBe(2);
    expect(store.get().engine.status).toBe('ready');
  });

  test('goes on with what failed, and says so on the canvas once more', async () => {
    const engine = fakeEngine(
      () => Promise.reject(new OnestepError('engine-unavailable')),
      succeed,
    );
    const sandbox = fakeSandbox({
      'selection/read': () => selectionOf(picture('a'), picture('b')),
    });
    const { controller, store } = await openAndEnhance(sandbox, engine);
    await vi.waitFor(() => expect(sandbox.calls).toContain('canvas/notify'));
    expect(store.get().run?.items.map(({ phase }) => phase.status)).toEqual(['failed', 'failed']);
    controller.retry(['a', 'b']);
    await vi.waitFor(() => expect(count(sandbox.calls, 'canvas/notify')).toBe(2));
    expect(store.get().run?.items.map(({ phase }) => phase.status)).toEqual(['done', 'done']);
    expect(count(sandbox.calls, 'run/commit')).toBe(1);
  });

  test('paused, is ended by Escape without closing the window', async () => {
    let finish: () => void = () => undefined;
    const engine = fakeEngine(
      (bytes, options, call) =>
        new Promise((resolve) => (finish = () => resolve(succeed(bytes, options, call)))),
    );
    const sandbox = fakeSandbox({
      'selection/read': () => selectionOf(picture('a'), picture('b')),
    });
    const { controller, store } = await openAndEnhance(sandbox, engine);
    await vi.waitFor(() => expect(engine.jobsRun).toBe(1));
    controller.pauseRun();
    finish();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('paused'));
    controller.escape();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls).not.toContain('window/close');
    expect(store.get().run?.items.map(({ phase }) => phase.status)).toEqual(['done', 'cancelled']);
  });

  test('shows why there is no engine, and starts it again on demand', async () => {
    const engine = fakeEngine(succeed);
    const working = engine.start;
    engine.start = () => Promise.reject(new OnestepError('engine-unavailable', {}, 'no wasm'));
    const { controller, store, sandbox } = open(fakeSandbox(launchedWith('enhance')), engine);
    await settle();
    expect(store.get()).toMatchObject({
      engine: { status: 'failed', error: { code: 'engine-unavailable', cause: 'no wasm' } },
      startWanted: false,
    });
    engine.start = working;
    controller.startEngine();
    await settle();
    expect(store.get().engine.status).toBe('ready');
    expect(sandbox.calls).not.toContain('picture/read a');
  });
});

describe('a pack from the disk', () => {
  const FOLDER = { name: 'osediff', files: { 'pack.json': new Blob(['{}']) } };
  const damaged = (): Promise<never> =>
    Promise.reject(new OnestepError('pack-checksum', { file: 'unet.onnx' }));

  test('is used for the next run, with the prompt as it was at its start', async () => {
    const prompts: unknown[] = [];
    const engine = fakeEngine(async (bytes, options, call) => {
      prompts.push(options.prompt);
      controller.typePrompt('typed meanwhile');
      return succeed(bytes, options, call);
    });
    const sandbox = fakeSandbox({
      'selection/read': () => selectionOf(picture('a'), picture('b')),
    });
    const { controller, store } = open(sandbox, engine);
    await settle();
    controller.choosePack(FOLDER);
    controller.typePrompt(' a red brick wall ');
    controller.enhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(engine.opened).toEqual([FOLDER.files]);
    expect(prompts).toEqual(['a red brick wall', 'a red brick wall']);
    expect(store.get()).toMatchObject({ model: { info: OSEDIFF }, prompt: 'typed meanwhile' });

    controller.chooseEmbeddedPack();
    await settle();
    controller.enhance();
    await vi.waitFor(() => expect(prompts).toHaveLength(4));
    expect(prompts.slice(2)).toEqual(['typed meanwhile', 'typed meanwhile']);
    expect(store.get().model).toMatchObject({ info: COMPACT, embedded: true });
  });

  test('without pack.json is refused before anything is started', async () => {
    const { controller, store, engine } = open();
    await settle();
    controller.choosePack({ name: 'photos', files: { 'sub/pack.json': new Blob() } });
    expect(engine.opened).toEqual([]);
    expect(store.get().model).toMatchObject({
      info: COMPACT,
      failure: { name: 'photos', error: { code: 'pack-missing', details: { path: 'pack.json' } } },
    });
  });

  test('that is damaged leaves the model and the selection as they were', async () => {
    const engine = fakeEngine(succeed);
    engine.open = damaged;
    const { controller, store } = open(fakeSandbox(), engine);
    await settle();
    const { selection } = store.get();
    controller.choosePack(FOLDER);
    controller.enhance();
    await settle();
    expect(store.get()).toMatchObject({
      engine: { status: 'ready', info: COMPACT },
      model: { info: COMPACT, embedded: true, opening: null },
      startWanted: false,
      run: null,
    });
    expect(store.get().model.failure?.error.code).toBe('pack-checksum');
    expect(store.get().selection).toBe(selection);
    controller.enhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(store.get().model.failure).toBeNull();
  });

  test('can be given up with Escape while it is opened', async () => {
    const engine = fakeEngine(succeed);
    engine.open = (_pack, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new OnestepError('cancelled')));
      });
    const { controller, sandbox, store } = open(fakeSandbox(), engine);
    await settle();
    controller.choosePack(FOLDER);
    expect(store.get().model.opening).toBe('osediff');
    controller.escape();
    await settle();
    expect(store.get().model).toMatchObject({
      info: COMPACT,
      embedded: true,
      opening: null,
      failure: null,
    });
    expect(sandbox.calls).not.toContain('window/close');
  });

  test('may come from the engine page, with the bytes of its download', async () => {
    const engine = fakeEngine(succeed);
    const offer: PackOffer = {
      folder: 'osediff',
      title: 'OSEDiff',
      kind: 'latent',
      bytes: 100,
      precision: 'int8',
      obstacle: null,
    };
    engine.packs = () => Promise.resolve([offer]);
    let arrive: () => void = () => undefined;
    engine.open = async (pack, _signal, onProgress) => {
      engine.opened.push(pack);
      onProgress?.({ done: 40, total: 100, retrying: false });
      await new Promise<void>((resolve) => (arrive = resolve));
      return OSEDIFF;
    };
    const { controller, store } = open(fakeSandbox(), engine);
    controller.settings.readOffers();
    await settle();
    expect(store.get().model.offers).toEqual([offer]);
    controller.chooseHostedPack(offer);
    await settle();
    expect(store.get().model).toMatchObject({
      opening: 'OSEDiff',
      download: { done: 40, total: 100 },
    });
    arrive();
    await settle();
    expect(engine.opened).toEqual([{ hostedFolder: 'osediff' }]);
    expect(store.get().model).toMatchObject({ info: OSEDIFF, embedded: false, opening: null });
  });

  test('of the engine page is counted and deleted', async () => {
    const engine = fakeEngine(succeed);
    let usedBytes = 412e6;
    const shelf = {
      report: async () => ({ kind: 'opfs', usedBytes, quotaBytes: null }) as const,
      clear: async () => void (usedBytes = 0),
    };
    engine.weights = async () => shelf;
    const { controller, store } = open(fakeSandbox(), engine);
    await settle();
    controller.settings.readWeights();
    await settle();
    expect(store.get().settingsScreen.weights).toMatchObject({ usedBytes: 412e6 });
    controller.settings.deleteWeights();
    await settle();
    expect(store.get().settingsScreen.weights).toMatchObject({ usedBytes: 0 });
    shelf.clear = () => Promise.reject(new OnestepError('weights-storage-failed'));
    usedBytes = 7;
    controller.settings.deleteWeights();
    await settle();
    expect(store.get().settingsScreen.weights).toMatchObject({ usedBytes: 7 });
  });

  test('dropped as a file is refused by its name', async () => {
    const { controller, store } = open();
    await settle();
    controller.refuseDrop('photo.png');
    expect(store.get().model.failure).toEqual({
      name: 'photo.png',
      error: { code: 'pack-not-folder', details: {} },
    });
  });

  test('is not announced as another one by an engine that was still starting', async () => {
    const engine = fakeEngine(succeed);
    let answer: (info: PlacedEngineInfo) => void = () => undefined;
    engine.start = () => new Promise((resolve) => (answer = resolve));
    const { controller, store } = open(fakeSandbox(), engine);
    await settle();
    controller.choosePack(FOLDER);
    await settle();
    answer(COMPACT);
    await settle();
    expect(store.get()).toMatchObject({
      engine: { status: 'ready', info: OSEDIFF },
      model: { info: OSEDIFF },
    });
  });
});

describe('Escape', () => {
  test('goes back from the comparison, then closes', async () => {
    const { controller, sandbox, store } = await openAndEnhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    controller.openCompare('a');
    expect(store.get().comparing).toBe('a');
    controller.escape();
    expect(store.get().comparing).toBeNull();
    expect(sandbox.calls).not.toContain('window/close');
    controller.escape();
    expect(sandbox.calls).toContain('window/close');
  });

  test('cancels a run and does not close it away', async () => {
    const { controller, sandbox, store } = await openAndEnhance(
      fakeSandbox(),
      fakeEngine(untilCancelled),
    );
    await vi.waitFor(() => expect(sandbox.calls).toContain('picture/read a'));
    await settle();
    controller.escape();
    controller.escape();
    expect(store.get().run?.status).toBe('cancelling');
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls).not.toContain('window/close');
    expect(sandbox.calls).not.toContain('run/commit');
  });

  test('calls off a run that waits for the engine', async () => {
    const engine = fakeEngine(succeed);
    engine.start = () => new Promise(() => undefined);
    const { controller, sandbox, store } = await openAndEnhance(fakeSandbox(), engine);
    await settle();
    expect(store.get().startWanted).toBe(true);
    controller.escape();
    expect(store.get().startWanted).toBe(false);
    expect(sandbox.calls).not.toContain('window/close');
  });
});
