import { useEffect } from 'preact/hooks';
import {
  deleteSelection,
  redo,
  selectAll,
  selectChildren,
  setZoom,
  stepZoom,
  toggleLocked,
  toggleVisible,
  undo,
} from './actions';
import type { Editor } from './editor';

/** Keys of the editor page. They stay with a text field or a menu that has the focus. */
export function useShortcuts(editor: Editor): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTyping(event.target)) return;
      const act = actionOf(editor, event);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [editor]);
}

function actionOf(editor: Editor, event: KeyboardEvent): (() => void) | undefined {
  const { selection } = editor.page.value;
  const hasControl = event.ctrlKey || event.metaKey;
  const name = `${hasControl ? 'Ctrl+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.code}`;
  // By place on the keyboard, because Shift changes which character a digit key types.
  switch (name) {
    case 'Ctrl+KeyZ':
      return () => undo(editor);
    case 'Ctrl+Shift+KeyZ':
    case 'Ctrl+KeyY':
      return () => redo(editor);
    case 'Ctrl+Slash':
      return () => editor.quickActions.set(true);
    case 'Ctrl+KeyA':
      return () => selectAll(editor);
    case 'Ctrl+Shift+KeyH':
      return () => toggleVisible(editor, selection);
    case 'Ctrl+Shift+KeyL':
      return () => toggleLocked(editor, selection);
    case 'Shift+Digit0':
    case 'Ctrl+Digit0':
      return () => setZoom(editor, 1);
    case 'Shift+Digit1':
      return () => editor.zoomTo();
    case 'Shift+Digit2':
      return () => editor.zoomTo(selection);
    case 'Equal':
    case 'Shift+Equal':
    case 'Ctrl+Equal':
    case 'NumpadAdd':
      return () => stepZoom(editor, 1);
    case 'Minus':
    case 'Ctrl+Minus':
    case 'NumpadSubtract':
      return () => stepZoom(editor, -1);
  }
  // Buttons and the plugin's window have their own use for these.
  const isElsewhere =
    event.target instanceof Element && event.target.closest('button, .plugin-window');
  if (isElsewhere) return undefined;
  switch (name) {
    case 'Escape':
      return () => editor.document.select([]);
    case 'Enter':
      return () => selectChildren(editor);
    case 'Delete':
    case 'Backspace':
      return () => deleteSelection(editor);
    default:
      return undefined;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}
