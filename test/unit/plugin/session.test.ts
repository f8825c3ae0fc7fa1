import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { StandInDocument } from '../../../src/playground/figma/document';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import { createSession } from '../../../src/plugin/session';
import type { Scope } from '../../../src/shared/protocol';
import { connectRpc, type RpcClient } from '../../../src/shared/rpc-client';
import { presetSettings } from '../../../src/shared/presets';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { writeUse } from '../../support/picture-use';
import {
  imagePaint,
  pluginOn,
  pluginRunningOn,
  solidPng,
  type PluginFixture,
} from '../../support/plugin-fixture';

const SCOPE: Scope = { area: 'selection', includeHiddenAndLocked: false };

let small: Uint8Array;
let large: Uint8Array;
let oldHash: string;

beforeAll(async () => {
  small = await solidPng(10, 6, '#f00');
  large = await solidPng(20, 12, '#f00');
  oldHash = imageHashOf(small);
});

function start(command: string, parameters?: ParameterValues): Started {
  const { document } = pluginOn(
    [{ type: 'RECTANGLE', id: 'a', name: 'Photo', fills: [imagePaint(oldHash)] }],
    { images: [small], pages: [{ id: '7:0', layers: [{ type: 'FRAME', id: 'far' }] }] },
  );
  return startOn(document, command, parameters);
}

type Started = PluginFixture & { readonly ui: RpcClient };

function startOn(
  document: StandInDocument,
  command: string,
  parameters?: ParameterValues,
): Started {
  const fixture = pluginRunningOn(document);
  let receive: (message: unknown) => void = () => {};
  const push = fixture.toUi.push.bind(fixture.toUi);
  fixture.toUi.push = (...messages) => {
    for (const message of messages) queueMicrotask(() => receive(message));
    return push(...messages);
  };
  const session = createSession(fixture.figma, '<html>');
  fixture.figma.on('run', ({ command: launched, parameters: typed }) =>
    session.launch(launched, typed),
  );
  const ui = connectRpc({
    post: (message) => queueMicrotask(() => fixture.deliverFromUi(message)),
    receive: (handler) => {
      receive = handler;
    },
  });
  fixture.launch(command, parameters);
  return { ...fixture, ui };
}

describe('a session', () => {
  it('opens a themed window once and tells it the command of each launch', async () => {
    const { ui, log, launch } = start('enhance');
    expect(log).toEqual(['show 320x128 themed']);
    expect(await ui.call('session/start', {})).toEqual({
      command: 'enhance',
      prompt: null,
      settings: DEFAULT_SETTINGS,
      presets: { presets: [], keeping: 'kept' },
      prompts: { prompts: [], keeping: 'kept' },
      editor: 'figma',
    });
    const launched = vi.fn();
    ui.on('launched', launched);
    launch('open');
    await vi.waitFor(() =>
      expect(launched).toHaveBeenCalledWith({ command: 'open', prompt: null }),
    );
    expect(log).toHaveLength(1);
  });

  it('opens the panel for a command it does not know', async () => {
    const { ui } = start('future');
    expect((await ui.call('session/start', {})).command).toBe('open');
  });

  it('reads, writes and commits as one undo step', async () => {
    const { ui, document, layer } = start('enhance');
    document.select(['a']);
    const { pictures } = await ui.call('selection/read', SCOPE);
    const { bytes } = await ui.call('picture/read', { imageHash: oldHash });
    expect(bytes).toEqual(small);
    await ui.call('picture/write', {
      imageHash: oldHash,
      uses: pictures[0]!.uses.map((use) => writeUse(use)),
      bytes: large,
      note: 'Restored',
    });
    await ui.call('run/commit', {});
    expect(layer('a').fills).toEqual([imagePaint(imageHashOf(large))]);
    expect(document.undo()).toBe(true);
    expect(layer('a').fills).toEqual([imagePaint(oldHash)]);
    expect(document.undo()).toBe(false);
  });

  it('announces a changed selection', async () => {
    const { ui, document } = start('open');
    const changed = vi.fn();
    ui.on('selection/changed', changed);
    document.select(['a']);
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  });

  it('keeps settings for the next window', async () => {
    const { ui } = start('open');
    const settings = { ...DEFAULT_SETTINGS, scale: 2, crisp: 0.3 } as const;
    await ui.call('settings/save', { settings });
    expect((await ui.call('session/start', {})).settings).toEqual(settings);
  });

  it('keeps presets and prompts for the next window', async () => {
    const { ui, document } = start('open');
    const preset = { name: 'Warm', settings: DEFAULT_SETTINGS, prompt: 'a harbour' };
    await ui.call('presets/save', preset);
    await ui.call('prompts/add', { prompt: 'a harbour' });
    const next = startOn(document, 'open');
    expect(await next.ui.call('session/start', {})).toMatchObject({
      // Where a batch looks is no matter of a preset.
      presets: {
        presets: [{ ...preset, settings: presetSettings(DEFAULT_SETTINGS) }],
        keeping: 'kept',
      },
      prompts: { prompts: ['a harbour'], keeping: 'kept' },
    });
  });

  it('works with a full storage: what cannot be kept lasts for the window, and that is said', async () => {
    const { ui, document } = start('open');
    document.clientStorage.set('other', new Uint8Array(4_999_990));
    const settings = { ...DEFAULT_SETTINGS, scale: 2 } as const;
    await ui.call('settings/save', { settings });
    expect(await ui.call('prompts/add', { prompt: 'a harbour' })).toEqual({
      prompts: ['a harbour'],
      keeping: 'unavailable',
    });
    expect((await ui.call('session/start', {})).settings).toEqual(settings);
    document.clientStorage.delete('other');
    expect(await ui.call('prompts/add', { prompt: 'a forest' })).toMatchObject({
      prompts: ['a forest', 'a harbour'],
      keeping: 'kept',
    });
  });

  it('counts the originals of the page on display, and what is stored', async () => {
    const { ui, document } = start('open');
    document.select(['a']);
    const { pictures } = await ui.call('selection/read', SCOPE);
    const empty = { originals: 0, layers: 0 };
    expect((await ui.call('storage/use', {})).page).toEqual(empty);
    await ui.call('picture/write', {
      imageHash: oldHash,
      uses: pictures[0]!.uses.map((use) => writeUse(use)),
      bytes: large,
      note: 'Restored',
    });
    await ui.call('settings/save', { settings: DEFAULT_SETTINGS });
    const { page, stored } = await ui.call('storage/use', {});
    expect(page).toEqual({ originals: 1, layers: 1 });
    expect(stored).toEqual({ settings: expect.any(Number), presets: 0, prompts: 0 });
    expect(stored.settings).toBeGreaterThan(50);
    document.currentPageId = '7:0';
    expect((await ui.call('storage/use', {})).page).toEqual(empty);
  });

  it('answers for pictures that Figma does not have', async () => {
    const { ui } = start('open');
    await expect(ui.call('picture/read', { imageHash: 'f'.repeat(40) })).rejects.toMatchObject({
      code: 'image-missing',
    });
  });

  it('resizes and closes the window on request', async () => {
    const { ui, log } = start('open');
    await ui.call('window/resize', { width: 400, height: 600 });
    await ui.call('canvas/notify', { text: 'Done', isError: false });
    void ui.call('window/close', {});
    await vi.waitFor(() => expect(log).toContain('close plugin'));
    expect(log).toEqual(expect.arrayContaining(['resize 400x600', 'toast Done']));
  });

  it.each([
    ['typed', { prompt: '  a cat ' }, 'a cat', '320x128'],
    ['left empty', { prompt: ' ' }, null, '360x560'],
    ['not asked for', undefined, null, '360x560'],
    ['of a strange kind', { prompt: 7 }, null, '360x560'],
  ])('hands on a prompt that was %s', async (_, parameters, prompt, size) => {
    const { ui, log } = start('enhance-prompt', parameters as ParameterValues);
    expect(log).toEqual([`show ${size} themed`]);
    expect(await ui.call('session/start', {})).toMatchObject({ command: 'enhance-prompt', prompt });
  });

  it('announces another page', async () => {
    const { ui, document } = start('batch');
    const changed = vi.fn();
    ui.on('page/changed', changed);
    document.currentPageId = '0:1';
    document.currentPageId = '7:0';
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  });

  it('restores without a window, says so and ends', async () => {
    const { ui, document, layer, launch, log, figma } = start('enhance');
    document.select(['a']);
    const { pictures } = await ui.call('selection/read', SCOPE);
    await ui.call('picture/write', {
      imageHash: oldHash,
      uses: pictures[0]!.uses.map((use) => writeUse(use)),
      bytes: large,
      note: 'Restored',
    });
    expect(layer('a').relaunchData).toEqual({
      restore: 'Restored: 10 × 6 → 20 × 12 px',
      'enhance-again': '',
    });
    figma.closePlugin();

    const next = startOn(document, 'restore');
    await vi.waitFor(() => expect(next.log.at(-1)).toBe('close plugin'));
    expect(next.log).toEqual(['toast Restored the original in 1 layer', 'close plugin']);
    expect(layer('a')).toMatchObject({ fills: [imagePaint(oldHash)], relaunchData: {} });
    expect(document.undo()).toBe(true);
    expect(layer('a').fills).toEqual([imagePaint(imageHashOf(large))]);
    expect(launch).toThrow('closed');
    expect(log).not.toContain('toast');
  });

  it('says when there is nothing to restore, and does not stay', async () => {
    const { document } = pluginOn([{ type: 'RECTANGLE', id: 'a' }]);
    document.select(['a']);
    const { log } = startOn(document, 'restore');
    await vi.waitFor(() => expect(log.at(-1)).toBe('close plugin'));
    expect(log[0]).toBe('toast Onestep has no original for this layer.');
  });

  it('shows a layer of another page', async () => {
    const { ui, document, log } = start('batch');
    await ui.call('canvas/show', { nodeId: 'far' });
    expect([document.currentPageId, document.selection]).toEqual(['7:0', ['far']]);
    expect(log).toContain('scroll');
    await expect(ui.call('canvas/show', { nodeId: 'nowhere' })).rejects.toMatchObject({
      code: 'layer-gone',
    });
  });
});
