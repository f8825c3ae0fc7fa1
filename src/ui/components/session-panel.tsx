import type { SessionState } from '../state/app-state';
import { PANEL_TEXT } from '../text/panel-text';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
import { useServices } from './services';

/** Shown until the other half of the plugin has answered; normally for a blink. */
export function SessionPanel({ session }: { session: SessionState }) {
  const { controller } = useServices();
  return (
    <main class="panel">
      <h1 class="visually-hidden">{PANEL_TEXT.name}</h1>
      <div class="panel-body panel-body-padded">
        {session.status === 'failed' ? (
          <ErrorNotice error={session.error}>
            <button type="button" class="button" onClick={controller.connect}>
              {PANEL_TEXT.tryAgain}
            </button>
            <button type="button" class="button" onClick={controller.close}>
              {PANEL_TEXT.close}
            </button>
          </ErrorNotice>
        ) : (
          <div class="appears-late">
            <p class="quiet">{PANEL_TEXT.connecting}</p>
            <ProgressBar label={PANEL_TEXT.connectingLabel} fraction={null} size="thin" />
          </div>
        )}
      </div>
    </main>
  );
}
