/** Undoes one step of a write that failed. What cannot be undone, because its layer is gone, is gone too. */
export function takeBack(action: () => void): void {
  try {
    action();
  } catch {
    // See above.
  }
}
