import { describe, expect, test, vi } from 'vitest';
import type { Picture, PictureUse } from '../../../src/shared/protocol';
import type { SharingChoice } from '../../../src/shared/write-target';
import { createAppController } from '../../../src/ui/control/app-controller';
import type { Action } from '../../../src/ui/state/actions';
import { INITIAL_STATE, type AppState } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import {
  asksAboutStyles,
  leftOutOfRun,
  picturesToEnhance,
  readyToStart,
} from '../../../src/ui/state/selectors';
import { componentsInQuestion, stylesInQuestion } from '../../../src/ui/state/sharing';
import { createStore } from '../../../src/ui/state/store';
import {
  componentsText,
  followersText,
  remoteStylesText,
  styleAnswers,
} from '../../../src/ui/text/sharing-text';
import { pictureOf, pictureUse } from '../../support/picture-use';
import {
  NOTHING_KEPT,
  COMPACT,
  fakeEngine,
  fakeSandbox,
  picture,
  selectionOf,
  sessionOf,
  settle,
  succeed,
} from './fakes';

const own = (id: string): PictureUse => pictureUse(id, `Layer ${id}`);
const styled = (id: string, styleId: string, remote = false): PictureUse =>
  pictureUse(id, `Layer ${id}`, { styleId, style: { name: `Style ${styleId}`, remote } });
const inInstance = (id: string, name: string, remote = false): PictureUse =>
  pictureUse(id, `Layer ${id}`, { component: { name, remote } });
const showing = (imageHash: string, ...uses: PictureUse[]): Picture =>
  pictureOf(imageHash, 100, 50, uses);

const opened = (command: 'open' | 'enhance' | 'batch'): Action => ({
  type: 'session/opened',
  launch: { command, prompt: null },
  settings: { ...INITIAL_STATE.settings, scale: 2 },
  ...NOTHING_KEPT,
  editor: 'figma',
});
const ready: Action = { type: 'engine/ready', info: COMPACT };
const read = (pictures: Picture[], changedByUser = false): Action => ({
  type: 'selection/read',
  selection: selectionOf(...pictures),
  changedByUser,
});
const styles = (choice: SharingChoice['styles']): Action => ({ type: 'sharing/styles', choice });
const after = (...actions: Action[]): AppState => actions.reduce(reduce, INITIAL_STATE);
const hashes = (state: AppState): string[] =>
  picturesToEnhance(state).map(({ imageHash }) => imageHash);

describe('pictures that styles hold', () => {
  const mixed = showing('a', own('1'), styled('2', 'S:1'));
  const onlyStyled = showing('b', styled('3', 'S:1'), styled('4', 'S:1'));

  test('wait for an answer; a run that was asked for begins with it', () => {
    const asked = after(opened('enhance'), ready, read([mixed]));
    expect(asked.startWanted).toBe(true);
    expect(asksAboutStyles(asked)).toBe(true);
    expect(readyToStart(asked)).toBe(false);
    expect(readyToStart(reduce(asked, styles('detach')))).toBe(true);
  });

  test('are no question where no style is at work, nor while the selection is read', () => {
    expect(asksAboutStyles(after(ready, read([showing('a', own('1'))])))).toBe(false);
    expect(asksAboutStyles(after(ready, read([mixed]), { type: 'selection/reading' }))).toBe(false);
  });

  test('are named once each, with the number of layers that follow', () => {
    const twice = styled('3', 'S:1');
    const pictures = [mixed, showing('b', twice, { ...twice, property: 'strokes' })];
    expect(stylesInQuestion([...pictures, showing('c', styled('9', 'S:2', true))])).toEqual([
      { styleId: 'S:1', name: 'Style S:1', remote: false, layers: 2 },
      { styleId: 'S:2', name: 'Style S:2', remote: true, layers: 1 },
    ]);
  });

  test('when left, leave the uses of a layer’s own to the run, and are told among the rest', () => {
    const state = after(ready, read([mixed, onlyStyled]), styles('leave'));
    expect(hashes(state)).toEqual(['a']);
    expect(picturesToEnhance(state)[0]?.uses.map(({ nodeId }) => nodeId)).toEqual(['1']);
    expect(leftOutOfRun(state).skipped.map(({ nodeId, error }) => [nodeId, error.code])).toEqual([
      ['2', 'style-fill'],
      ['3', 'style-fill'],
      ['4', 'style-fill'],
    ]);
  });

  test('when all are left and nothing else is there, end the wish for a run', () => {
    const state = after(opened('enhance'), ready, read([onlyStyled]), styles('leave'));
    expect(state.startWanted).toBe(false);
  });

  test('of a library stay as they are when the others’ styles are changed', () => {
    const remote = showing('c', styled('5', 'S:9', true));
    const state = after(ready, read([onlyStyled, remote]), styles('change'));
    expect(hashes(state)).toEqual(['b']);
    expect(leftOutOfRun(state).skipped[0]?.error.code).toBe('style-remote');
  });

  test('are asked about again for other styles and after the next launch, not for the same', () => {
    const answered = after(ready, read([onlyStyled]), styles('change'));
    expect(asksAboutStyles(reduce(answered, read([mixed], true)))).toBe(false);
    expect(asksAboutStyles(reduce(answered, read([showing('c', styled('5', 'S:2'))])))).toBe(true);
    const launched = reduce(answered, {
      type: 'launched',
      launch: { command: 'open', prompt: null },
    });
    expect(asksAboutStyles(reduce(launched, read([onlyStyled])))).toBe(true);
  });

  test('that were taken out of a batch are not asked about', () => {
    const state = after(opened('batch'), ready, read([onlyStyled, showing('c', own('5'))]), {
      type: 'batch/toggled',
      imageHash: 'b',
    });
    expect(asksAboutStyles(state)).toBe(false);
    expect(hashes(state)).toEqual(['c']);
  });

  test('are put to the user in words that are true of them', () => {
    const local = stylesInQuestion([onlyStyled]);
    const library = stylesInQuestion([showing('c', styled('5', 'S:9', true))]);
    const choices = (of: typeof local): string[] => styleAnswers(of).map(({ choice }) => choice);
    expect(choices(local)).toEqual(['change', 'detach', 'leave']);
    expect(choices(library)).toEqual(['detach', 'leave']);
    expect(remoteStylesText(local)).toBeNull();
    expect(remoteStylesText(library)).toMatch(/library/);
    expect(styleAnswers([...local, ...library])[0]?.effect).toMatch(/library stay as they are/);
    expect(followersText(local[0]!, 'selection')).toBe('2 layers of the selection');
    expect(followersText(library[0]!, 'page')).toBe('1 layer of the page, from a library');
  });
});

describe('pictures of main components', () => {
  const pictures = [
    showing('a', inInstance('1', 'Card'), inInstance('2', 'Card'), inInstance('3', 'Kit', true)),
  ];
  const change: Action = { type: 'sharing/components', choice: 'change' };

  test('are overridden unless told otherwise, and never hold a run up', () => {
    const state = after(opened('enhance'), ready, read(pictures));
    expect(state.sharing.components).toBe('override');
    expect(readyToStart(state)).toBe(true);
  });

  test('are worth a question only where a component can be changed', () => {
    expect(componentsInQuestion(pictures)).toEqual({ names: ['Card'], layers: 2, remoteLayers: 1 });
    expect(componentsInQuestion([showing('a', inInstance('3', 'Kit', true))])).toBeNull();
    expect(componentsInQuestion([picture('a')])).toBeNull();
  });

  test('are overridden again once other layers are looked at', () => {
    const state = after(ready, read(pictures), change);
    expect(state.sharing.components).toBe('change');
    expect(reduce(state, read(pictures)).sharing.components).toBe('change');
    expect(reduce(state, read(pictures, true)).sharing.components).toBe('override');
    const scope = { area: 'page', includeHiddenAndLocked: false } as const;
    expect(reduce(state, { type: 'scope/set', scope }).sharing.components).toBe('override');
  });

  test('are put to the user in words that are true of them', () => {
    const question = componentsInQuestion(pictures)!;
    expect(componentsText(question, 'override')).toBe(
      '2 layers take their picture from “Card”. Only these instances change.',
    );
    expect(componentsText(question, 'change')).toMatch(/so does every instance\. 1 layer from a/);
  });
});

describe('the panel', () => {
  const shared = selectionOf(showing('a', own('1'), styled('2', 'S:1'), inInstance('3', 'Card')));

  function open(command: 'open' | 'enhance') {
    const sandbox = fakeSandbox({
      'session/start': () => sessionOf(command, 2),
      'selection/read': () => shared,
    });
    const store = createStore(reduce, INITIAL_STATE);
    const controller = createAppController({
      store,
      rpc: sandbox.rpc,
      engine: fakeEngine(succeed),
      nowMs: () => Date.now(),
    });
    controller.connect();
    controller.startEngine();
    const targets = (): unknown =>
      sandbox.params.flatMap(({ method, params }) =>
        method === 'picture/write'
          ? (params as { uses: { nodeId: string; target: string }[] }).uses.map(
              ({ nodeId, target }) => [nodeId, target],
            )
          : [],
      );
    return { store, controller, sandbox, targets };
  }

  test('grows from the small window to ask, and runs once it is told', async () => {
    const { store, controller, sandbox, targets } = open('enhance');
    await vi.waitFor(() => expect(store.get().window).toBe('full'));
    await settle();
    expect(sandbox.calls).toEqual(['session/start', 'selection/read', 'window/resize']);
    expect(store.get().startWanted).toBe(true);

    controller.chooseForStyles('change');
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(targets()).toEqual([
      ['1', 'layer'],
      ['2', 'style'],
      ['3', 'layer'],
    ]);
    // The user has seen the panel, so it stays with the results.
    expect(sandbox.calls).not.toContain('window/close');
  });

  test('writes as it was told before the start, and keeps the choice with the run', async () => {
    const { store, controller, targets } = open('open');
    await vi.waitFor(() => expect(store.get().selection.current).not.toBeNull());
    controller.chooseForComponents('change');
    controller.chooseForStyles('detach');
    expect(store.get().run).toBeNull();
    controller.enhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(targets()).toEqual([
      ['1', 'layer'],
      ['2', 'detached'],
      ['3', 'component'],
    ]);
    expect(store.get().run?.options.sharing).toEqual({ styles: 'detach', components: 'change' });
  });

  test('drops the wish for a run that waits for the answer with Escape', async () => {
    const { store, controller, sandbox } = open('open');
    await vi.waitFor(() => expect(store.get().selection.current).not.toBeNull());
    controller.enhance();
    expect(store.get().startWanted).toBe(true);
    controller.escape();
    controller.chooseForStyles('detach');
    await settle();
    expect(store.get().run).toBeNull();
    expect(sandbox.calls).not.toContain('window/close');
  });
});
