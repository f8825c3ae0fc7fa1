import { DEFAULT_SETTINGS } from '../../../../src/shared/settings';
import type { OpenPanel } from '../open-panel';
import { fullScenario, singleScenario, type Drawings } from '../scenarios';
import type { HostScenario } from '../host-page';
import type { StubEnginePage } from '../stub-engine-page';
import { thumbnails, type PanelState } from './panel-state';

const LONG_NAME = 'Product photos of the autumn catalogue, for retina screens, v2';

const PRESETS = {
  version: 1,
  content: [
    { name: 'Product photos', settings: { ...DEFAULT_SETTINGS, scale: 2, crisp: 0.6 }, prompt: '' },
    { name: LONG_NAME.slice(0, 60), settings: DEFAULT_SETTINGS, prompt: 'sharper' },
  ],
};
const PROMPTS = {
  version: 1,
  content: [
    'noisy, sharper',
    'old scan of a logo, no jpeg artifacts, slightly blurry, and a good deal more that does not fit',
    'screenshot',
  ],
};

/** Somebody who has used the plugin for a while. */
export function usedScenario(drawings: Drawings): HostScenario {
  return {
    ...fullScenario(drawings),
    kept: { presets: PRESETS, prompts: PROMPTS },
    page: { originals: 12, layers: 31 },
  };
}

const openSettings = async ({ panel }: OpenPanel): Promise<void> => {
  await panel.getByText('Runs locally').waitFor();
  await panel.getByRole('button', { name: 'Settings' }).click();
  await panel.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await panel.getByText('of the 5 MB').waitFor();
};
const scrollTo = async ({ panel }: OpenPanel, section: string): Promise<void> =>
  panel
    .getByRole('region', { name: section })
    .evaluate((element) => element.scrollIntoView({ block: 'start' }));

/** A host with one model in three precisions, for a graphics card without half precision. */
const OFFER = { title: 'OSEDiff', kind: 'latent', obstacle: null } as const;
const ENGINE_PAGE: StubEnginePage = {
  offers: [
    { ...OFFER, folder: 'osediff-int8', bytes: 954e6, precision: 'int8' },
    { ...OFFER, folder: 'osediff-fp32', bytes: 3_798e6, precision: 'fp32' },
    {
      ...OFFER,
      folder: 'osediff-fp16',
      bytes: 1_899e6,
      precision: 'fp16',
      obstacle: { code: 'pack-half-precision', details: { instead: '“OSEDiff” in int8' } },
    },
  ],
  storage: { kind: 'opfs', usedBytes: 412e6, quotaBytes: 60e9 },
};

const NEWER = { version: 99, content: 'in a shape of the future' };

/** Presets, prompts that ran before, and the settings. */
export const SETTINGS_STATES: readonly PanelState[] = [
  {
    name: 'settings',
    scenario: usedScenario,
    reach: openSettings,
    tour: 'The settings: which engine runs and why, the model, and your presets.',
  },
  {
    name: 'settings-storage',
    scenario: usedScenario,
    reach: async (opened) => {
      await openSettings(opened);
      await opened.panel.getByText('keeps 12 originals').waitFor();
      await scrollTo(opened, 'Storage');
    },
    tour: 'What is kept, on the machine and in the document; privacy; and a text for bug reports.',
  },
  {
    name: 'settings-engine-page',
    scenario: (drawings) => ({ ...usedScenario(drawings), command: 'settings' }),
    enginePage: ENGINE_PAGE,
    reach: async (opened) => {
      await opened.panel.getByText('412.0 MB of downloaded models').waitFor();
      await scrollTo(opened, 'Model');
    },
    tour: 'Packs of the engine page: what this graphics card can run, and what is kept of them.',
  },
  {
    name: 'settings-download-retried',
    scenario: (drawings) => ({ ...usedScenario(drawings), command: 'settings' }),
    enginePage: ENGINE_PAGE,
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('button', { name: 'Use OSEDiff int8' }).click();
      await panel.getByText('trying again…').waitFor();
      await scrollTo(opened, 'Model');
    },
  },
  {
    name: 'settings-weights-asking',
    scenario: (drawings) => ({ ...usedScenario(drawings), command: 'settings' }),
    enginePage: ENGINE_PAGE,
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('button', { name: 'Delete downloaded models' }).click();
      await panel.getByText('downloaded again when needed').waitFor();
      await scrollTo(opened, 'Model');
    },
  },
  {
    name: 'settings-weights-not-kept',
    scenario: (drawings) => ({ ...usedScenario(drawings), command: 'settings' }),
    enginePage: { offers: [], storage: { kind: 'http', usedBytes: null, quotaBytes: null } },
    reach: async (opened) => {
      await opened.panel.getByText('stay in the browser’s own cache').waitFor();
      await scrollTo(opened, 'Model');
    },
  },
  {
    name: 'settings-engine-page-down',
    scenario: (drawings) => ({ ...usedScenario(drawings), command: 'settings' }),
    enginePage: 'down',
    reach: async ({ panel }) => {
      await panel.getByText('did not answer').waitFor();
      await panel.getByText('of the 5 MB').waitFor();
    },
  },
  {
    name: 'settings-diagnostics',
    scenario: (drawings) => ({ ...usedScenario(drawings), relaunchedWith: 'enhance' }),
    behaviour: { jobs: { 200: { error: { code: 'engine-memory', details: {}, cause: 'bad' } } } },
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('button', { name: 'Back to the selection' }).click();
      await openSettings(opened);
      await panel.getByRole('button', { name: 'Copy', exact: true }).click();
      await panel.getByText('Copied').waitFor();
      await scrollTo(opened, 'Diagnostics');
    },
  },
  {
    name: 'settings-empty',
    scenario: singleScenario,
    reach: async (opened) => {
      await openSettings(opened);
      await opened.panel.getByText('No presets of your own yet').waitFor();
      await opened.panel.getByText('No originals are kept on this page').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-asking',
    scenario: usedScenario,
    reach: async (opened) => {
      const { panel } = opened;
      await openSettings(opened);
      await panel.getByRole('button', { name: `Delete ${LONG_NAME.slice(0, 60)}` }).click();
      await panel.getByRole('button', { name: 'Rename Product photos', exact: true }).click();
      await panel.getByRole('textbox', { name: 'New name' }).fill(LONG_NAME.slice(0, 60));
      await panel.getByText('Another preset has this name').waitFor();
      await panel.getByRole('button', { name: 'Clear prompt history' }).click();
      await panel.getByText('Forget all recent prompts?').waitFor();
      await scrollTo(opened, 'Presets');
    },
  },
  {
    name: 'settings-not-kept',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      kept: { presets: NEWER, prompts: NEWER },
    }),
    reach: async (opened) => {
      await openSettings(opened);
      await opened.panel.getByText('Your presets were saved by a newer Onestep').waitFor();
      await scrollTo(opened, 'Presets');
    },
  },
  {
    name: 'settings-engine-failed',
    scenario: (drawings) => ({ ...singleScenario(drawings), command: 'settings' }),
    behaviour: { startError: { code: 'pack-self-test', details: {}, cause: 'off by 41 of 3' } },
    reach: async ({ panel }) => {
      await panel.getByRole('button', { name: 'Start it again' }).waitFor();
      await panel.getByText('of the 5 MB').waitFor();
    },
  },
  {
    name: 'preset-modified',
    scenario: usedScenario,
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByText('Runs locally').waitFor();
      await panel.getByRole('combobox', { name: 'Preset' }).selectOption(LONG_NAME.slice(0, 60));
      await panel.getByText('2×', { exact: true }).click();
      await panel.getByText('Modified').waitFor();
      await thumbnails(opened, 3);
    },
    tour: 'Presets keep settings and prompt under a name.',
  },
  {
    name: 'preset-saving',
    scenario: usedScenario,
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByText('Runs locally').waitFor();
      await panel.getByRole('combobox', { name: 'Preset' }).selectOption('Old JPEG');
      await panel.getByRole('button', { name: 'Save…' }).click();
      await panel.getByRole('textbox', { name: 'Name of the preset' }).fill('product photos');
      await panel.getByText('“Product photos” exists already').waitFor();
      await thumbnails(opened, 2);
    },
  },
  {
    name: 'prompt-history',
    scenario: usedScenario,
    reach: async (opened) => {
      const { panel, page } = opened;
      await panel.getByText('Runs locally').waitFor();
      await panel.getByRole('button', { name: 'Recent prompts' }).click();
      await page.keyboard.press('ArrowDown');
      await panel
        .getByRole('button', { name: /^old scan/ })
        .and(panel.locator(':focus'))
        .waitFor();
      await thumbnails(opened, 2);
    },
    tour: 'The prompts that ran last, at the prompt field.',
  },
];
