import { useEffect, useRef } from 'preact/hooks';

/**
 * Keys that act wherever the focus is, unless the element that has it uses them itself.
 *
 * @param act does what the key asks and returns true, or returns false for other keys.
 */
export function useKeys(act: (event: KeyboardEvent) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // AltGr types brackets on many keyboards, and says that Ctrl is down as well.
      const withControl = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph');
      if (event.defaultPrevented || withControl || isOwnKey(event)) return;
      if (latest.current(event)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Page keys move a slider; the space bar presses buttons. */
function isOwnKey({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (key === ' ') return target.matches('button, input, summary');
  return key.startsWith('Page') && target.matches('input[type="range"]');
}
