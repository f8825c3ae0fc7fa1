import type { MenuEntry } from '../menu/menu-entry';
import { pluginMenu } from '../plugin/plugin-menu';
import { deleteSelection, redo, selectAll, toggleLocked, toggleVisible, undo } from './actions';
import type { Editor } from './editor';
import { KEYS } from './key-names';

/** Plugins of this canvas: there is one. */
export function pluginsMenu(editor: Editor): MenuEntry[] {
  return [pluginMenu(editor.manifest, (command) => editor.plugin.launch(command))];
}

/** The menu of a right click; `Plugins` comes first, as it is what one is here for. */
export function canvasMenu(editor: Editor): MenuEntry[] {
  const { selection } = editor.page.value;
  const disabled = selection.length === 0;
  const separator: MenuEntry = { kind: 'separator' };
  return [
    { kind: 'submenu', label: 'Plugins', entries: pluginsMenu(editor) },
    {
      kind: 'action',
      label: 'Quick actions…',
      shortcut: KEYS.quickActions,
      run: () => editor.quickActions.set(true),
    },
    separator,
    { kind: 'action', label: 'Select all', shortcut: KEYS.selectAll, run: () => selectAll(editor) },
    {
      kind: 'action',
      label: 'Zoom to selection',
      shortcut: KEYS.zoomToSelection,
      disabled,
      run: () => editor.zoomTo(selection),
    },
    { kind: 'action', label: 'Zoom to fit', shortcut: KEYS.zoomToFit, run: () => editor.zoomTo() },
    separator,
    {
      kind: 'action',
      label: 'Show/Hide',
      shortcut: KEYS.toggleVisible,
      disabled,
      run: () => toggleVisible(editor, selection),
    },
    {
      kind: 'action',
      label: 'Lock/Unlock',
      shortcut: KEYS.toggleLocked,
      disabled,
      run: () => toggleLocked(editor, selection),
    },
    {
      kind: 'action',
      label: 'Delete',
      shortcut: KEYS.delete,
      disabled,
      run: () => deleteSelection(editor),
    },
    separator,
    { kind: 'action', label: 'Undo', shortcut: KEYS.undo, run: () => undo(editor) },
    { kind: 'action', label: 'Redo', shortcut: KEYS.redo, run: () => redo(editor) },
  ];
}
