/** The before/after view in Chromium: zoom, the ways of comparing, and pictures of the largest size. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostScenario } from './ui-harness/host-page';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { drawPicture } from './ui-harness/pictures';
import { drawAll, scenarioOf, singleScenario, type Drawings } from './ui-harness/scenarios';

/** Figma's largest picture. */
const LARGEST_SIDE_PX = 4096;
/** A frame that takes longer is seen as a jump. */
const MAX_FRAME_MS = 50;

describe.skipIf(browserTestsSkipped)('before and after', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;

  beforeAll(async () => {
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(() => browser?.close());

  /** Opens the result of a run in the before/after view. */
  const compare = async (
    scenario: HostScenario,
    reach: (opened: OpenPanel) => Promise<void>,
  ): Promise<void> => {
    const opened = await build.open(browser, { ...scenario, relaunchedWith: 'enhance' });
    try {
      await opened.panel.getByRole('button', { name: /^Hero photo/ }).click();
      await opened.panel.locator('.divider').waitFor();
      await reach(opened);
      expect(opened.problems).toEqual([]);
    } finally {
      await opened.page.close();
    }
  };
  const zoomed = ({ panel }: OpenPanel, name: string): Promise<void> =>
    panel.getByRole('radio', { name, exact: true, checked: true }).waitFor();

  test('zooms by keys, by wheel around the pointer, and by a double click', async () => {
    await compare(singleScenario(drawings), async (opened) => {
      const { panel, page } = opened;
      await page.keyboard.press('+');
      await zoomed(opened, '50 %');
      await page.keyboard.press('+');
      await zoomed(opened, '100 %');
      await page.keyboard.press('-');
      await page.keyboard.press('-');
      await zoomed(opened, 'Fit');
      await page.keyboard.press('+');
      await page.keyboard.press('0');
      await zoomed(opened, 'Fit');

      const stage = await panel.locator('.stage').boundingBox();
      const at = { x: stage!.x + 60, y: stage!.y + stage!.height / 2 };
      const share = (): Promise<number> =>
        panel.getByRole('img', { name: 'After' }).evaluate((image, x) => {
          const { left, width } = image.getBoundingClientRect();
          return (x - left) / width;
        }, at.x);
      const before = await share();
      await page.mouse.move(at.x, at.y);
      await page.mouse.dblclick(at.x, at.y);
      await zoomed(opened, '100 %');
      await expect.poll(share).toBeCloseTo(before, 2);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -100);
      await zoomed(opened, '200 %');
      await expect.poll(share).toBeCloseTo(before, 2);
      await page.keyboard.up('Control');
      const pixels = panel.getByRole('img', { name: 'After' });
      await expect
        .poll(() => pixels.evaluate((image) => getComputedStyle(image).imageRendering))
        .toBe('pixelated');
      await page.mouse.dblclick(at.x, at.y);
      await zoomed(opened, 'Fit');
      // A click alone does not move the divider.
      expect(await panel.getByRole('slider').inputValue()).toBe('50');
    });
  });

  test('side by side, both pictures show the same part', async () => {
    await compare(singleScenario(drawings), async (opened) => {
      const { panel, page } = opened;
      await page.keyboard.press('2');
      await panel.getByText('100 %').click();
      const parts = (): Promise<number[][]> =>
        panel.locator('.stage > .pane').evaluateAll((panes) =>
          panes.map((pane) => {
            const frame = pane.getBoundingClientRect();
            const picture = pane.querySelector('img')!.getBoundingClientRect();
            return [picture.left - frame.left, picture.top - frame.top, picture.width];
          }),
        );
      const before = await parts();
      await page.mouse.move(100, 150);
      await page.mouse.down();
      await page.mouse.move(60, 120, { steps: 4 });
      await page.mouse.up();
      await expect.poll(async () => (await parts())[0]).not.toEqual(before[0]);
      const after = await parts();
      expect(after[0]).toEqual(after[1]);
    });
  });

  test('a difference can be brightened, and before is shown while a key is held', async () => {
    await compare(singleScenario(drawings, 'badge'), async (opened) => {
      const { panel, page } = opened;
      await page.keyboard.press('3');
      const difference = panel.getByRole('img', { name: /^Difference/ });
      await difference.waitFor();
      const screenshot = async (): Promise<string> => (await page.screenshot()).toString('base64');
      await panel.getByRole('radio', { name: '1×' }).check({ force: true });
      const faint = await screenshot();
      await panel.getByRole('radio', { name: '16×' }).check({ force: true });
      expect(await screenshot()).not.toBe(faint);

      const overlay = panel.locator('.before-overlay');
      expect(await overlay.isVisible()).toBe(false);
      await page.keyboard.down('b');
      await overlay.getByText('Before').waitFor();
      await page.keyboard.up('b');
      await overlay.getByText('Before').waitFor({ state: 'hidden' });
    });
  });

  test('the largest picture moves smoothly in every mode', async () => {
    const picture = await drawPicture('tiles', LARGEST_SIDE_PX / 2, LARGEST_SIDE_PX / 2);
    await compare(scenarioOf(picture), async (opened) => {
      const { panel, page } = opened;
      await panel.getByText(`${LARGEST_SIDE_PX} × ${LARGEST_SIDE_PX}`).waitFor();
      for (const [key, name] of [
        ['1', 'divider'],
        ['2', 'side by side'],
        ['3', 'difference'],
      ] as const) {
        await page.keyboard.press(key);
        if (key === '3') await panel.getByRole('img', { name: /^Difference/ }).waitFor();
        for (const zoom of ['100 %', '400 %']) {
          await panel.getByText(zoom, { exact: true }).click();
          const frames = await panFramesMs(opened);
          const typical = frames[Math.floor(frames.length / 2)]!;
          process.stdout.write(
            `${name} at ${zoom}: ${typical.toFixed(0)} ms a frame, ${frames.at(-1)!.toFixed(0)} ms at most\n`,
          );
          expect(typical).toBeLessThan(MAX_FRAME_MS);
        }
      }
    });
  });
});

/** Of the two frames after an arrow key, in which the picture is moved and shown: the mean. Sorted. */
async function panFramesMs({ panel }: OpenPanel): Promise<number[]> {
  return panel.locator('.stage').evaluate(async (stage) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    (stage as HTMLElement).focus();
    for (let step = 0; step < 24; step++) {
      await frame();
      const begin = performance.now();
      const key = step % 12 < 6 ? 'ArrowRight' : 'ArrowDown';
      stage.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await frame();
      await frame();
      times.push((performance.now() - begin) / 2);
    }
    return times.sort((a, b) => a - b);
  });
}
