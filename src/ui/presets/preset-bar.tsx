import { useRef, useState } from 'preact/hooks';
import { ChevronDownIcon, SettingsIcon } from '../components/icons';
import { useServices } from '../components/services';
import type { AppState } from '../state/app-state';
import { PRESET_TEXT } from '../text/preset-text';
import { SETTINGS_TEXT } from '../text/settings-text';
import { chosenPreset, isModified, presetChoices, type PresetChoice } from './preset-choices';
import { SavePresetForm } from './save-preset-form';

const NONE = '';

/** The presets to choose from, the way to keep another one, and the way to the settings. */
export function PresetBar({ state }: { state: AppState }) {
  const { controller } = useServices();
  const [saving, setSaving] = useState(false);
  const saveButton = useRef<HTMLButtonElement>(null);
  const choices = presetChoices(state);
  const chosen = chosenPreset(state);
  const modified = chosen !== null && isModified(chosen, state);

  const endSaving = (): void => {
    setSaving(false);
    saveButton.current?.focus();
  };

  return (
    <div class="presets">
      <div class="preset-line">
        <label class="preset-label">
          <span class="panel-bar-label">{PRESET_TEXT.label}</span>
          <span class="select">
            <select
              value={chosen?.id ?? NONE}
              title={chosen?.name}
              onChange={({ currentTarget: { value } }) =>
                controller.library.choosePreset(value === NONE ? null : value)
              }
            >
              <option value={NONE}>{PRESET_TEXT.none}</option>
              <Choices label={PRESET_TEXT.own} choices={choices.filter((one) => !one.builtIn)} />
              <Choices label={PRESET_TEXT.builtIn} choices={choices.filter((one) => one.builtIn)} />
            </select>
            <ChevronDownIcon />
          </span>
        </label>
        <span class="quiet" role="status">
          {modified ? PRESET_TEXT.modified : ''}
        </span>
        <button
          type="button"
          class="button"
          aria-expanded={saving}
          ref={saveButton}
          onClick={() => setSaving(!saving)}
        >
          {PRESET_TEXT.save}
        </button>
        <button
          type="button"
          class="button button-icon"
          aria-label={SETTINGS_TEXT.title}
          title={SETTINGS_TEXT.title}
          data-opens-settings="gear"
          onClick={() => controller.settings.open('gear')}
        >
          <SettingsIcon />
        </button>
      </div>
      {saving && <SavePresetForm state={state} chosen={chosen} onEnd={endSaving} />}
    </div>
  );
}

function Choices({ label, choices }: { label: string; choices: readonly PresetChoice[] }) {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}
