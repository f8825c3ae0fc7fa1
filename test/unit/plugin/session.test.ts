import { beforeAll, describe, expect, it, vi } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import { createSession } from '../../../src/plugin/session';
import { connectRpc, type RpcClient } from '../../../src/shared/rpc-client';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { imagePaint, pluginOn, solidPng, type PluginFixture } from '../../support/plugin-fixture';

let small: Uint8Array;
let large: Uint8Array;
let oldHash: string;

beforeAll(async () => {
  small = await solidPng(10, 6, '#f00');
  large = await solidPng(20, 12, '#f00');
  oldHash = imageHashOf(small);
});

function start(command: string): PluginFixture & { ui: RpcClient } {
  const fixture = pluginOn(
    [{ type: 'RECTANGLE', id: 'a', name: 'Photo', fills: [imagePaint(oldHash)] }],
    { images: [small] },
  );
  let receive: (message: unknown) => void = () => {};
  const push = fixture.toUi.push.bind(fixture.toUi);
  fixture.toUi.push = (...messages) => {
    for (const message of messages) queueMicrotask(() => receive(message));
    return push(...messages);
  };
  const session = createSession(fixture.figma, '<html>');
  fixture.figma.on('run', ({ command: launched }) => session.launch(launched));
  const ui = connectRpc({
    post: (message) => queueMicrotask(() => fixture.deliverFromUi(message)),
    receive: (handler) => {
      receive = handler;
    },
  });
  fixture.launch(command);
  return { ...fixture, ui };
}

describe('a session', () => {
  it('opens a themed window once and tells it the command of each launch', async () => {
    const { ui, log, launch } = start('enhance');
    expect(log).toEqual(['show 360x560 themed']);
    expect(await ui.call('session/start', {})).toEqual({
      command: 'enhance',
      settings: DEFAULT_SETTINGS,
    });
    const launched = vi.fn();
    ui.on('launched', launched);
    launch('open');
    await vi.waitFor(() => expect(launched).toHaveBeenCalledWith({ command: 'open' }));
    expect(log).toHaveLength(1);
  });

  it('opens the panel for a command it does not know', async () => {
    const { ui } = start('future');
    expect((await ui.call('session/start', {})).command).toBe('open');
  });

  it('reads, writes and commits as one undo step', async () => {
    const { ui, document, layer } = start('enhance');
    document.select(['a']);
    const { pictures } = await ui.call('selection/read', {});
    const { bytes } = await ui.call('picture/read', { imageHash: oldHash });
    expect(bytes).toEqual(small);
    await ui.call('picture/write', { imageHash: oldHash, uses: pictures[0]!.uses, bytes: large });
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
});
