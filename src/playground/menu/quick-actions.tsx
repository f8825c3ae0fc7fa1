import './quick-actions.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Editor } from '../editor/editor';
import type { ManifestCommand } from '../plugin/manifest';
import { pluginCommands, typedParameters } from '../plugin/plugin-menu';
import { useObservable } from '../state/use-observable';

/** Figma's quick actions: a command is found by its name, and asked for its parameters one by one. */
export function QuickActions({ editor }: { editor: Editor }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = useObservable(editor.quickActions);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog
      ref={dialog}
      class="quick-actions"
      aria-label="Quick actions"
      onClose={() => editor.quickActions.set(false)}
      onClick={({ target }) => {
        // The dialog itself is hit outside of what it holds.
        if (target === dialog.current) dialog.current?.close();
      }}
    >
      <CommandForm
        commands={pluginCommands(editor.manifest)}
        onLaunch={({ command }, typed) => {
          dialog.current?.close();
          editor.plugin.launch(command, typed);
        }}
      />
    </dialog>
  );
}

interface CommandFormProps {
  readonly commands: readonly ManifestCommand[];
  /** @param typed undefined when nothing was. */
  onLaunch(command: ManifestCommand, typed: Record<string, string> | undefined): void;
}

function CommandForm({ commands, onLaunch }: CommandFormProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<ManifestCommand | null>(null);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(0);

  const parameter = chosen && typedParameters(chosen)[asked];
  const found = commands.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));

  const choose = (command: ManifestCommand): void => {
    if (typedParameters(command).length === 0) return onLaunch(command, undefined);
    setChosen(command);
    setText('');
  };
  const submit = (): void => {
    if (!chosen || !parameter) {
      const command = found[at];
      if (command) choose(command);
      return;
    }
    const value = text.trim();
    if (value === '' && parameter.optional !== true) return;
    const all = value === '' ? typed : { ...typed, [parameter.key]: value };
    if (asked + 1 < typedParameters(chosen).length) {
      setTyped(all);
      setAsked(asked + 1);
      setText('');
      return;
    }
    onLaunch(chosen, Object.keys(all).length === 0 ? undefined : all);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || parameter || found.length === 0) return;
    event.preventDefault();
    setAt((at + step + found.length) % found.length);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label>
        <span class="asked">{chosen && parameter ? `${chosen.name} ${parameter.name}` : ''}</span>
        <input
          key={parameter?.key ?? ''}
          // The dialog gives the focus to the first field; the next one takes it over.
          ref={(field) => field?.focus()}
          type="text"
          autocomplete="off"
          aria-label={parameter ? parameter.name : 'Command'}
          placeholder={parameter ? (parameter.description ?? '') : 'Search commands'}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {!parameter && (
        <ul>
          {found.map((command, index) => (
            <li key={command.command}>
              <button
                type="button"
                class="menu-line"
                aria-current={index === at}
                onPointerEnter={() => setAt(index)}
                onClick={() => choose(command)}
              >
                {command.name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
