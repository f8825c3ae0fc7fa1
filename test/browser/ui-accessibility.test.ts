/** Every look of the panel, in both themes: no fault that axe knows, readable, nothing cut off. */
import { mkdir, rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { axeProblems } from './ui-harness/axe';
import { contrastProblems } from './ui-harness/contrast';
import { buildPanel, THEMES, type PanelBuild } from './ui-harness/open-panel';
import { writePackFolders, type PackFolders } from './ui-harness/pack-folders';
import { PANEL_STATES } from './ui-harness/panel-states';
import { drawAll, type Drawings } from './ui-harness/scenarios';

const SCREENSHOTS = 'test-results/ui';

describe.skipIf(browserTestsSkipped)('looks right and is accessible in both themes:', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;
  let packRoot: string | undefined;
  let packs: PackFolders;

  beforeAll(async () => {
    ({ root: packRoot, folders: packs } = await writePackFolders());
    await mkdir(SCREENSHOTS, { recursive: true });
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(async () => {
    await browser?.close();
    if (packRoot !== undefined) await rm(packRoot, { recursive: true });
  });

  test.each(PANEL_STATES)('$name', async ({ name, scenario, behaviour, enginePage, reach }) => {
    const options = { behaviour, enginePage };
    const opened = await build.open(browser, scenario(drawings), options);
    const { page, panel } = opened;
    try {
      await reach(opened, { drawings, packs });
      for (const theme of THEMES) {
        await opened.setTheme(theme);
        await page.screenshot({ path: `${SCREENSHOTS}/${name}-${theme}.png` });
        expect(await axeProblems(panel)).toEqual([]);
        // Also the texts that axe leaves undecided, such as those over a mixed ground.
        expect(await contrastProblems(panel)).toEqual([]);
      }
      const overflow = await panel
        .locator('html')
        .evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(overflow).toBe(0);
    } finally {
      await page.close();
    }
  });

  test('every state has a name of its own', () => {
    const names = PANEL_STATES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
