import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MAX_PROMPT_CHARACTERS } from '../../shared/limits';
import { PROMPT_HISTORY_TEXT, PROMPT_TEXT } from '../text/prompt-text';
import { PromptHistory } from './prompt-history';
import { useServices } from './services';

interface PromptFieldProps {
  readonly prompt: string;
  readonly placeholder: string;
  /** The user came for this field: it takes the focus. */
  readonly wanted: boolean;
  /** Prompts that ran before, the newest first. */
  readonly history: readonly string[];
}

/** Words that the restoration follows. Enter starts the run, Shift+Enter begins a new line. */
export function PromptField({ prompt, placeholder, wanted, history }: PromptFieldProps) {
  const { controller } = useServices();
  const field = useRef<HTMLTextAreaElement>(null);
  const [recent, setRecent] = useState(false);

  // Grows with its text; the style sheet says how far.
  useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = 'auto';
    const borders = current.offsetHeight - current.clientHeight;
    current.style.height = `${current.scrollHeight + borders}px`;
  }, [prompt]);

  useEffect(() => {
    if (wanted) field.current?.focus();
  }, [wanted]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // These keys belong to an input method while it composes.
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && event.altKey && history.length > 0) {
      event.preventDefault();
      setRecent(true);
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      controller.enhance();
    }
    if (event.key === 'Escape') {
      // Leaves the field; closing the panel would lose what was typed.
      event.preventDefault();
      field.current?.blur();
    }
  };

  const leaveRecent = (): void => {
    setRecent(false);
    field.current?.focus();
  };

  return (
    <div class="prompt">
      <div class="prompt-head">
        <label class="panel-bar-label" for="prompt">
          {PROMPT_TEXT.label}
        </label>
        {history.length > 0 && (
          <button
            type="button"
            class="text-button"
            aria-label={PROMPT_HISTORY_TEXT.openLabel}
            aria-expanded={recent}
            aria-controls="prompt-history"
            title={PROMPT_HISTORY_TEXT.openTitle}
            onClick={() => setRecent(!recent)}
          >
            {PROMPT_HISTORY_TEXT.open}
          </button>
        )}
      </div>
      <textarea
        class="prompt-field"
        id="prompt"
        ref={field}
        rows={1}
        maxLength={MAX_PROMPT_CHARACTERS}
        placeholder={placeholder}
        value={prompt}
        onInput={(event) => controller.typePrompt(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {recent && (
        <PromptHistory
          id="prompt-history"
          prompts={history}
          onClose={leaveRecent}
          onChoose={(prompt) => {
            controller.typePrompt(prompt);
            leaveRecent();
          }}
        />
      )}
    </div>
  );
}
