import { useEffect, useState } from 'preact/hooks';

/** Something that is on while it is held: its setter, and off when the window loses the keyboard. */
export function useHeld(): readonly [held: boolean, setHeld: (held: boolean) => void] {
  const [held, setHeld] = useState(false);
  // Always, not only while it is held: a quick tap is over before an effect of its beginning runs.
  useEffect(() => {
    const release = (): void => setHeld(false);
    window.addEventListener('blur', release);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    window.addEventListener('keyup', release);
    return () => {
      window.removeEventListener('blur', release);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
      window.removeEventListener('keyup', release);
    };
  }, []);
  return [held, setHeld];
}
