import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/**
 * True while an element has more to show than fits in, so that it must be reachable by keys.
 *
 * @param content what the element shows; it is measured again when this changes.
 */
export function useOverflow(ref: RefObject<HTMLElement | null>, content: unknown): boolean {
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    setOverflows(element !== null && element.scrollHeight > element.clientHeight);
  }, [ref, content]);
  return overflows;
}
