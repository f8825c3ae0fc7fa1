import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ConfirmButton } from '../components/confirm-button';
import { useServices } from '../components/services';
import {
  MAX_PRESET_NAME_CHARACTERS,
  presetNamed,
  type Preset,
  type PresetShelf,
} from '../../shared/presets';
import {
  deleteLabel,
  deletePresetQuestion,
  keepingText,
  newNameLabel,
  PRESET_TEXT,
  renameLabel,
} from '../text/preset-text';

/** The user’s own presets, to be renamed and deleted. */
export function PresetList({ shelf: { presets, keeping } }: { shelf: PresetShelf }) {
  const list = useRef<HTMLDivElement>(null);
  const count = useRef(presets.length);

  // The row that had the focus is gone.
  useLayoutEffect(() => {
    const shrunk = presets.length < count.current;
    count.current = presets.length;
    const lost = document.hasFocus() && document.activeElement === document.body;
    if (shrunk && lost) list.current?.focus({ preventScroll: true });
  }, [presets.length]);

  const failing = keepingText(keeping, 'presets');
  return (
    <div class="preset-list" role="group" aria-label={PRESET_TEXT.own} tabIndex={-1} ref={list}>
      {failing !== null && <p>{failing}</p>}
      {presets.length === 0 && keeping !== 'newer' && <p class="quiet">{PRESET_TEXT.noneYet}</p>}
      {presets.length > 0 && (
        <ul>
          {presets.map((preset) => (
            <PresetLine key={preset.name} preset={preset} presets={presets} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface PresetLineProps {
  readonly preset: Preset;
  readonly presets: readonly Preset[];
}

function PresetLine({ preset: { name }, presets }: PresetLineProps) {
  const { controller } = useServices();
  const [renaming, setRenaming] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const renamed = useRef(false);

  useLayoutEffect(() => {
    if (renamed.current && !renaming) renameButton.current?.focus();
    renamed.current = renaming;
  }, [renaming]);

  if (renaming) {
    return (
      <li>
        <RenameForm name={name} presets={presets} onEnd={() => setRenaming(false)} />
      </li>
    );
  }
  return (
    <li class="preset-line">
      <span class="preset-name" title={name}>
        {name}
      </span>
      <button
        type="button"
        class="button"
        aria-label={renameLabel(name)}
        ref={renameButton}
        onClick={() => setRenaming(true)}
      >
        {PRESET_TEXT.rename}
      </button>
      <ConfirmButton
        label={PRESET_TEXT.delete}
        fullLabel={deleteLabel(name)}
        question={deletePresetQuestion(name)}
        confirm={PRESET_TEXT.delete}
        keep={PRESET_TEXT.keep}
        onConfirm={() => controller.library.deletePreset(name)}
      />
    </li>
  );
}

interface RenameFormProps {
  readonly name: string;
  readonly presets: readonly Preset[];
  readonly onEnd: () => void;
}

function RenameForm({ name, presets, onEnd }: RenameFormProps) {
  const { controller } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(name);
  const newName = typed.trim();
  const holder = presetNamed(presets, newName);
  const taken = holder !== null && holder.name !== name;

  useLayoutEffect(() => field.current?.select(), []);

  const rename = (event: Event): void => {
    event.preventDefault();
    if (newName === '' || taken) return;
    onEnd();
    if (newName !== name) controller.library.renamePreset(name, newName);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    onEnd();
  };
  return (
    <form class="preset-form" onSubmit={rename} onKeyDown={onKeyDown}>
      <div class="preset-line">
        <input
          class="text-field"
          type="text"
          aria-label={newNameLabel(name)}
          aria-invalid={taken}
          maxLength={MAX_PRESET_NAME_CHARACTERS}
          value={typed}
          ref={field}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button type="submit" class="button" aria-disabled={newName === '' || taken}>
          {PRESET_TEXT.rename}
        </button>
        <button type="button" class="button" onClick={onEnd}>
          {PRESET_TEXT.cancel}
        </button>
      </div>
      <p role="status">{taken ? PRESET_TEXT.nameTaken : ''}</p>
    </form>
  );
}
