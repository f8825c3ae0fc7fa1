/** Questions about shared pictures, and what comes after a run, in the built panel. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import type { HostScenario } from './ui-harness/host-page';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { drawAll, type Drawings } from './ui-harness/scenarios';
import { partlyRestored, refusedScenario } from './ui-harness/states/follow-up-states';
import { oneStyle } from './ui-harness/states/sharing-states';

describe.skipIf(browserTestsSkipped)('panel', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;

  beforeAll(async () => {
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(() => browser?.close());

  const withPanel = (
    name: string,
    scenario: () => HostScenario,
    steps: (opened: OpenPanel) => Promise<void>,
  ): void => {
    test(name, async () => {
      const opened = await build.open(browser, scenario());
      try {
        await steps(opened);
        expect(opened.problems).toEqual([]);
      } finally {
        await opened.page.close();
      }
    });
  };

  const focused = ({ panel }: OpenPanel) =>
    panel.locator(':focus').evaluate((element) => element.textContent);
  const targets = ({ page }: OpenPanel) => page.evaluate(() => [...window.host.targets]);

  describe('styles', () => {
    withPanel(
      'the start button leads to the question, and the answer starts the run, by keyboard',
      () => oneStyle(drawings),
      async (opened) => {
        const { panel, page } = opened;
        await panel.getByRole('button', { name: 'Enhance 2 images' }).press('Enter');
        await panel.getByText('Starts when you have chosen above.').waitFor();
        await expect.poll(() => focused(opened)).toBe('A shared style holds pictures here');
        expect(await targets(opened)).toEqual([]);

        await page.keyboard.press('Tab');
        await expect.poll(() => focused(opened)).toMatch(/^Change the style/);
        await page.keyboard.press('Enter');
        await panel.getByText('2 pictures enhanced').first().waitFor();
        expect(await targets(opened)).toEqual(['1:1 layer', '2:1 style', '2:2 style', '1:4 layer']);
      },
    );

    withPanel(
      '“Enhance image” asks in the panel, and Escape drops the run',
      () => ({ ...oneStyle(drawings), command: 'enhance' }),
      async (opened) => {
        const { panel, page } = opened;
        await panel.getByText('Starts when you have chosen above.').waitFor();
        expect(await opened.log()).toContain('window/resize 360x560');
        await expect.poll(() => focused(opened)).toBe('A shared style holds pictures here');
        await page.keyboard.press('Escape');
        await panel.getByRole('button', { name: 'Enhance 2 images' }).waitFor();
        await panel.getByRole('button', { name: /^Detach the layers/ }).click();
        await panel.getByRole('button', { name: /^Detach the layers/, pressed: true }).waitFor();
        expect(await targets(opened)).toEqual([]);
      },
    );

    withPanel(
      'left to themselves do not keep a picture from its other layers',
      () => oneStyle(drawings),
      async (opened) => {
        const { panel } = opened;
        await panel.getByRole('button', { name: /^Leave the layers alone/ }).click();
        await panel.getByRole('button', { name: 'Enhance 2 images' }).click();
        await panel.getByText('2 pictures enhanced').first().waitFor();
        expect(await targets(opened)).toEqual(['1:1 layer', '1:4 layer']);
        await panel.getByText('2 layers skipped').waitFor();
      },
    );
  });

  describe('after a run', () => {
    withPanel(
      'a result is placed beside its layer and shown, and the focus stays',
      () => refusedScenario(drawings),
      async (opened) => {
        const { panel, page } = opened;
        await panel.getByText('The layer got another picture meanwhile').waitFor();
        await panel.getByRole('button', { name: 'Place beside: Hero photo' }).press('Enter');
        await panel.getByText('Placed beside the layer.').waitFor();
        await expect.poll(() => focused(opened)).toBe('Show result');
        await page.keyboard.press('Enter');
        await expect.poll(() => opened.log()).toContain('canvas/show 1:1-beside');
        // Figma tells of the new selection; the results stay all the same.
        await page.evaluate(() => window.host.emit('selection/changed', {}));
        await page.waitForTimeout(300);
        await panel.getByText('Placed beside the layer.').waitFor();
      },
    );

    withPanel(
      'originals come back one by one or all at once, and the focus stays',
      () => partlyRestored(drawings, 'original-unknown'),
      async (opened) => {
        const { panel } = opened;
        await panel.getByRole('button', { name: 'Restore original: Hero photo' }).press('Enter');
        await panel.getByText('The originals of 1 picture are back.').waitFor();
        const restored = panel.getByRole('button', { name: 'Original restored: Hero photo' });
        await restored.and(panel.locator(':focus')).waitFor();

        await panel.getByRole('button', { name: 'Restore all originals' }).press('Enter');
        await panel.getByText('The originals of 2 pictures are back.').waitFor();
        await panel.getByText('The layer does not show this result any more.').waitFor();
        const restores = (await opened.log()).filter((call) => call.startsWith('originals/'));
        expect(restores).toEqual(['originals/restore 1:1 1:2 1:3', 'originals/restore 1:4 1:5']);
      },
    );
  });
});
