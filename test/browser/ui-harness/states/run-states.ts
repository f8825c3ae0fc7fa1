import { fullScenario, singleScenario } from '../scenarios';
import { thumbnails, type PanelState } from './panel-state';

const SMALL_WINDOW = { width: 320, height: 128 };
const FAILED = { error: { code: 'engine-memory', details: {}, cause: 'bad_alloc' } } as const;
const SLOW_JOBS = { 480: { tiles: 20, tileMs: 120 }, 200: { tiles: 200, tileMs: 150 } };

/** A run and its results, in the panel and in the small window. */
export const RUN_STATES: readonly PanelState[] = [
  {
    name: 'running',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: SLOW_JOBS },
    reach: async ({ panel }) => {
      await panel.getByText('Enhancing 2 of 3').waitFor();
      await panel.getByText(/\d\d %/).waitFor();
      await panel.getByText(/left$/).waitFor();
    },
    tour: 'A run: where it is, and how long it still takes.',
  },
  {
    name: 'pausing',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: SLOW_JOBS },
    reach: async ({ panel }) => {
      await panel.getByText('Enhancing 2 of 3').waitFor();
      await panel.getByRole('button', { name: 'Pause' }).click();
      await panel.getByRole('button', { name: 'Pausing after this picture…' }).waitFor();
      await panel.getByText(/left$/).waitFor();
    },
  },
  {
    name: 'paused',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: { 480: { tiles: 20, tileMs: 120 } } },
    reach: async ({ panel }) => {
      await panel.getByText(/\d\d %/).waitFor();
      await panel.getByRole('button', { name: 'Pause' }).click();
      await panel.getByRole('heading', { name: 'Paused at 2 of 3' }).waitFor();
    },
    tour: 'Paused: what is done is on the canvas, as an undo step of its own.',
  },
  {
    name: 'run-skipped',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: SLOW_JOBS },
    reach: async ({ panel }) => {
      await panel.getByText('Enhancing 1 of 3').waitFor();
      await panel.getByRole('button', { name: 'Skip Badge' }).click();
      await panel.getByRole('button', { name: 'Include Badge' }).waitFor();
      await panel.getByText(/\d\d %/).waitFor();
    },
  },
  {
    name: 'run-failed-row',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: { 480: FAILED, 200: { tiles: 200, tileMs: 150 } } },
    reach: async ({ panel }) => {
      await panel.getByText('Enhancing 2 of 3').waitFor();
      await panel.getByRole('button', { name: 'Retry Hero photo' }).waitFor();
      await panel.getByText(/\d\d? %/).waitFor();
    },
  },
  {
    name: 'done-failures',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: { 480: FAILED, 200: FAILED } },
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('button', { name: 'Retry the 2 that failed' }).waitFor();
      await thumbnails(opened, 2);
    },
    tour: 'Pictures that failed can be tried again, one by one or together.',
  },
  {
    name: 'cancelling',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: { 480: { tiles: 200, tileMs: 100, deaf: true } } },
    reach: async ({ panel }) => {
      await panel.getByText(/\d\d %/).waitFor();
      await panel.getByRole('button', { name: 'Cancel' }).click();
      await panel.getByRole('button', { name: 'Cancelling…' }).waitFor();
    },
  },
  {
    name: 'cancelled',
    scenario: (drawings) => ({ ...fullScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: { 480: { tiles: 200, tileMs: 60 } } },
    reach: async ({ panel }) => {
      await panel.getByText(/\d\d %/).waitFor();
      await panel.getByRole('button', { name: 'Cancel' }).click();
      await panel.getByText('Cancelled, nothing was changed').first().waitFor();
    },
  },
  {
    name: 'done-mixed',
    scenario: (drawings) => ({
      ...fullScenario(drawings),
      relaunchedWith: 'enhance',
      writeFailures: {
        hero: [
          { nodeId: '1:3', nodeName: 'Hero, phone', error: { code: 'layer-gone', details: {} } },
        ],
      },
    }),
    behaviour: {
      jobs: { 200: FAILED },
    },
    reach: async ({ panel, page }) => {
      await panel.getByText('2 pictures enhanced, 1 left as it was').first().waitFor();
      await panel.getByText('Details', { exact: true }).click();
      await page.waitForTimeout(200);
    },
    tour: 'The results: what was enhanced, what was left as it was, and why.',
  },
  {
    name: 'done-one',
    scenario: (drawings) => ({ ...singleScenario(drawings), relaunchedWith: 'enhance' }),
    reach: async (opened) => {
      await opened.panel.getByText('Open a picture to compare').waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'done-not-committed',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      relaunchedWith: 'enhance',
      failing: { 'run/commit': 'internal' },
    }),
    reach: async (opened) => {
      await opened.panel.getByText('not as one undo step').waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'small-waiting',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      command: 'enhance',
      silent: ['selection/read'],
    }),
    reach: async ({ panel, page }) => {
      await page.setViewportSize(SMALL_WINDOW);
      await panel.getByRole('button', { name: 'Cancel' }).waitFor();
    },
  },
  {
    name: 'small-running',
    scenario: (drawings) => ({ ...fullScenario(drawings), command: 'enhance' }),
    behaviour: { jobs: SLOW_JOBS },
    reach: async ({ panel, page }) => {
      await page.setViewportSize(SMALL_WINDOW);
      await panel.getByText('2 of 3', { exact: true }).waitFor();
      await panel.getByText(/left$/).waitFor();
    },
    tour: '“Enhance image” from the menu: one small window that closes by itself.',
  },
  {
    name: 'small-pausing',
    scenario: (drawings) => ({ ...fullScenario(drawings), command: 'enhance' }),
    behaviour: { jobs: SLOW_JOBS },
    reach: async ({ panel, page }) => {
      await page.setViewportSize(SMALL_WINDOW);
      await panel.getByText('2 of 3', { exact: true }).waitFor();
      await panel.getByRole('button', { name: 'Pause' }).click();
      await panel.getByRole('button', { name: 'Pausing after this picture…' }).waitFor();
    },
  },
  {
    name: 'small-paused',
    scenario: (drawings) => ({ ...fullScenario(drawings), command: 'enhance' }),
    behaviour: { jobs: { 480: { tiles: 20, tileMs: 60 } } },
    reach: async ({ panel, page }) => {
      await page.setViewportSize(SMALL_WINDOW);
      await panel.getByText('1 of 3', { exact: true }).waitFor();
      await panel.getByRole('button', { name: 'Pause' }).click();
      await panel.getByRole('button', { name: 'Resume' }).waitFor();
    },
  },
  {
    name: 'small-failed',
    scenario: (drawings) => ({ ...singleScenario(drawings), command: 'enhance' }),
    behaviour: { jobs: { 480: { error: { code: 'engine-memory', details: {} } } } },
    reach: async ({ panel, called }) => {
      await panel.getByRole('heading', { name: 'The picture was left as it was' }).waitFor();
      await called('window/resize 360x560');
    },
  },
];
