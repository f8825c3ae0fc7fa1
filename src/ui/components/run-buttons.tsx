/** The buttons that steer a run, in the panel and in the small window. */
import type { Run } from '../run/run-state';
import { PANEL_TEXT } from '../text/panel-text';
import { pauseLabel } from '../text/run-text';
import { useServices } from './services';
import { useInitialFocus } from './use-initial-focus';

type ButtonSize = 'normal' | 'large';

const classFor = (size: ButtonSize): string => `button${size === 'large' ? ' button-large' : ''}`;

interface PauseButtonProps {
  readonly status: Run['status'];
  readonly size: ButtonSize;
}

/** Pauses and resumes; pressed again before the pause has come, it takes the wish for it back. */
export function PauseButton({ status, size }: PauseButtonProps) {
  const { controller } = useServices();
  const isPaused = status === 'pausing' || status === 'paused';
  return (
    <button
      type="button"
      class={classFor(size)}
      aria-disabled={status === 'cancelling'}
      onClick={isPaused ? controller.resumeRun : controller.pauseRun}
    >
      {pauseLabel(status)}
    </button>
  );
}

interface CancelButtonProps {
  readonly cancelling: boolean;
  readonly size: ButtonSize;
}

/** Has the focus at the start, so that Enter or Space stops a run that was started by mistake. */
export function CancelButton({ cancelling, size }: CancelButtonProps) {
  const { controller } = useServices();
  const button = useInitialFocus<HTMLButtonElement>();
  return (
    <button
      type="button"
      class={classFor(size)}
      ref={button}
      aria-disabled={cancelling}
      onClick={controller.cancel}
    >
      {cancelling ? PANEL_TEXT.cancelling : PANEL_TEXT.cancel}
    </button>
  );
}
