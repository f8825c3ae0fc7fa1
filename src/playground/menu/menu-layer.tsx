import './menu.css';
import { useEffect } from 'preact/hooks';
import type { Editor } from '../editor/editor';
import { useObservable } from '../state/use-observable';
import { MenuList } from './menu-list';

/** The open menu of the page, over everything; a press elsewhere closes it. */
export function MenuLayer({ editor }: { editor: Editor }) {
  const open = useObservable(editor.menu);
  const close = (): void => editor.menu.set(null);

  useEffect(() => {
    if (!open) return;
    const focusedBefore = document.activeElement;
    // A press in the plugin's frame is not seen here, but it takes the focus.
    window.addEventListener('blur', close);
    return () => {
      window.removeEventListener('blur', close);
      if (focusedBefore instanceof HTMLElement) focusedBefore.focus({ preventScroll: true });
    };
  }, [open]);

  if (!open) return null;
  return (
    <div
      class="menu-layer"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) close();
      }}
    >
      <MenuList
        key={`${open.at.x} ${open.at.y}`}
        label="Menu"
        entries={open.entries}
        anchor={{ ...open.at, width: 0, height: 0 }}
        onDone={close}
        onBack={close}
      />
    </div>
  );
}
