import { useEffect } from 'preact/hooks';
import { ConfirmButton } from '../components/confirm-button';
import { useServices } from '../components/services';
import { DEFAULT_SETTINGS } from '../../shared/settings';
import { isSameValue } from '../../shared/same-value';
import type { AppState } from '../state/app-state';
import { keepingText } from '../text/preset-text';
import {
  bytesText,
  originalsText,
  SETTINGS_TEXT,
  storageTotalText,
  STORED_KINDS,
  STORED_KIND_TEXTS,
  type StoredKind,
} from '../text/settings-text';
import { SettingsSection } from './settings-section';

/** What is kept on the machine and in the document, and how to be rid of it. */
export function StorageSection({ state }: { state: AppState }) {
  const { controller } = useServices();
  const { library, settings } = state;
  const { presets, prompts } = library;
  const { storage } = state.settingsScreen;

  useEffect(() => controller.settings.readStorage(), [controller, presets, prompts, settings]);

  const clear: Readonly<Record<StoredKind, () => void>> = {
    settings: controller.settings.reset,
    presets: controller.library.deletePresets,
    prompts: controller.library.clearPrompts,
  };
  const empty: Readonly<Record<StoredKind, boolean>> = {
    settings: isSameValue(settings, DEFAULT_SETTINGS),
    presets: presets.presets.length === 0,
    prompts: prompts.prompts.length === 0,
  };
  const failing = keepingText(prompts.keeping, 'prompts');
  const total = storage && STORED_KINDS.reduce((sum, kind) => sum + storage.stored[kind], 0);

  return (
    <SettingsSection title={SETTINGS_TEXT.storage}>
      <p class="quiet">{total === null ? SETTINGS_TEXT.counting : storageTotalText(total)}</p>
      <ul class="stored">
        {STORED_KINDS.map((kind) => {
          const { name, clear: label, question, confirm } = STORED_KIND_TEXTS[kind];
          return (
            <li key={kind} class="stored-line">
              <span class="stored-name">{name}</span>
              <span class="quiet stored-size">
                {storage === null ? '' : bytesText(storage.stored[kind])}
              </span>
              <ConfirmButton
                label={label}
                question={question}
                confirm={confirm}
                keep={SETTINGS_TEXT.keep}
                disabled={empty[kind]}
                onConfirm={clear[kind]}
              />
            </li>
          );
        })}
      </ul>
      {failing !== null && <p>{failing}</p>}
      {storage !== null && <p class="quiet">{originalsText(storage.page)}</p>}
    </SettingsSection>
  );
}
