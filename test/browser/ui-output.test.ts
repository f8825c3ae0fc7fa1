/** How large pictures become and what is made of them: by hand and by keyboard, in the built panel. */
import type { Browser, FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/shared/settings';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import type { HostScenario } from './ui-harness/host-page';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { drawAll, singleScenario, type Drawings } from './ui-harness/scenarios';
import { fitScenario } from './ui-harness/states/output-states';

describe.skipIf(browserTestsSkipped)('the panel', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;

  beforeAll(async () => {
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(async () => browser?.close());

  const use = async (
    scenario: HostScenario,
    reach: (opened: OpenPanel) => Promise<void>,
  ): Promise<void> => {
    const opened = await build.open(browser, scenario);
    try {
      await reach(opened);
      expect(opened.problems).toEqual([]);
    } finally {
      await opened.page.close();
    }
  };
  const enhanceButton = (panel: FrameLocator, name: string) =>
    panel.getByRole('button', { name, exact: true });

  test('offers a scale that fits, by keyboard, and takes sharp pictures on request', async () => {
    await use(fitScenario(drawings, { scale: 4 }), async ({ log, page, panel }) => {
      await panel.getByText('2 of 4 need less for export at 2×.').waitFor();
      await panel.getByRole('radio', { name: '4×' }).first().focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(log).toContain('settings/save fit');
      await panel.getByText('480 × 320 → 1296 × 864').waitFor();
      await panel.getByText('200 × 200, sharp enough at 2×').waitFor();
      await enhanceButton(panel, 'Enhance 3 images').waitFor();

      await panel.getByRole('button', { name: 'Include Badge' }).focus();
      await page.keyboard.press('Enter');
      await panel.getByText('200 × 200, sharp enough at 2×; restored in this size').waitFor();
      await enhanceButton(panel, 'Enhance 4 images').waitFor();

      await panel.getByRole('radio', { name: '1×' }).last().focus();
      await page.keyboard.press('Space');
      await expect.poll(log).toContain('settings/save fit density=1');
      await panel.getByText('480 × 320 → 648 × 432').waitFor();
    });
  });

  test('skips sharp pictures in a run and says so, unless the switch is off', async () => {
    await use(fitScenario(drawings), async ({ log, panel }) => {
      await enhanceButton(panel, 'Enhance 3 images').click();
      await panel.getByRole('heading', { name: '3 pictures enhanced' }).waitFor();
      expect(await log()).not.toContain('picture/write badge');
      await panel.getByText('2 layers skipped').click();
      await panel.getByText('The picture is sharp enough for export at 2×.').waitFor();
    });
    await use(fitScenario(drawings), async ({ page, panel }) => {
      await panel.getByRole('checkbox', { name: 'Skip pictures that are sharp enough' }).focus();
      await page.keyboard.press('Space');
      await enhanceButton(panel, 'Enhance 4 images').waitFor();
    });
  });

  test('restores a single sharp picture in its size', async () => {
    const settings = { ...DEFAULT_SETTINGS, scale: 'fit' } as const;
    await use({ ...singleScenario(drawings, 'badge'), settings }, async ({ panel }) => {
      await panel.getByText('200 × 200, sharp enough at 2×; restored in this size').waitFor();
      await enhanceButton(panel, 'Enhance image').click();
      await panel.getByRole('heading', { name: '1 picture enhanced' }).waitFor();
      await panel.getByText('200 × 200 → 200 × 200').waitFor();
    });
  });

  test('sets strength, format and quality by keyboard, and saves them', async () => {
    await use(singleScenario(drawings), async ({ log, page, panel }) => {
      await panel.getByText('Output').focus();
      await page.keyboard.press('Enter');
      await panel.getByRole('slider', { name: 'Strength' }).focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(log).toContain('settings/save 2 strength=0.99');
      await panel.getByRole('slider', { name: 'JPEG quality' }).focus();
      await page.keyboard.press('Home');
      await expect.poll(log).toContain('settings/save 2 jpegQuality=60 strength=0.99');
      await panel.getByRole('radio', { name: 'Auto', exact: true }).first().focus();
      await panel.getByRole('group', { name: 'Format' }).getByRole('radio').first().focus();
      await page.keyboard.press('ArrowRight');
      await panel.getByRole('slider', { name: 'JPEG quality' }).waitFor({ state: 'detached' });
      await panel.getByText('PNG, Strength 99 %').waitFor();
    });
  });
});
