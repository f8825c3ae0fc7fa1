// Every realm has these; their types differ, and those of no realm belong here.
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

const BEAT_MS = 1000;

/**
 * Calls back when this realm has been awake for so long. A timer that runs out while the computer
 * sleeps, or while the browser holds back those of a hidden window, fires before the answer that came
 * meanwhile is heard; counted in beats, such a gap is no longer than one of them.
 *
 * @returns stops it
 */
export function afterAwake(durationMs: number, callback: () => void): () => void {
  let leftMs = durationMs;
  let timer: unknown;
  const beat = (): void => {
    const beatMs = Math.min(leftMs, BEAT_MS);
    timer = setTimeout(() => {
      leftMs -= beatMs;
      if (leftMs > 0) beat();
      else callback();
    }, beatMs);
  };
  beat();
  return () => clearTimeout(timer);
}
