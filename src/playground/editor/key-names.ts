const IS_MAC = /mac/i.test(navigator.platform);
const CTRL = IS_MAC ? '⌘' : 'Ctrl+';
const SHIFT = IS_MAC ? '⇧' : 'Shift+';
const CTRL_SHIFT = IS_MAC ? '⇧⌘' : 'Ctrl+Shift+';

/** Shortcuts as this system writes them; `use-shortcuts.ts` listens for them. */
export const KEYS = {
  undo: `${CTRL}Z`,
  redo: `${CTRL_SHIFT}Z`,
  selectAll: `${CTRL}A`,
  toggleVisible: `${CTRL_SHIFT}H`,
  toggleLocked: `${CTRL_SHIFT}L`,
  quickActions: `${CTRL}/`,
  delete: IS_MAC ? '⌫' : 'Del',
  zoomToFit: `${SHIFT}1`,
  zoomToSelection: `${SHIFT}2`,
  zoomTo100: `${SHIFT}0`,
} as const;
