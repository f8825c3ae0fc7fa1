import { useRef, useState } from 'preact/hooks';
import { copyText } from '../components/copy-text';
import { diagnosticsText } from '../diagnostics/diagnostics-text';
import { readEnvironment } from '../diagnostics/environment';
import type { AppState } from '../state/app-state';
import { SETTINGS_TEXT } from '../text/settings-text';
import { SettingsSection } from './settings-section';

/** A text for a bug report, to be read before it is copied. */
export function DiagnosticsSection({ state }: { state: AppState }) {
  /** What was copied last, and whether that worked; the report may have changed since. */
  const [attempt, setAttempt] = useState<{ report: string; copied: boolean } | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const report = diagnosticsText(state, readEnvironment(window));

  const copy = (): void => {
    const copied = copyText(report);
    setAttempt({ report, copied });
    if (!copied) field.current?.select();
  };
  const { copied, copyFailed } = SETTINGS_TEXT;

  return (
    <SettingsSection title={SETTINGS_TEXT.diagnostics}>
      <p class="quiet" id="diagnostics-hint">
        {SETTINGS_TEXT.diagnosticsHint}
      </p>
      <textarea
        class="diagnostics"
        readOnly
        rows={9}
        spellcheck={false}
        aria-label={SETTINGS_TEXT.diagnostics}
        aria-describedby="diagnostics-hint"
        value={report}
        ref={field}
      />
      <div class="settings-actions">
        <button type="button" class="button" onClick={copy}>
          {SETTINGS_TEXT.copy}
        </button>
        <span role="status">
          {attempt?.report === report ? (attempt.copied ? copied : copyFailed) : ''}
        </span>
      </div>
    </SettingsSection>
  );
}
