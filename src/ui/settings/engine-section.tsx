import { errorText } from '../../shared/error-texts';
import { ErrorNotice } from '../components/error-notice';
import { useServices } from '../components/services';
import { engineReason } from '../engine/engine-reason';
import type { EngineState } from '../state/app-state';
import { ENGINE_REASON_TEXTS } from '../text/engine-text';
import { SETTINGS_TEXT } from '../text/settings-text';
import { SettingsSection } from './settings-section';

/** Which engine restores the pictures, and why that one. */
export function EngineSection({ engine }: { engine: EngineState }) {
  const { controller } = useServices();
  const { what, why } = ENGINE_REASON_TEXTS[engineReason(engine)];
  return (
    <SettingsSection title={SETTINGS_TEXT.engine}>
      <div role="status">
        <p>{what}</p>
        <p class="quiet">{why}</p>
      </div>
      {engine.status === 'ready' && engine.info.passedOver.length > 0 && (
        <>
          <ul class="quiet">
            {engine.info.passedOver.map(({ place, error }) => {
              const { what, next } = errorText(error);
              return (
                <li key={place}>
                  {what} {next}
                </li>
              );
            })}
          </ul>
          <button type="button" class="button" onClick={controller.restartEngine}>
            {SETTINGS_TEXT.lookAgain}
          </button>
        </>
      )}
      {engine.status === 'failed' && (
        <ErrorNotice error={engine.error}>
          <button type="button" class="button" onClick={controller.startEngine}>
            {SETTINGS_TEXT.restartEngine}
          </button>
        </ErrorNotice>
      )}
    </SettingsSection>
  );
}
