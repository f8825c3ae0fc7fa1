import { describe, expect, test, vi } from 'vitest';
import type { Picture } from '../../../src/shared/protocol';
import { createAppController } from '../../../src/ui/control/app-controller';
import { INITIAL_STATE } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { asksAboutOriginals, picturesLosingOriginals } from '../../../src/ui/state/selectors';
import { createStore } from '../../../src/ui/state/store';
import { originalsLostText } from '../../../src/ui/text/originals-text';
import { pictureOf, pictureUse } from '../../support/picture-use';
import {
  fakeEngine,
  fakeSandbox,
  picture,
  selectionOf,
  sessionOf,
  settle,
  succeed,
  type FakeSandbox,
} from './fakes';

const losing = (imageHash: string, changes: Parameters<typeof pictureUse>[2] = {}): Picture =>
  pictureOf(imageHash, 100, 50, [
    pictureUse(`${imageHash}-kept`, 'Layer'),
    pictureUse(`${imageHash}-lost`, 'Layer', { originalCanBeKept: false, ...changes }),
  ]);

async function open(sandbox: FakeSandbox) {
  const store = createStore(reduce, INITIAL_STATE);
  const engine = fakeEngine(succeed);
  const controller = createAppController({ store, rpc: sandbox.rpc, engine, nowMs: Date.now });
  controller.connect();
  controller.startEngine();
  await settle();
  await settle();
  return { controller, sandbox, store };
}

const sandboxWith = (command: 'open' | 'batch' | 'enhance', ...pictures: Picture[]): FakeSandbox =>
  fakeSandbox({
    'session/start': () => sessionOf(command, 2),
    'selection/read': () => selectionOf(...pictures),
  });

const isWritten = ({ calls }: FakeSandbox): boolean =>
  calls.some((call) => call.startsWith('picture/write'));

describe('originals that cannot be kept', () => {
  test('“Enhance image” writes nothing before the user has said so in the panel', async () => {
    const { controller, sandbox, store } = await open(sandboxWith('enhance', losing('a')));
    expect(store.get()).toMatchObject({ window: 'full', startWanted: true, run: null });
    expect(sandbox.params).toContainEqual({
      method: 'window/resize',
      params: { width: 360, height: 560 },
    });
    expect(isWritten(sandbox)).toBe(false);
    controller.giveUpOriginals();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls).toContain('picture/write a');
  });

  test('“Enhance again” still starts from the original once that is said', async () => {
    const again = { ...losing('a'), original: { imageHash: 'first', width: 50, height: 25 } };
    const sandbox = fakeSandbox({
      'session/start': () => sessionOf('enhance-again', 2),
      'selection/read': () => selectionOf(again),
    });
    const { controller, store } = await open(sandbox);
    controller.giveUpOriginals();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls).toContain('picture/read first');
  });

  test('a cancel drops the run, and the next one asks again', async () => {
    const { controller, sandbox, store } = await open(sandboxWith('enhance', losing('a')));
    controller.cancel();
    expect(store.get().startWanted).toBe(false);
    sandbox.emit('launched', { command: 'enhance', prompt: null });
    await settle();
    await settle();
    expect(asksAboutOriginals(store.get())).toBe(true);
    expect(isWritten(sandbox)).toBe(false);
  });

  test('the button below the sentence is the word; one pressed before it was there is not', async () => {
    const shown = await open(sandboxWith('open', losing('a')));
    shown.controller.enhance();
    await vi.waitFor(() => expect(shown.store.get().run?.status).toBe('finished'));

    const early = await open(sandboxWith('open', losing('a')));
    early.controller.readSelection();
    early.controller.enhance();
    await settle();
    await settle();
    expect(early.store.get()).toMatchObject({ startWanted: true, run: null });
    expect(isWritten(early.sandbox)).toBe(false);
  });

  test('the word holds for what was read then, not for what is selected afterwards', async () => {
    const { controller, store } = await open(sandboxWith('open', losing('a')));
    store.dispatch({ type: 'engine/starting' });
    controller.enhance();
    expect(asksAboutOriginals(store.get())).toBe(false);
    controller.readSelection();
    await settle();
    expect(asksAboutOriginals(store.get())).toBe(true);
  });

  test('ask after the styles, and only for what a run would write', async () => {
    const styled = losing('a', { styleId: 'S:1', style: { name: 'Warm', remote: false } });
    const { controller, sandbox, store } = await open(sandboxWith('enhance', styled));
    expect(picturesLosingOriginals(store.get())).toHaveLength(1);
    controller.chooseForStyles('leave');
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(isWritten(sandbox)).toBe(true);
  });

  test('do not matter for a picture that is taken out of a batch', async () => {
    const { controller, store } = await open(sandboxWith('batch', losing('a'), picture('b')));
    expect(picturesLosingOriginals(store.get())).toHaveLength(1);
    controller.togglePicture('a');
    expect(picturesLosingOriginals(store.get())).toEqual([]);
  });

  test.each([
    [1, 1, 'The original cannot be kept here: only undo or the version history brings it back.'],
    [3, 3, 'The originals cannot be kept here: only undo or the version history brings them back.'],
    [
      1,
      3,
      'The original of 1 picture cannot be kept here: only undo or the version history brings it back.',
    ],
  ])('are said of %i pictures of %i', (count, total, text) => {
    expect(originalsLostText(count, total)).toBe(text);
  });
});
