import type { Frame, Page } from 'playwright-core';
import type { Editor } from '../../src/playground/editor/editor';

declare global {
  interface Window {
    playground?: Editor;
  }
}

export interface BatchDocument {
  readonly layers: number;
  readonly pictures: number;
  /** Longest side of the largest picture, in px. */
  readonly side: number;
}

const READY_LIMIT_MS = 120_000;

/** Opens the playground with a made-up document, selects all of it, and opens the batch panel. */
export async function openBatch(
  page: Page,
  serverUrl: string,
  { layers, pictures, side }: BatchDocument,
): Promise<Frame> {
  page.setDefaultTimeout(READY_LIMIT_MS);
  await page.goto(
    `${serverUrl}/?document=batch&layers=${layers}&pictures=${pictures}&side=${side}`,
  );
  await page.getByTestId('layer-list').waitFor();
  await page.evaluate(() => {
    const { document, plugin } = window.playground!;
    document.select(document.snapshot().map(({ id }) => id));
    plugin.launch('batch');
  });
  await page.getByTestId('plugin-window').waitFor();
  const panel = await panelOf(page);
  await panel
    .getByRole('button', { name: /^Enhance/ })
    .and(panel.locator(':enabled'))
    .waitFor();
  return panel;
}

async function panelOf(page: Page): Promise<Frame> {
  for (;;) {
    const panel = page.frames().find((frame) => frame.url().startsWith('data:'));
    if (panel !== undefined) return panel;
    await page.waitForTimeout(50);
  }
}

/** Hashes of the pictures on the canvas, each once; kept originals are hidden and do not count. */
export function shownHashes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hashes = new Set<string>();
    const queue = [...window.playground!.document.snapshot()];
    for (let layer = queue.pop(); layer !== undefined; layer = queue.pop()) {
      queue.push(...layer.children);
      if (!layer.visible) continue;
      for (const paint of layer.fills) {
        if (paint.type === 'IMAGE' && paint.imageHash !== null) hashes.add(paint.imageHash);
      }
    }
    return [...hashes];
  });
}
