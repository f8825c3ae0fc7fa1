import { useLayoutEffect, useRef } from 'preact/hooks';
import { PROMPT_HISTORY_TEXT, removePromptLabel } from '../text/prompt-text';
import { CrossIcon } from './icons';
import { useServices } from './services';

interface PromptHistoryProps {
  readonly id: string;
  /** The newest first. */
  readonly prompts: readonly string[];
  readonly onChoose: (prompt: string) => void;
  readonly onClose: () => void;
}

/**
 * The prompts that ran last. Up and down go through them, Enter takes one, Delete removes it, Escape
 * closes the list.
 */
export function PromptHistory({ id, prompts, onChoose, onClose }: PromptHistoryProps) {
  const { controller } = useServices();
  const list = useRef<HTMLUListElement>(null);
  const focusOn = useRef<number | null>(0);

  const entries = (): HTMLButtonElement[] => [
    ...(list.current?.querySelectorAll<HTMLButtonElement>('.history-prompt') ?? []),
  ];
  // At first, and after the entry with the focus was removed; before the next key is pressed.
  useLayoutEffect(() => {
    if (focusOn.current === null) return;
    const found = entries();
    found[Math.min(focusOn.current, found.length - 1)]?.focus();
    focusOn.current = null;
  }, [prompts]);

  const remove = (prompt: string, index: number): void => {
    focusOn.current = index;
    controller.library.forgetPrompt(prompt);
    if (prompts.length === 1) onClose();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const found = entries();
    const row = (event.target as Element).closest('li');
    const index = found.findIndex((entry) => row?.contains(entry));
    const prompt = prompts[index];
    const go = (to: number): void => found[(to + found.length) % found.length]?.focus();
    if (event.key === 'ArrowDown') go(index + 1);
    else if (event.key === 'ArrowUp') go(index - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(-1);
    else if (event.key === 'Delete' && prompt !== undefined) remove(prompt, index);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };

  return (
    <ul
      class="history"
      id={id}
      aria-label={PROMPT_HISTORY_TEXT.openLabel}
      ref={list}
      onKeyDown={onKeyDown}
    >
      {prompts.map((prompt, index) => (
        <li key={prompt} class="history-line">
          <button
            type="button"
            class="history-prompt"
            title={prompt}
            onClick={() => onChoose(prompt)}
          >
            {prompt}
          </button>
          <button
            type="button"
            class="button button-icon"
            aria-label={removePromptLabel(prompt)}
            title={PROMPT_HISTORY_TEXT.remove}
            onClick={() => remove(prompt, index)}
          >
            <CrossIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}
