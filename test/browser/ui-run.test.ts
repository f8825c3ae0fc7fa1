import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { drawAll, fullScenario, type Drawings } from './ui-harness/scenarios';
import type { StubBehaviour } from './ui-harness/stub-worker';

const SLOW = { tiles: 20, tileMs: 80 };
const ENDLESS = { tiles: 2000, tileMs: 50 };

/** Three pictures: the hero (480 px wide), the badge (200 px) and the wide one (1400 px). */
describe.skipIf(browserTestsSkipped)('a run in the panel', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;

  beforeAll(async () => {
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const run = async (
    behaviour: StubBehaviour,
    reach: (opened: OpenPanel) => Promise<void>,
  ): Promise<void> => {
    const scenario = { ...fullScenario(drawings), relaunchedWith: 'enhance' as const };
    const opened = await build.open(browser, scenario, { behaviour });
    try {
      await reach(opened);
      expect(opened.problems).toEqual([]);
    } finally {
      await opened.page.close();
    }
  };
  /** Presses a button as a keyboard user does, and expects the focus to stay on it. */
  const press = async ({ panel, page }: OpenPanel, name: string, then: string): Promise<void> => {
    await panel.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await panel
      .getByRole('button', { name: then, exact: true })
      .and(panel.locator(':focus'))
      .waitFor();
  };
  const written = async ({ log }: OpenPanel): Promise<string[]> =>
    (await log())
      .filter((entry) => entry.startsWith('picture/write'))
      .map((entry) => entry.slice(14));
  const commits = async ({ log }: OpenPanel): Promise<number> =>
    (await log()).filter((entry) => entry === 'run/commit').length;

  test('is paused and resumed with the keyboard, and says so', async () => {
    await run({ jobs: { 480: SLOW } }, async (opened) => {
      const { panel, page, log } = opened;
      await panel.getByText(/\d\d %/).waitFor();
      await press(opened, 'Pause', 'Pausing after this picture…');
      await panel.getByRole('status').getByText('Pausing after this picture').waitFor();
      await panel.getByRole('heading', { name: 'Paused at 2 of 3' }).waitFor();
      await panel.getByRole('status').getByText('Paused: 1 of 3 pictures enhanced').waitFor();
      await panel.getByRole('button', { name: 'Resume' }).and(panel.locator(':focus')).waitFor();
      await page.waitForTimeout(300);
      expect(await written(opened)).toEqual(['hero']);
      expect(await commits(opened)).toBe(1);
      expect(await log()).toContain('canvas/notify Paused: 1 of 3 pictures enhanced');

      await page.keyboard.press('Enter');
      await panel.getByRole('heading', { name: '3 pictures enhanced' }).waitFor();
      await panel.getByText(/undoes them, in 2 steps/).waitFor();
      expect(await written(opened)).toEqual(['hero', 'badge', 'wide']);
      expect(await commits(opened)).toBe(2);
    });
  });

  test('that is paused ends with Escape, and goes on afterwards', async () => {
    await run({ jobs: { 480: SLOW } }, async (opened) => {
      const { panel, page, log } = opened;
      await press(opened, 'Pause', 'Pausing after this picture…');
      await panel.getByRole('heading', { name: 'Paused at 2 of 3' }).waitFor();
      await page.keyboard.press('Escape');
      await panel
        .getByRole('heading', { name: '1 picture enhanced, 2 left as they were' })
        .waitFor();
      expect(await log()).not.toContain('window/close');
      await panel.getByRole('button', { name: 'Go on with the 2 left' }).focus();
      await page.keyboard.press('Enter');
      await panel.getByRole('heading', { name: '3 pictures enhanced' }).waitFor();
      expect(await written(opened)).toEqual(['hero', 'badge', 'wide']);
    });
  });

  test('leaves out what is skipped and puts back what is included again', async () => {
    await run({ jobs: { 480: SLOW } }, async (opened) => {
      await press(opened, 'Skip Badge', 'Include Badge');
      const wide = 'Landing page / Section 3 / Background mosaic, final final version';
      await press(opened, `Skip ${wide}`, `Include ${wide}`);
      await press(opened, `Include ${wide}`, `Skip ${wide}`);
      await opened.panel.getByText('2 pictures enhanced, 1 left as it was').first().waitFor();
      expect(await written(opened)).toEqual(['hero', 'wide']);
    });
  });

  test('goes on with the next picture when the one in work is stopped, also a deaf one', async () => {
    await run({ jobs: { 480: { ...ENDLESS, deaf: true } } }, async (opened) => {
      await opened.panel.getByText(/\d %/).first().waitFor();
      await press(opened, 'Stop Hero photo', 'Retry Hero photo');
      await opened.panel.getByText('2 pictures enhanced, 1 left as it was').first().waitFor();
      expect(await written(opened)).toEqual(['badge', 'wide']);
    });
  });

  test('tries a failed picture again while it goes on, and all that failed when it is over', async () => {
    const error = { code: 'engine-memory', details: {} } as const;
    await run({ jobs: { 480: { error }, 200: { error }, 1400: SLOW } }, async (opened) => {
      const { panel, page } = opened;
      await panel.getByText('Enhancing 3 of 3').waitFor();
      await press(opened, 'Retry Badge', 'Skip Badge');
      await panel
        .getByRole('heading', { name: '1 picture enhanced, 2 left as they were' })
        .waitFor();
      expect(await commits(opened)).toBe(1);
      await panel.getByRole('button', { name: 'Retry the 2 that failed' }).focus();
      await page.keyboard.press('Enter');
      const reads = async (): Promise<number> =>
        (await opened.log()).filter((entry) => entry === 'picture/read badge').length;
      // The first try, two more, and its thumbnail.
      await expect.poll(reads).toBe(4);
      await panel
        .getByRole('heading', { name: '1 picture enhanced, 2 left as they were' })
        .waitFor();
      expect(await written(opened)).toEqual(['wide']);
      expect(await commits(opened)).toBe(1);
    });
  });
});
