import './toasts.css';
import { useObservable } from '../state/use-observable';
import type { Toasts } from './toasts';

export function ToastStack({ toasts }: { toasts: Toasts }) {
  const shown = useObservable(toasts.shown);
  return (
    <div class="toasts" role="status" aria-live="polite" data-testid="toasts">
      {shown.map((toast) => (
        <div key={toast.id} class={toast.isError ? 'toast is-error' : 'toast'} data-testid="toast">
          <span>{toast.text}</span>
          {toast.action && (
            <button type="button" onClick={toast.action.run}>
              {toast.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
