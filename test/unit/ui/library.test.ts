import { describe, expect, test, vi } from 'vitest';
import { presetSettings } from '../../../src/shared/presets';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { createAppController } from '../../../src/ui/control/app-controller';
import {
  chosenPreset,
  isModified,
  ownPresetId,
  presetChoices,
} from '../../../src/ui/presets/preset-choices';
import { INITIAL_STATE, type AppState } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { createStore } from '../../../src/ui/state/store';
import { bytesText, originalsText, storageTotalText } from '../../../src/ui/text/settings-text';
import {
  COMPACT,
  fakeEngine,
  fakeSandbox,
  OSEDIFF,
  picture,
  RUN_OPTIONS,
  sessionOf,
  settle,
  succeed,
} from './fakes';

const WARM = { name: 'Warm', settings: { ...DEFAULT_SETTINGS, crisp: 0.5 }, prompt: 'sharper' };

const withPresets = (state: AppState = INITIAL_STATE): AppState =>
  reduce(reduce(state, { type: 'engine/ready', info: COMPACT }), {
    type: 'library/presets',
    shelf: { presets: [WARM, { ...WARM, name: 'Any prompt', prompt: '' }], keeping: 'kept' },
  });
const choose = (state: AppState, id: string | null): AppState =>
  reduce(state, { type: 'preset/chosen', id });

describe('a chosen preset', () => {
  test('sets everything it keeps, and its prompt', () => {
    const state = choose(withPresets(), ownPresetId('Warm'));
    expect(state).toMatchObject({ settings: WARM.settings, prompt: 'sharper' });
    expect(isModified(chosenPreset(state)!, state)).toBe(false);
  });

  test('without a prompt leaves the prompt as it is', () => {
    const typed = reduce(withPresets(), { type: 'prompt/typed', prompt: 'a cat' });
    const state = choose(typed, ownPresetId('Any prompt'));
    expect(state.prompt).toBe('a cat');
    expect(isModified(chosenPreset(state)!, state)).toBe(false);
  });

  test('of Onestep changes the controls only', () => {
    const large = reduce(withPresets(), { type: 'settings/set', changes: { scale: 1 } });
    const state = choose(large, 'built-in/old-jpeg');
    expect(state.settings).toEqual({ ...DEFAULT_SETTINGS, scale: 1, dejpeg: 0.8 });
    const rescaled = reduce(state, { type: 'settings/set', changes: { scale: 2 } });
    expect(isModified(chosenPreset(rescaled)!, rescaled)).toBe(false);
  });

  test.each([
    [{ type: 'settings/set', changes: { scale: 1 } }],
    [{ type: 'settings/set', changes: { deblur: 1 } }],
    [{ type: 'prompt/typed', prompt: 'softer' }],
  ] as const)('is modified by %o', (action) => {
    const state = reduce(choose(withPresets(), ownPresetId('Warm')), action);
    expect(isModified(chosenPreset(state)!, state)).toBe(true);
  });

  test('that is gone is chosen no more', () => {
    const state = choose(withPresets(), ownPresetId('Warm'));
    const shelf = { presets: [], keeping: 'kept' } as const;
    expect(
      chosenPreset(reduce(state, { type: 'library/presets', shelf: { ...shelf, presets: [] } })),
    ).toBeNull();
    expect(choose(state, 'own/never')).toMatchObject({ library: { chosen: null } });
  });

  test('of Onestep is offered only where the pack has controls', () => {
    const names = (state: AppState): string[] => presetChoices(state).map(({ name }) => name);
    expect(names(withPresets())).toContain('Photo, faithful');
    const other = reduce(withPresets(), { type: 'pack/opened', info: OSEDIFF, embedded: false });
    expect(names(other)).toEqual(['Warm', 'Any prompt']);
  });
});

describe('the settings screen', () => {
  const opened = reduce(INITIAL_STATE, { type: 'settings/opened', by: 'gear' });

  test('closes when a run begins', () => {
    const state = reduce(opened, {
      type: 'run/started',
      pictures: [picture('a')],
      options: RUN_OPTIONS,
      nowMs: 0,
    });
    expect(state.settingsScreen.openedBy).toBeNull();
  });

  test('opens and closes with launches', () => {
    const launched = (command: 'settings' | 'open'): AppState =>
      reduce(opened, { type: 'launched', launch: { command, prompt: null } });
    expect(launched('settings').settingsScreen.openedBy).toBe('menu');
    expect(launched('open').settingsScreen.openedBy).toBeNull();
  });

  test('goes back to the first settings, and to no preset', () => {
    const state = choose(withPresets(), ownPresetId('Warm'));
    const reset = reduce(state, { type: 'settings/reset', settings: DEFAULT_SETTINGS });
    expect(reset.settings).toEqual(DEFAULT_SETTINGS);
    expect(reset.library.chosen).toBeNull();
  });

  test('says sizes and counts in words', () => {
    expect(['1 byte', '999 bytes', '1.0 kB', '2.5 MB']).toEqual(
      [1, 999, 1000, 2_500_000].map(bytesText),
    );
    expect(storageTotalText(312)).toBe('312 bytes of the 5 MB that Figma gives a plugin');
    expect(originalsText({ originals: 1, layers: 2 })).toContain(
      '1 original for 2 enhanced layers',
    );
    expect(originalsText({ originals: 0, layers: 0 })).toContain('No originals');
  });
});

describe('the library', () => {
  const open = async (answers: Parameters<typeof fakeSandbox>[0] = {}) => {
    const sandbox = fakeSandbox(answers);
    const store = createStore(reduce, INITIAL_STATE);
    const controller = createAppController({
      store,
      rpc: sandbox.rpc,
      engine: fakeEngine(succeed),
      nowMs: () => Date.now(),
    });
    controller.connect();
    controller.startEngine();
    await settle();
    return { sandbox, store, controller };
  };
  const shelf = (state: AppState) => state.library.presets;

  test('keeps, renames and deletes presets; the chosen one stays chosen under its new name', async () => {
    const { controller, store } = await open();
    controller.typePrompt(' noisy ');
    controller.library.savePreset('Mine');
    await settle();
    expect(shelf(store.get()).presets).toEqual([
      { name: 'Mine', settings: presetSettings(store.get().settings), prompt: 'noisy' },
    ]);
    controller.library.renamePreset('Mine', 'Ours');
    await settle();
    expect(chosenPreset(store.get())?.name).toBe('Ours');
    controller.library.deletePreset('Ours');
    await settle();
    expect(shelf(store.get())).toEqual({ presets: [], keeping: 'kept' });
    expect(chosenPreset(store.get())).toBeNull();
  });

  test('holds for the window when the sandbox does not answer', async () => {
    const fail = () => Promise.reject(new Error('gone'));
    const { controller, store } = await open({ 'presets/save': fail, 'prompts/remove': fail });
    controller.library.savePreset('Mine');
    controller.library.forgetPrompt('never');
    await settle();
    expect(shelf(store.get())).toMatchObject({
      presets: [{ name: 'Mine' }],
      keeping: 'unavailable',
    });
    expect(store.get().library.prompts.keeping).toBe('unavailable');
  });

  test('remembers a prompt once for each run, and none for a run without', async () => {
    const { controller, sandbox, store } = await open();
    controller.enhance();
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    await settle();
    expect(sandbox.calls).not.toContain('prompts/add');
    controller.typePrompt('noisy');
    controller.enhance();
    await vi.waitFor(() => expect(store.get().library.prompts.prompts).toEqual(['noisy']));
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(sandbox.calls.filter((call) => call === 'prompts/add')).toHaveLength(1);
  });

  test('a storage that fails does not stop a run', async () => {
    const fail = () => Promise.reject(new Error('full'));
    const { store } = await open({
      'session/start': () => ({ ...sessionOf('enhance-prompt', 2), prompt: 'noisy' }),
      'prompts/add': fail,
      'settings/save': fail,
    });
    await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
    expect(store.get().run?.items[0]?.phase.status).toBe('done');
  });

  test('choosing a preset saves the settings it sets', async () => {
    const { controller, sandbox } = await open();
    controller.library.choosePreset('built-in/interface');
    await settle();
    expect(sandbox.params).toContainEqual({
      method: 'settings/save',
      params: { settings: { ...DEFAULT_SETTINGS, content: 'text' } },
    });
  });

  test('Escape leaves settings that the panel opened, and the plugin from the others', async () => {
    const { controller, sandbox, store } = await open();
    controller.settings.open('gear');
    controller.escape();
    expect(store.get().settingsScreen.openedBy).toBeNull();
    expect(sandbox.calls).not.toContain('window/close');
    store.dispatch({ type: 'settings/opened', by: 'menu' });
    controller.escape();
    expect(sandbox.calls).toContain('window/close');
  });
});
