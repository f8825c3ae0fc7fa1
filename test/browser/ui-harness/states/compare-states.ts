import type { HostScenario } from '../host-page';
import type { OpenPanel } from '../open-panel';
import { fullScenario, singleScenario, withSelection, type Drawings } from '../scenarios';
import { thumbnails, type PanelState } from './panel-state';

const LARGE_WINDOW = { width: 800, height: 720 };

/** A result beside what it was made from. */
function compared(
  which: keyof Drawings,
  look: (opened: OpenPanel) => Promise<void>,
): Pick<PanelState, 'scenario' | 'reach'> {
  return {
    scenario: (drawings) => ({ ...singleScenario(drawings, which), relaunchedWith: 'enhance' }),
    reach: async (opened) => {
      await opened.panel.getByRole('button', { name: /^Hero photo/ }).click();
      await look(opened);
    },
  };
}

/** Two selected pictures that were enhanced before. */
export function withOriginals(drawings: Drawings): HostScenario {
  const scenario = singleScenario(drawings, 'wide');
  const { hero, badge } = drawings;
  const [picture] = scenario.selection.pictures;
  const original = { imageHash: 'first', width: hero.width, height: hero.height };
  const second = { ...picture!, imageHash: 'second', original };
  return {
    ...withSelection(scenario, { pictures: [{ ...picture!, original }, second] }),
    command: 'compare',
    pictures: { ...scenario.pictures, first: hero.base64, second: badge.base64 },
  };
}

/** Before and after. */
export const COMPARE_STATES: readonly PanelState[] = [
  {
    name: 'compare-fit',
    ...compared('hero', async ({ panel, page }) => {
      await panel.getByRole('slider').focus();
      await page.keyboard.press('ArrowRight');
      await panel.locator('.divider').waitFor();
    }),
    tour: 'Before and after, with a divider to drag.',
  },
  {
    name: 'compare-transparent',
    ...compared('badge', async ({ panel }) => panel.locator('.divider').waitFor()),
  },
  {
    name: 'compare-tall',
    ...compared('tall', async ({ panel }) => panel.locator('.divider').waitFor()),
  },
  {
    name: 'compare-200',
    ...compared('wide', async ({ panel, page }) => {
      await panel.getByText('200 %').click();
      const stage = panel.getByRole('group', { name: /arrow keys move it/ });
      await stage.focus();
      await page.keyboard.press('ArrowLeft');
    }),
  },
  {
    name: 'compare-400',
    ...compared('badge', async ({ panel, page }) => {
      await panel.locator('.divider').waitFor();
      await page.keyboard.press('+');
      await panel.getByRole('radio', { name: '400 %' }).check({ force: true });
    }),
  },
  {
    name: 'compare-beside',
    ...compared('tall', async ({ panel, page }) => {
      await panel.locator('.divider').waitFor();
      await page.keyboard.press('2');
      await panel.locator('.pane-tag').getByText('After').waitFor();
    }),
    tour: 'Side by side: both pictures move and zoom as one.',
  },
  {
    name: 'compare-stacked',
    ...compared('badge', async ({ panel, page }) => {
      await panel.getByText('Side by side').click();
      await panel.getByText('200 %').click();
      await panel.getByRole('group', { name: /arrow keys move it/ }).focus();
      await page.keyboard.press('ArrowUp');
    }),
  },
  {
    name: 'compare-difference',
    ...compared('badge', async ({ panel }) => {
      await panel.getByText('Difference', { exact: true }).click();
      await panel.getByRole('img', { name: 'Difference' }).waitFor();
    }),
    tour: 'What has changed against a plain enlargement, brightened where it is faint.',
  },
  {
    name: 'compare-held',
    ...compared('hero', async ({ panel, page }) => {
      await panel.locator('.divider').waitFor();
      await page.keyboard.down('b');
      await panel.getByRole('button', { name: 'Hold for before', pressed: true }).waitFor();
    }),
  },
  {
    name: 'compare-several',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    reach: async ({ panel, page }) => {
      await panel.getByRole('button', { name: /^Badge/ }).click();
      await panel.getByText('2 of 3').waitFor();
      await page.keyboard.press('PageDown');
      await panel.getByText('3 of 3').waitFor();
      await panel.locator('.divider').waitFor();
    },
  },
  {
    name: 'compare-large',
    ...compared('hero', async ({ panel, page, called }) => {
      await panel.getByRole('button', { name: 'Larger window' }).click();
      await called('window/resize 800x720');
      await page.setViewportSize(LARGE_WINDOW);
      await panel.locator('.divider').waitFor();
    }),
  },
  {
    name: 'compare-original',
    scenario: withOriginals,
    reach: async ({ panel, page, called }) => {
      await page.setViewportSize(LARGE_WINDOW);
      await panel.locator('.divider').waitFor();
      await called('picture/read first');
      await panel.getByRole('button', { name: 'Next picture' }).click();
      await called('picture/read second');
      await panel.locator('.divider').waitFor();
    },
  },
  {
    name: 'compare-failed',
    scenario: (drawings) => ({ ...singleScenario(drawings), relaunchedWith: 'enhance' }),
    reach: async (opened) => {
      const { panel, page } = opened;
      const row = panel.getByRole('button', { name: /^Hero photo/ });
      await row.waitFor();
      await thumbnails(opened, 1);
      await page.evaluate(() =>
        window.host.change({ failing: { 'picture/read': 'image-missing' } }),
      );
      await row.click();
      await panel.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
];
