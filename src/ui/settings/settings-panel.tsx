import { BackIcon } from '../components/icons';
import { useServices } from '../components/services';
import { useInitialFocus } from '../components/use-initial-focus';
import { hasEnginePage } from '../engine/engine-reason';
import { PresetList } from '../presets/preset-list';
import type { AppState } from '../state/app-state';
import { PRESET_TEXT } from '../text/preset-text';
import { PRIVACY_TEXT, SETTINGS_TEXT } from '../text/settings-text';
import { DiagnosticsSection } from './diagnostics-section';
import { EngineSection } from './engine-section';
import { PackSection } from './pack-section';
import { SettingsSection } from './settings-section';
import { StorageSection } from './storage-section';

/** Everything about the plugin itself rather than about pictures. */
export function SettingsPanel({ state }: { state: AppState }) {
  const { controller } = useServices();
  const back = useInitialFocus<HTMLButtonElement>();
  const { engine, library, model, settingsScreen } = state;
  return (
    <main class="panel">
      <header class="compare-head">
        <button
          type="button"
          class="button button-icon"
          aria-label={SETTINGS_TEXT.back}
          title={SETTINGS_TEXT.back}
          ref={back}
          onClick={controller.settings.close}
        >
          <BackIcon />
        </button>
        <h1 class="heading">{SETTINGS_TEXT.title}</h1>
      </header>
      <div class="panel-body">
        <EngineSection engine={engine} />
        <PackSection
          model={model}
          weights={settingsScreen.weights}
          wanted={settingsScreen.openedBy === 'model'}
        />
        <SettingsSection title={PRESET_TEXT.title}>
          <PresetList shelf={library.presets} />
        </SettingsSection>
        <StorageSection state={state} />
        <SettingsSection title={SETTINGS_TEXT.privacy}>
          <p>{PRIVACY_TEXT.what}</p>
          <p class="quiet">
            {model.info !== null && hasEnginePage(model.info)
              ? PRIVACY_TEXT.withEnginePage
              : PRIVACY_TEXT.offline}
          </p>
        </SettingsSection>
        <DiagnosticsSection state={state} />
      </div>
    </main>
  );
}
