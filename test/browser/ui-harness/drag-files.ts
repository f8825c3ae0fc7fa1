/** Files and folders of the disk, dragged onto a page with a real drag of the browser. */
import type { Page } from 'playwright-core';

type DragStep = 'dragEnter' | 'dragOver' | 'drop';

/** @param paths absolute; the browser looks at them itself, as when a user drags them */
export const dragOver = (page: Page, paths: readonly string[]): Promise<void> =>
  drag(page, paths, ['dragEnter', 'dragOver']);

export const drop = (page: Page, paths: readonly string[]): Promise<void> =>
  drag(page, paths, ['dragEnter', 'dragOver', 'dragOver', 'drop']);

async function drag(
  page: Page,
  paths: readonly string[],
  steps: readonly DragStep[],
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of steps) {
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    await session.send('Input.dispatchDragEvent', { type, x: 150, y: 200, data });
  }
  await session.detach();
}
