import { useRef } from 'preact/hooks';
import type { PromptReading } from '../../shared/prompt-vocabulary';
import { notUnderstoodText, PROMPT_TEXT } from '../text/prompt-text';
import { useOverflow } from './use-overflow';

/** Which words of the prompt move something, and which do not. */
export function PromptReadingNote({ reading }: { reading: PromptReading }) {
  const { understood, ignored } = reading;
  const note = useRef<HTMLDivElement>(null);
  const scrolls = useOverflow(note, reading);
  return (
    <div
      class="reading-of-prompt"
      role="status"
      aria-label={PROMPT_TEXT.readingLabel}
      ref={note}
      {...(scrolls ? { tabIndex: 0 } : {})}
    >
      {understood.length > 0 && (
        <p>
          <span class="quiet">{PROMPT_TEXT.understood} </span>
          {understood.map((phrase, index) => (
            <span key={`${index} ${phrase}`} class="chip">
              {phrase}
              {index < understood.length - 1 && <span class="visually-hidden">, </span>}
            </span>
          ))}
        </p>
      )}
      {ignored.length > 0 && <p class="quiet">{notUnderstoodText(ignored)}</p>}
    </div>
  );
}
