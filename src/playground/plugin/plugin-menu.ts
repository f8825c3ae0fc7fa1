import type { MenuEntry } from '../menu/menu-entry';
import type { CommandParameter, Manifest, ManifestCommand, ManifestMenuItem } from './manifest';

/**
 * The plugin's entry of the Plugins menu: its menu items below its name, or the name alone, which
 * launches without a command, when the manifest has no menu.
 */
export function pluginMenu(
  manifest: Pick<Manifest, 'name' | 'menu'>,
  launch: (command: string) => void,
): MenuEntry {
  if (manifest.menu === undefined || manifest.menu.length === 0) {
    return { kind: 'action', label: manifest.name, run: () => launch('') };
  }
  const toEntry = (item: ManifestMenuItem): MenuEntry => {
    if ('separator' in item) return { kind: 'separator' };
    if ('menu' in item) {
      return { kind: 'submenu', label: item.name, entries: item.menu.map(toEntry) };
    }
    return { kind: 'action', label: item.name, run: () => launch(item.command) };
  };
  return { kind: 'submenu', label: manifest.name, entries: manifest.menu.map(toEntry) };
}

/** Every command of the menu, for quick actions, which know no submenus. */
export function pluginCommands({ menu = [] }: Pick<Manifest, 'menu'>): ManifestCommand[] {
  return menu.flatMap((item) => {
    if ('separator' in item) return [];
    return 'menu' in item ? pluginCommands(item) : [item];
  });
}

/** What quick actions ask for: parameters that take any text. Others need the plugin's suggestions. */
export function typedParameters({ parameters = [] }: ManifestCommand): readonly CommandParameter[] {
  return parameters.filter(({ allowFreeform }) => allowFreeform === true);
}
