import type { SessionState } from '../state/app-state';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
import { useServices } from './services';

/** Shown until the other half of the plugin has answered; normally for a blink. */
export function SessionPanel({ session }: { session: SessionState }) {
  const { controller } = useServices();
  return (
    <main class="panel">
      <h1 class="visually-hidden">Onestep</h1>
      <div class="panel-body panel-body-padded">
        {session.status === 'failed' ? (
          <ErrorNotice error={session.error}>
            <button type="button" class="button" onClick={controller.connect}>
              Try again
            </button>
            <button type="button" class="button" onClick={controller.close}>
              Close
            </button>
          </ErrorNotice>
        ) : (
          <div class="appears-late">
            <p class="quiet">Connecting to Figma…</p>
            <ProgressBar label="Connecting to Figma" fraction={null} size="thin" />
          </div>
        )}
      </div>
    </main>
  );
}
