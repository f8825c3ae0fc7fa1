/** Resolves after the editor, which shares the sandbox's thread, has had a turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
