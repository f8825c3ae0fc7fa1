import { describe, expect, it, vi } from 'vitest';
import type { MenuEntry } from '../../../src/playground/menu/menu-entry';
import { readManifest } from '../../../src/playground/plugin/manifest';
import {
  pluginCommands,
  pluginMenu,
  typedParameters,
} from '../../../src/playground/plugin/plugin-menu';
import manifestJson from '../../../manifest.json';

const BASE = { name: 'Tool', id: '1', main: 'code.js' };

describe('pluginMenu', () => {
  it('puts the items of the manifest below the name, separators and nested menus included', () => {
    const launch = vi.fn();
    const menu = pluginMenu(
      readManifest({
        ...BASE,
        menu: [
          { name: 'First', command: 'one' },
          { separator: true },
          { name: 'More', menu: [{ name: 'Deep', command: 'two' }] },
        ],
      }),
      launch,
    );
    expect(outline(menu)).toEqual(['Tool', ['First', '—', ['More', ['Deep']]]]);
    actionNamed(menu, 'Deep').run();
    expect(launch).toHaveBeenCalledExactlyOnceWith('two');
  });

  it('launches without a command when there is no menu', () => {
    const launch = vi.fn();
    const menu = pluginMenu(readManifest(BASE), launch);
    expect(outline(menu)).toBe('Tool');
    actionNamed(menu, 'Tool').run();
    expect(launch).toHaveBeenCalledExactlyOnceWith('');
  });

  it('ignores what else Figma allows on an item', () => {
    const menu = [{ name: 'Go', command: 'go', parameterOnly: false, parameters: [] }];
    expect(outline(pluginMenu(readManifest({ ...BASE, menu }), vi.fn()))).toEqual(['Tool', ['Go']]);
  });

  it('takes the manifest of this plugin', () => {
    const manifest = readManifest(manifestJson);
    expect(outline(pluginMenu(manifest, vi.fn()))).toEqual([manifest.name, expect.any(Array)]);
  });
});

describe('quick actions', () => {
  it('list every command, those of submenus too, and ask for parameters of free text', () => {
    const suggested = { name: 'Icon', key: 'icon' };
    const free = { name: 'Words', key: 'words', allowFreeform: true, optional: true };
    const commands = pluginCommands(
      readManifest({
        ...BASE,
        menu: [
          { name: 'First', command: 'one' },
          { separator: true },
          { name: 'More', menu: [{ name: 'Deep', command: 'two', parameters: [suggested, free] }] },
        ],
      }),
    );
    expect(commands.map(({ command }) => command)).toEqual(['one', 'two']);
    expect(commands.map(typedParameters)).toEqual([[], [free]]);
  });
});

describe('readManifest', () => {
  it.each([
    ['no name', { ...BASE, name: undefined }],
    ['an empty list of domains', { ...BASE, networkAccess: { allowedDomains: [] } }],
    ['an item without a command', { ...BASE, menu: [{ name: 'Go' }] }],
    ['nothing', null],
  ])('refuses %s', (_, json) => {
    expect(() => readManifest(json)).toThrow(/^manifest\.json: /);
  });
});

type Outline = string | [string, Outline[]];

function outline(entry: MenuEntry): Outline {
  if (entry.kind === 'separator') return '—';
  return entry.kind === 'action' ? entry.label : [entry.label, entry.entries.map(outline)];
}

function actionNamed(entry: MenuEntry, label: string): Extract<MenuEntry, { kind: 'action' }> {
  const all = (one: MenuEntry): MenuEntry[] =>
    one.kind === 'submenu' ? [one, ...one.entries.flatMap(all)] : [one];
  const found = all(entry).find((one) => one.kind === 'action' && one.label === label);
  if (found?.kind !== 'action') throw new Error(`No action ${label}`);
  return found;
}
