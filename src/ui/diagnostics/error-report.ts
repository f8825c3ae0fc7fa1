import type { SerializedError } from '../../shared/errors';

/** The technical cause of one error. In English and not translated, like the text for a bug report. */
export function errorReport({ code, details, cause }: SerializedError, userAgent: string): string {
  const lines = [
    `Code: ${code}`,
    ...Object.entries(details).map(([name, value]) => `${name}: ${value}`),
    ...(cause === undefined ? [] : [`Cause: ${cause}`]),
    `Browser: ${userAgent}`,
  ];
  return lines.join('\n');
}
