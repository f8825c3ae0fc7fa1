import { describe, expect, test } from 'vitest';
import type { SerializedError } from '../../../src/shared/errors';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import type { Picture, Selection } from '../../../src/shared/protocol';
import { comparisonOf, placeInList } from '../../../src/ui/compare/comparison';
import type { Action } from '../../../src/ui/state/actions';
import { INITIAL_STATE, type AppState } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import {
  comparedItem,
  isRunning,
  picturesToEnhance,
  promptForRun,
  readyToStart,
} from '../../../src/ui/state/selectors';
import { COMPACT, NOTHING_KEPT, OSEDIFF, PLAIN, picture, RUN_OPTIONS, selectionOf } from './fakes';

const ERROR: SerializedError = { code: 'internal', details: {} };

const ENHANCE = { command: 'enhance', prompt: null } as const;

const after = (...actions: Action[]): AppState => actions.reduce(reduce, INITIAL_STATE);
const opened = (command: 'open' | 'enhance'): Action => ({
  type: 'session/opened',
  launch: { command, prompt: null },
  settings: { ...DEFAULT_SETTINGS, scale: 2, denoise: 0.4 },
  ...NOTHING_KEPT,
  editor: 'figma',
});
const ready: Action = { type: 'engine/ready', info: COMPACT };
const read = (selection: Selection, changedByUser = false): Action => ({
  type: 'selection/read',
  selection,
  changedByUser,
});
const started = (...pictures: Picture[]): Action => ({
  type: 'run/started',
  pictures,
  options: { ...RUN_OPTIONS, scale: 2 },
  nowMs: 0,
});
const done = (imageHash: string): Action => ({
  type: 'item/phase',
  imageHash,
  nowMs: 1,
  phase: {
    status: 'done',
    result: {
      imageHash: `${imageHash}-new`,
      sourceHash: imageHash,
      width: 200,
      height: 100,
      sourceWidth: 100,
      sourceHeight: 50,
      scale: 2,
      capped: false,
      format: 'png',
      tookMs: 5,
      failures: [],
      originalsKept: true,
    },
  },
});
const finished: Action = { type: 'run/finished', nowMs: 1 };

describe('what a run leaves out', () => {
  test('is kept with its results: skipped layers and pictures above the limit', () => {
    const skipped = [
      { nodeId: 'v', nodeName: 'Film', error: { code: 'video-fill' as const, details: {} } },
    ];
    const selection: Selection = {
      ...selectionOf(picture('a'), picture('huge', { width: 4097, height: 5 })),
      skipped,
      hiddenOrLocked: 3,
    };
    const state = after(opened('open'), ready, read(selection), started(picture('a')));
    expect(state.run?.leftOut.hiddenOrLocked).toBe(3);
    expect(state.run?.leftOut.skipped.map(({ error }) => error.code)).toEqual([
      'image-at-limit',
      'video-fill',
    ]);
  });
});

describe('the start of a run', () => {
  test('“Enhance image” starts when engine and selection are there, in either order', () => {
    const one = selectionOf(picture('a'));
    expect(readyToStart(after(opened('enhance'), ready))).toBe(false);
    expect(readyToStart(after(opened('enhance'), read(one)))).toBe(false);
    expect(readyToStart(after(opened('enhance'), ready, read(one)))).toBe(true);
    expect(readyToStart(after(opened('enhance'), read(one), ready))).toBe(true);
  });

  test('“Open panel” waits for the button', () => {
    const state = after(opened('open'), ready, read(selectionOf(picture('a'))));
    expect(readyToStart(state)).toBe(false);
    expect(readyToStart(reduce(state, { type: 'start/wanted' }))).toBe(true);
  });

  test('is forgotten when there is nothing to enlarge, no engine, or no session', () => {
    const small = selectionOf(picture('a'));
    const huge = selectionOf(picture('a', { width: 4097, height: 4096 }));
    expect(after(opened('enhance'), read(selectionOf())).startWanted).toBe(false);
    expect(after(opened('enhance'), read(huge)).startWanted).toBe(false);
    expect(
      after(opened('enhance'), read(small), { type: 'engine/failed', error: ERROR }).startWanted,
    ).toBe(false);
    expect(after(opened('enhance'), { type: 'selection/failed', error: ERROR }).startWanted).toBe(
      false,
    );
    expect(after(opened('enhance'), { type: 'session/failed', error: ERROR }).startWanted).toBe(
      false,
    );
  });

  test('can be called off', () => {
    expect(after(opened('enhance'), ready, { type: 'start/dropped' }).startWanted).toBe(false);
  });

  test('waits for a selection that is being read again', () => {
    const state = after(opened('open'), ready, read(selectionOf(picture('a'))), {
      type: 'selection/reading',
    });
    const wanted = reduce(state, { type: 'start/wanted' });
    expect(wanted.startWanted).toBe(true);
    expect(readyToStart(wanted)).toBe(false);
  });

  test('leaves out pictures that Figma would not take back', () => {
    const state = after(
      opened('open'),
      read(selectionOf(picture('a'), picture('big', { width: 5000, height: 10 }))),
    );
    expect(picturesToEnhance(state).map((each) => each.imageHash)).toEqual(['a']);
  });
});

describe('a launch while the panel is open', () => {
  const idle = after(
    opened('open'),
    ready,
    read(selectionOf(picture('a'))),
    started(picture('a')),
    done('a'),
    finished,
    { type: 'compare/opened', imageHash: 'a' },
  );

  test('leaves the results and reads the selection before it starts', () => {
    const state = reduce(idle, { type: 'launched', launch: ENHANCE });
    expect(state).toMatchObject({ screen: 'choose', comparing: null, startWanted: true });
    expect(readyToStart(state)).toBe(false);
    expect(readyToStart(reduce(state, read(selectionOf(picture('b')))))).toBe(true);
  });

  test('waits for its selection even when nothing was selected before', () => {
    const nothing = after(opened('open'), ready, read(selectionOf()));
    const state = reduce(nothing, { type: 'launched', launch: ENHANCE });
    expect(readyToStart(reduce(state, read(selectionOf(picture('b')))))).toBe(true);
  });

  test('changes nothing during a run', () => {
    const running = reduce(idle, started(picture('a')));
    expect(reduce(running, { type: 'launched', launch: ENHANCE })).toBe(running);
  });
});

describe('“Compare with original”', () => {
  const result = (imageHash: string): Picture =>
    picture(imageHash, { original: { imageHash: `${imageHash}-first`, width: 50, height: 25 } });
  const compare: Action = {
    type: 'session/opened',
    launch: { command: 'compare', prompt: null },
    settings: DEFAULT_SETTINGS,
    ...NOTHING_KEPT,
    editor: 'figma',
  };

  test('opens the first selected picture that has an original, and leads to the next', () => {
    const state = after(compare, read(selectionOf(picture('a'), result('b'), result('c'))));
    expect(comparisonOf(state)).toMatchObject({
      before: { imageHash: 'b-first', width: 50 },
      after: { imageHash: 'b', width: 100 },
      facts: '2×',
      backTo: 'selection',
    });
    expect(placeInList(state)).toEqual({ number: 1, total: 2, previous: 'c', next: 'c' });
    const next = reduce(state, { type: 'compare/opened', imageHash: 'c' });
    expect(placeInList(next)).toMatchObject({ number: 2, next: 'b' });
  });

  test('waits for a selection that has an original, and leaves one that is gone', () => {
    const waiting = after(compare, read(selectionOf(picture('a'))));
    expect(waiting).toMatchObject({ comparing: null, compareWanted: true });
    const found = reduce(waiting, read(selectionOf(result('b')), true));
    expect(found).toMatchObject({ comparing: 'b', compareWanted: false });
    expect(placeInList(found)).toBeNull();
    expect(reduce(found, read(selectionOf(picture('a')), true)).comparing).toBeNull();
  });
});

describe('a run', () => {
  const running = after(
    opened('enhance'),
    ready,
    read(selectionOf(picture('a'), picture('b'))),
    started(picture('a'), picture('b')),
  );

  test('keeps the scale it began with', () => {
    const state = [
      { type: 'settings/set', changes: { scale: 4 } } as const,
      { type: 'settings/set', changes: { crisp: 1 } } as const,
    ].reduce(reduce, running);
    expect(state.settings).toEqual({ ...DEFAULT_SETTINGS, scale: 4, denoise: 0.4, crisp: 1 });
    expect(state.run?.options.scale).toBe(2);
  });

  test('never takes a settled picture back', () => {
    const state = [
      done('a'),
      { type: 'item/phase', imageHash: 'a', phase: { status: 'reading' }, nowMs: 1 } as const,
      {
        type: 'item/progress',
        imageHash: 'a',
        progress: { stage: 'restore', tilesDone: 1, tilesTotal: 2 },
        nowMs: 1,
      } as const,
    ].reduce(reduce, running);
    expect(state.run?.items[0]?.phase.status).toBe('done');
  });

  test('does not let the bar go back when tiles are halved', () => {
    const progress = (tilesDone: number, tilesTotal: number): Action => ({
      type: 'item/progress',
      imageHash: 'a',
      progress: { stage: 'restore', tilesDone, tilesTotal },
      nowMs: 1,
    });
    const state = [progress(3, 4), progress(2, 16)].reduce(reduce, running);
    expect(state.run?.items[0]?.restored).toBe(0.75);
  });

  test('leaves the rows of other pictures the values that they are', () => {
    const before = running.run!.items;
    const after = reduce(running, {
      type: 'item/progress',
      imageHash: 'a',
      progress: { stage: 'restore', tilesDone: 1, tilesTotal: 2 },
      nowMs: 1,
    }).run!.items;
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(reduce(running, { type: 'run/tick', nowMs: 2 }).run!.items).toBe(before);
  });

  test('takes no wishes for its queue once it is being cancelled', () => {
    const cancelling = reduce(running, { type: 'run/cancelling' });
    for (const action of [
      { type: 'run/pausing' },
      { type: 'run/resumed', nowMs: 1 },
      { type: 'item/skipped', imageHash: 'b' },
      { type: 'items/queued', imageHashes: ['a', 'b'], nowMs: 1 },
    ] as const) {
      expect(reduce(cancelling, action).run).toBe(cancelling.run);
    }
  });

  test('marks what it did not reach as left alone', () => {
    const state = [done('a'), { type: 'run/cancelling' } as const, finished].reduce(
      reduce,
      running,
    );
    expect(state.run?.items.map((item) => item.phase.status)).toEqual(['done', 'cancelled']);
    expect(isRunning(state)).toBe(false);
  });

  test('does not give way to a selection made meanwhile', () => {
    expect(reduce(running, read(selectionOf(picture('c')), true)).screen).toBe('run');
  });
});

describe('the model', () => {
  const opening: Action = { type: 'pack/opening', name: 'osediff' };
  const chosen: Action = { type: 'pack/opened', info: OSEDIFF, embedded: false };
  const refused: Action = { type: 'pack/failed', name: 'osediff', error: ERROR };
  const selected = after(opened('open'), ready, read(selectionOf(picture('a'))));
  const wanted: Action = { type: 'start/wanted' };

  test('changes when another pack is open, and the selection stays', () => {
    const state = [opening, chosen].reduce(reduce, selected);
    expect(state.model).toMatchObject({
      info: OSEDIFF,
      embedded: false,
      opening: null,
      failure: null,
    });
    expect(state.engine).toEqual({ status: 'ready', info: OSEDIFF });
    expect(state.selection).toBe(selected.selection);
  });

  test('stays as it was when another one is refused, and a run meant for that is dropped', () => {
    const state = [opening, wanted, refused].reduce(reduce, selected);
    expect(state.model).toMatchObject({
      info: COMPACT,
      embedded: true,
      opening: null,
      failure: { name: 'osediff', error: ERROR },
    });
    expect(state).toMatchObject({ engine: selected.engine, startWanted: false });
    expect(state.selection).toBe(selected.selection);
    expect(reduce(state, { type: 'pack/kept' }).model.failure).toBeNull();
  });

  test('is waited for by a run, also where the engine before it failed', () => {
    const failed = reduce(selected, { type: 'engine/failed', error: ERROR });
    for (const state of [selected, failed]) {
      const waiting = [opening, wanted].reduce(reduce, state);
      expect(waiting.startWanted).toBe(true);
      expect(readyToStart(waiting)).toBe(false);
      expect(readyToStart(reduce(waiting, chosen))).toBe(true);
    }
  });

  test('not opened after all, drops the run that waited for it, and no other', () => {
    const kept: Action = { type: 'pack/kept' };
    expect([opening, wanted, kept].reduce(reduce, selected).startWanted).toBe(false);
    const waiting = after(opened('enhance'), ready);
    expect(reduce(waiting, kept).startWanted).toBe(true);
  });

  test('is known while its engine starts again', () => {
    const state = [opening, chosen, { type: 'engine/starting' } as const].reduce(reduce, selected);
    expect(state.model.info).toBe(OSEDIFF);
  });
});

describe('the prompt', () => {
  const typed: Action = { type: 'prompt/typed', prompt: '  a red brick wall\n' };
  const chosen: Action = { type: 'pack/opened', info: OSEDIFF, embedded: false };

  test('is for packs that take one, and is kept for when there is one', () => {
    const plain = after({ type: 'engine/ready', info: PLAIN }, typed);
    expect(promptForRun(plain)).toBe('');
    expect(promptForRun(reduce(plain, chosen))).toBe('a red brick wall');
    expect(promptForRun(after(ready, typed))).toBe('a red brick wall');
    expect(promptForRun(after(typed))).toBe('');
  });

  test('has an end', () => {
    expect(after({ type: 'prompt/typed', prompt: 'a'.repeat(2000) }).prompt).toHaveLength(1000);
  });
});

describe('results', () => {
  const results = after(
    opened('enhance'),
    ready,
    read(selectionOf(picture('a'))),
    started(picture('a'), picture('b')),
    done('a'),
    finished,
  );

  test('stay when the selection is read again, or emptied', () => {
    expect(reduce(results, read(selectionOf(picture('a-new')))).screen).toBe('run');
    expect(reduce(results, read(selectionOf(), true)).screen).toBe('run');
  });

  test('give way to pictures that the user selects, and can be looked at again', () => {
    const state = reduce(results, read(selectionOf(picture('c')), true));
    expect(state.screen).toBe('choose');
    expect(reduce(state, { type: 'results/shown' }).screen).toBe('run');
  });

  test('stay while one of them is compared', () => {
    const comparing = reduce(results, { type: 'compare/opened', imageHash: 'a' });
    expect(comparedItem(comparing)?.picture.imageHash).toBe('a');
    expect(reduce(comparing, read(selectionOf(picture('c')), true)).screen).toBe('run');
  });

  test('only finished pictures can be compared', () => {
    expect(reduce(results, { type: 'compare/opened', imageHash: 'b' })).toBe(results);
    expect(reduce(results, { type: 'compare/opened', imageHash: 'unknown' })).toBe(results);
  });
});
