import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { errorText, type ErrorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
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
  const report = technicalReport(error);
  return (
    <details class="details" onToggle={() => setCopied(false)}>
      <summary>Details</summary>
      <pre class="details-text">{report}</pre>
      <button type="button" class="button" onClick={() => setCopied(copyText(report))}>
        {copied ? 'Copied' : 'Copy details'}
      </button>
    </details>
  );
}

function technicalReport({ code, details, cause }: SerializedError): string {
  const lines = [
    `Code: ${code}`,
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
    ...(cause === undefined ? [] : [`Cause: ${cause}`]),
    `Browser: ${navigator.userAgent}`,
  ];
  return lines.join('\n');
}
