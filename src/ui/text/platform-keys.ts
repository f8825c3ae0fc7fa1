/** The undo keys of the user's system, as Figma's own menus write them. */
export function undoKeys(userAgent: string): string {
  return /Mac|iPhone|iPad/.test(userAgent) ? '⌘Z' : 'Ctrl+Z';
}
