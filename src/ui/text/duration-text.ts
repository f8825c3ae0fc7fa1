const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Time that something took: “0.8 s”, “12 s”, “2 min 5 s”. */
export function durationText(ms: number): string {
  if (ms < 10 * SECOND_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND_MS);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Time that something will still take, in steps coarse enough not to flicker. */
export function remainingText(ms: number): string {
  if (ms < 5 * SECOND_MS) return 'almost done';
  if (ms < MINUTE_MS - 5 * SECOND_MS) {
    return `about ${Math.ceil(ms / (5 * SECOND_MS)) * 5} s left`;
  }
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 60) return `about ${minutes} min left`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
