import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

/**
 * Puts the focus on an element that replaces the one that had it, so that a keyboard user does not
 * fall back to the top. Leaves it alone while the user is on the canvas.
 *
 * @param wanted false for an element that was not asked for from where it appears.
 */
export function useInitialFocus<E extends HTMLElement>(wanted = true): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    const nothingFocused =
      document.activeElement === null || document.activeElement === document.body;
    if (wanted && document.hasFocus() && nothingFocused)
      ref.current?.focus({ preventScroll: true });
    // When it appears, and not again.
  }, []);
  return ref;
}
