import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { MAX_PROMPT_CHARACTERS } from '../../shared/limits';
import { useServices } from './services';

interface PromptFieldProps {
  readonly prompt: string;
  readonly placeholder: string;
  /** The user came for this field: it takes the focus. */
  readonly wanted: boolean;
}

/** Words that the restoration follows. Enter starts the run, Shift+Enter begins a new line. */
export function PromptField({ prompt, placeholder, wanted }: PromptFieldProps) {
  const { controller } = useServices();
  const field = useRef<HTMLTextAreaElement>(null);

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

  return (
    <label class="prompt-label">
      <span class="panel-bar-label">Prompt</span>
      <textarea
        class="prompt-field"
        ref={field}
        rows={1}
        maxLength={MAX_PROMPT_CHARACTERS}
        placeholder={placeholder}
        value={prompt}
        onInput={(event) => controller.typePrompt(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
