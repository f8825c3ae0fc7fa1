import './top-bar.css';
import { useRef } from 'preact/hooks';
import { addFiles, redo, setZoom, stepZoom, undo } from '../editor/actions';
import { pluginsMenu } from '../editor/canvas-menu';
import { useEditor } from '../editor/editor-context';
import { KEYS } from '../editor/key-names';
import { Icon } from '../icons/icon';
import type { IconName } from '../icons/icon-paths';
import type { MenuEntry } from '../menu/menu-entry';
import { useObservable } from '../state/use-observable';

interface TopBarProps {
  readonly isConsoleOpen: boolean;
  onToggleConsole(): void;
}

export function TopBar({ isConsoleOpen, onToggleConsole }: TopBarProps) {
  const editor = useEditor();
  const theme = useObservable(editor.theme);
  const { zoom } = useObservable(editor.camera);
  const lines = useObservable(editor.log.lines);
  const fileInput = useRef<HTMLInputElement>(null);
  const problems = lines.filter(({ level }) => level === 'error').length;

  const openMenu = (button: HTMLElement, entries: readonly MenuEntry[]): void => {
    const { left, bottom } = button.getBoundingClientRect();
    editor.menu.set({ at: { x: left, y: bottom + 4 }, entries });
  };

  const onFiles = (input: HTMLInputElement): void => {
    void addFiles(editor, [...(input.files ?? [])]);
    // So that choosing the same file again is a change again.
    input.value = '';
  };

  return (
    <header class="top-bar">
      <h1>
        {editor.manifest.name} <span>playground</span>
      </h1>
      <div class="group">
        <button
          type="button"
          class="text-button"
          aria-haspopup="menu"
          data-testid="plugins-menu"
          onClick={(event) => openMenu(event.currentTarget, pluginsMenu(editor))}
        >
          <Icon name="plugin" />
          Plugins
        </button>
        <button type="button" class="text-button" onClick={() => fileInput.current?.click()}>
          <Icon name="add-picture" />
          Add picture…
        </button>
        <input
          ref={fileInput}
          type="file"
          hidden
          multiple
          accept="image/png,image/jpeg,image/gif,image/webp"
          data-testid="file-input"
          onChange={(event) => onFiles(event.currentTarget)}
        />
      </div>
      <div class="group">
        <IconButton icon="undo" label={`Undo (${KEYS.undo})`} onClick={() => undo(editor)} />
        <IconButton icon="redo" label={`Redo (${KEYS.redo})`} onClick={() => redo(editor)} />
      </div>
      <div class="spacer" />
      <div class="group">
        <button
          type="button"
          class="text-button zoom"
          aria-haspopup="menu"
          aria-label={`Zoom, ${formatZoom(zoom)}`}
          data-testid="zoom"
          onClick={(event) =>
            openMenu(event.currentTarget, [
              { kind: 'action', label: 'Zoom in', shortcut: '+', run: () => stepZoom(editor, 1) },
              { kind: 'action', label: 'Zoom out', shortcut: '−', run: () => stepZoom(editor, -1) },
              { kind: 'separator' },
              {
                kind: 'action',
                label: 'Zoom to 100 %',
                shortcut: KEYS.zoomTo100,
                run: () => setZoom(editor, 1),
              },
              {
                kind: 'action',
                label: 'Zoom to fit',
                shortcut: KEYS.zoomToFit,
                run: () => editor.zoomTo(),
              },
              {
                kind: 'action',
                label: 'Zoom to selection',
                shortcut: KEYS.zoomToSelection,
                disabled: editor.page.value.selection.length === 0,
                run: () => editor.zoomTo(editor.page.value.selection),
              },
            ])
          }
        >
          {formatZoom(zoom)}
          <Icon name="chevron-down" />
        </button>
        <button
          type="button"
          class="text-button"
          aria-pressed={isConsoleOpen}
          data-testid="console-toggle"
          onClick={onToggleConsole}
        >
          <Icon name="console" />
          Console
          {problems > 0 && <span class="count">{problems}</span>}
        </button>
        <IconButton
          icon={theme === 'light' ? 'moon' : 'sun'}
          label={theme === 'light' ? 'Dark theme' : 'Light theme'}
          testId="theme-switch"
          onClick={() => editor.theme.set(theme === 'light' ? 'dark' : 'light')}
        />
      </div>
    </header>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly testId?: string;
  onClick(): void;
}

function IconButton({ icon, label, testId, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      data-testid={testId}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function formatZoom(zoom: number): string {
  return `${Math.round(zoom * 100)} %`;
}
