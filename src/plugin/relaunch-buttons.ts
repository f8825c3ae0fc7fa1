import type { PixelSize } from './stored-image';

/** Figma takes 1000 characters and shows three lines. */
const MAX_DESCRIPTION_CHARACTERS = 200;

/**
 * Puts the buttons of manifest.json's `relaunchButtons` on an enhanced layer. They are a convenience:
 * a layer that takes none, is no failure of the write.
 */
export function showButtons(node: SceneNode, description: string): void {
  setButtons(node, { restore: description, 'enhance-again': '' });
}

export function removeButtons(node: SceneNode): void {
  setButtons(node, {});
}

/** “Restored and enlarged: 640 × 480 → 2560 × 1920 px”. */
export function describeChange(note: string, before: PixelSize, after: PixelSize): string {
  const sizes = `${before.width} × ${before.height} → ${after.width} × ${after.height} px`;
  const room = MAX_DESCRIPTION_CHARACTERS - sizes.length - 2;
  const short = note.length > room ? `${note.slice(0, room - 1)}…` : note;
  return short === '' ? sizes : `${short}: ${sizes}`;
}

function setButtons(node: SceneNode, data: { [command: string]: string }): void {
  try {
    node.setRelaunchData(data);
  } catch {
    // See above.
  }
}
