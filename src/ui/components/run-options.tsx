import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { START_TEXT } from '../text/start-text';
import { ChevronIcon } from './icons';

interface RunOptionsProps {
  /** Makes room for a question that a run waits for. */
  readonly folded: boolean;
  readonly children: ComponentChildren;
}

/** What a run can be told. Folded, it is one line, and opens again on demand. */
export function RunOptions({ folded, children }: RunOptionsProps) {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(false), [folded]);
  return (
    <>
      {folded && (
        <button
          type="button"
          class="folded-options"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {START_TEXT.foldedOptions}
          <ChevronIcon />
        </button>
      )}
      {(!folded || opened) && <div class="run-options">{children}</div>}
    </>
  );
}
