import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { errorText, type ErrorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
import { errorReport } from '../diagnostics/error-report';
import { PANEL_TEXT } from '../text/panel-text';
import { copyText } from './copy-text';
import { WarningIcon } from './icons';

interface ErrorNoticeProps {
  readonly error: SerializedError;
  /** Says what happened where the panel knows better than the code alone. */
  readonly text?: ErrorText;
  /** Ways out: buttons. */
  readonly children?: ComponentChildren;
}

/** An error in words, what to do about it, and its technical cause for a report. */
export function ErrorNotice({ error, text, children }: ErrorNoticeProps) {
  const { what, next } = text ?? errorText(error);
  return (
    <section class="notice" role="alert">
      <WarningIcon />
      <div class="notice-body">
        <p class="notice-what">{what}</p>
        <p>{next}</p>
        {children !== undefined && <div class="notice-actions">{children}</div>}
        <ErrorDetails error={error} />
      </div>
    </section>
  );
}

export function ErrorDetails({ error }: { error: SerializedError }) {
  const [copied, setCopied] = useState(false);
  const report = errorReport(error, navigator.userAgent);
  return (
    <details class="details" onToggle={() => setCopied(false)}>
      <summary>{PANEL_TEXT.details}</summary>
      <pre class="details-text">{report}</pre>
      <button type="button" class="button" onClick={() => setCopied(copyText(report))}>
        {copied ? PANEL_TEXT.copied : PANEL_TEXT.copyDetails}
      </button>
    </details>
  );
}
