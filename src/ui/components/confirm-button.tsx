import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface ConfirmButtonProps {
  readonly label: string;
  /** For screen readers where the label alone does not say what is meant. */
  readonly fullLabel?: string;
  /** Asked in place of the button: “Delete “Warm”?” */
  readonly question: string;
  /** The answers. */
  readonly confirm: string;
  readonly keep: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

/** Asks before it acts, in its own place: a plugin has no dialogs. Escape keeps all as it is. */
export function ConfirmButton({
  label,
  fullLabel = label,
  question,
  confirm,
  keep,
  disabled = false,
  onConfirm,
}: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const answer = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);

  // The focus goes where the buttons went: to the harmless answer, and back.
  useLayoutEffect(() => {
    if (asking) answer.current?.focus();
    else if (asked.current) first.current?.focus();
    asked.current = asking;
  }, [asking]);

  if (!asking) {
    return (
      <button
        type="button"
        class="button"
        aria-label={fullLabel}
        aria-disabled={disabled}
        ref={first}
        onClick={() => {
          if (!disabled) setAsking(true);
        }}
      >
        {label}
      </button>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    setAsking(false);
  };
  return (
    <div class="confirm" role="group" aria-label={question} onKeyDown={onKeyDown}>
      <span>{question}</span>
      <span class="confirm-answers">
        <button
          type="button"
          class="button button-danger"
          onClick={() => {
            setAsking(false);
            onConfirm();
          }}
        >
          {confirm}
        </button>
        <button type="button" class="button" ref={answer} onClick={() => setAsking(false)}>
          {keep}
        </button>
      </span>
    </div>
  );
}
