import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../components/services';
import { MAX_PRESET_NAME_CHARACTERS, MAX_PRESETS, presetNamed } from '../../shared/presets';
import type { AppState } from '../state/app-state';
import { promptForRun } from '../state/selectors';
import { keepingText, PRESET_TEXT, willReplaceText } from '../text/preset-text';
import type { PresetChoice } from './preset-choices';

interface SavePresetFormProps {
  readonly state: AppState;
  readonly chosen: PresetChoice | null;
  readonly onEnd: () => void;
}

/** Asks for a name. Under the name of another preset the button says that it replaces that one. */
export function SavePresetForm({ state, chosen, onEnd }: SavePresetFormProps) {
  const { controller } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(chosen?.builtIn === false ? chosen.name : '');
  const { presets, keeping } = state.library.presets;
  const name = typed.trim();
  const replaced = presetNamed(presets, name);
  const full = replaced === null && presets.length >= MAX_PRESETS;
  const refused = name === '' || full;

  useLayoutEffect(() => field.current?.select(), []);

  const save = (event: Event): void => {
    event.preventDefault();
    if (refused) return;
    controller.library.savePreset(name);
    onEnd();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    onEnd();
  };
  return (
    <form class="preset-form" onSubmit={save} onKeyDown={onKeyDown}>
      <div class="preset-line">
        <input
          class="text-field"
          type="text"
          aria-label={PRESET_TEXT.nameLabel}
          aria-describedby="save-preset-note"
          placeholder={PRESET_TEXT.namePlaceholder}
          maxLength={MAX_PRESET_NAME_CHARACTERS}
          value={typed}
          ref={field}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button type="submit" class="button" aria-disabled={refused}>
          {replaced === null ? PRESET_TEXT.add : PRESET_TEXT.replace}
        </button>
        <button type="button" class="button" onClick={onEnd}>
          {PRESET_TEXT.cancel}
        </button>
      </div>
      <p class="quiet" id="save-preset-note" role="status">
        {noteText()}
      </p>
    </form>
  );

  function noteText(): string {
    if (full) return PRESET_TEXT.full;
    if (replaced !== null) return willReplaceText(replaced.name);
    const failing = keepingText(keeping, 'presets');
    if (failing !== null) return failing;
    return promptForRun(state) === '' ? PRESET_TEXT.keepsNoPrompt : PRESET_TEXT.keepsPrompt;
  }
}
