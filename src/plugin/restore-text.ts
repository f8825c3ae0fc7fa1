import { errorText } from '../shared/error-texts';
import type { RestoreOutcome } from '../shared/protocol';

/** What is said on the canvas after a restore that no window shows. */
export function restoreText({ restoredNodeIds, failures }: RestoreOutcome): {
  readonly text: string;
  readonly isError: boolean;
} {
  const layers = (count: number): string => (count === 1 ? '1 layer' : `${count} layers`);
  const [first] = failures;
  if (restoredNodeIds.length === 0) {
    const error = first?.error ?? { code: 'original-unknown', details: {} };
    return { text: errorText(error).what, isError: true };
  }
  const done = `Restored the original in ${layers(restoredNodeIds.length)}`;
  return first
    ? { text: `${done}, not in ${layers(failures.length)}`, isError: true }
    : { text: done, isError: false };
}
