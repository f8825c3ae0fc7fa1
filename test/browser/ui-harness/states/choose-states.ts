import { DEFAULT_SETTINGS } from '../../../../src/shared/settings';
import type { HostScenario } from '../host-page';
import { fullScenario, singleScenario, withSelection, type Drawings } from '../scenarios';
import { signsOfWaiting, thumbnails, type PanelState } from './panel-state';

/** In a file that has no safe place for originals. */
function withoutKeeper(drawings: Drawings): HostScenario {
  const scenario = fullScenario(drawings);
  const pictures = scenario.selection.pictures.map((picture) => ({
    ...picture,
    uses: picture.uses.map((use) => ({ ...use, originalCanBeKept: false })),
  }));
  return withSelection(scenario, { pictures });
}

/** The pictures of the selection, and what is to be done with them. */
export const CHOOSE_STATES: readonly PanelState[] = [
  {
    name: 'choose',
    scenario: fullScenario,
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('button', { name: 'Enhance 3 images' }).waitFor();
      await panel.getByText('Runs locally').waitFor();
      await thumbnails(opened, 4);
    },
    tour: 'The pictures of the selection: what each is now, and what it becomes.',
  },
  {
    name: 'choose-skipped',
    scenario: fullScenario,
    reach: async ({ panel }) => {
      await panel.getByText('2 layers skipped').click();
      await panel.getByText('This layer shows a video').scrollIntoViewIfNeeded();
      await panel.getByText('3+ hidden or locked layers left out').waitFor();
    },
    tour: 'Layers that are left alone, each with the reason.',
  },
  {
    name: 'choose-one-focus',
    scenario: singleScenario,
    reach: async (opened) => {
      const { panel, page } = opened;
      const button = panel.getByRole('button', { name: 'Enhance image' });
      await button.waitFor();
      await panel.getByText('Runs locally').waitFor();
      // Backwards from the end, past the way to another model.
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Shift+Tab');
      await button.and(panel.locator(':focus')).waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'empty',
    scenario: (drawings) =>
      withSelection(singleScenario(drawings), { selectedLayers: 0, pictures: [], skipped: [] }),
    reach: async ({ panel }) => {
      await panel.getByText('Select a picture to enhance').waitFor();
      await panel.getByRole('button', { name: 'Enhance image', disabled: true }).waitFor();
      await panel.getByText('Runs locally').waitFor();
    },
    tour: 'Nothing selected yet.',
  },
  {
    name: 'without-images',
    scenario: (drawings) => withSelection(singleScenario(drawings), { pictures: [] }),
    reach: async ({ panel }) =>
      panel.getByText('The selected layers have no image fill.').waitFor(),
  },
  {
    name: 'all-skipped',
    scenario: (drawings) =>
      withSelection(fullScenario(drawings), { pictures: [], hiddenOrLocked: 0 }),
    reach: async ({ panel }) => panel.getByText('Nothing here can be enhanced').waitFor(),
  },
  {
    name: 'reading',
    scenario: (drawings) => ({ ...singleScenario(drawings), silent: ['selection/read'] }),
    reach: async (opened) => {
      await opened.panel.getByText('Looking through the selection… 120 layers so far').waitFor();
      await signsOfWaiting(opened);
    },
  },
  {
    name: 'reading-document',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      command: 'batch',
      settings: { ...DEFAULT_SETTINGS, area: 'document' },
      silent: ['selection/read'],
    }),
    reach: async (opened) => {
      await opened.panel.getByText('Looking through the document… 120 layers so far').waitFor();
      await signsOfWaiting(opened);
    },
  },
  {
    name: 'originals-lost',
    scenario: withoutKeeper,
    reach: async (opened) => {
      await opened.panel.getByText('The originals cannot be kept here').waitFor();
      await opened.panel.getByText('Runs locally').waitFor();
      await thumbnails(opened, 3);
    },
  },
  {
    name: 'originals-lost-asked',
    scenario: (drawings) => ({ ...withoutKeeper(drawings), command: 'enhance' }),
    reach: async (opened) => {
      const { panel } = opened;
      await opened.called('window/resize 360x560');
      await panel.getByRole('button', { name: 'Enhance anyway' }).waitFor();
      const sentence = panel.getByRole('region', { name: /^The originals cannot be kept here/ });
      await sentence.and(panel.locator(':focus')).waitFor();
      await thumbnails(opened, 3);
    },
    tour: 'Where originals cannot be kept, “Enhance image” asks before it writes anything.',
  },
  {
    name: 'reading-failed',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      failing: { 'selection/read': 'internal' },
    }),
    reach: async ({ panel }) => {
      await panel.getByText('Details', { exact: true }).click();
      await panel.getByText('scripted by the test').waitFor();
    },
  },
  {
    name: 'prompt-wanted',
    scenario: (drawings) => ({ ...singleScenario(drawings), command: 'enhance-prompt' }),
    reach: async ({ panel }) => {
      await panel.getByRole('textbox', { name: 'Prompt' }).and(panel.locator(':focus')).waitFor();
    },
  },
  {
    name: 'batch',
    scenario: (drawings) => ({ ...fullScenario(drawings), command: 'batch' }),
    reach: async (opened) => {
      const { panel, page } = opened;
      await panel.getByRole('button', { name: 'Skip Badge' }).focus();
      await page.keyboard.press('Enter');
      await panel.getByRole('button', { name: 'Include Badge' }).waitFor();
      await panel.getByText('3+ layers left out').waitFor();
      await panel.getByRole('button', { name: 'Enhance 2 images' }).waitFor();
      await panel.getByRole('radio', { name: 'Selection' }).focus();
      await page.keyboard.press('ArrowRight');
      await panel.getByRole('radio', { name: 'Page', checked: true }).waitFor();
      await thumbnails(opened, 3);
    },
    tour: 'A batch: the list is edited before it starts.',
  },
  {
    name: 'waiting-to-start',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      relaunchedWith: 'enhance',
      silent: ['selection/read'],
    }),
    reach: async (opened) => {
      await opened.panel.getByRole('button', { name: 'Cancel' }).waitFor();
      await signsOfWaiting(opened);
    },
  },
  {
    name: 'compare-nothing',
    scenario: (drawings) => ({ ...singleScenario(drawings), command: 'compare' }),
    reach: async (opened) => {
      await opened.panel.getByText('None of the selected pictures has an original').waitFor();
      await opened.called('window/resize 360x560');
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'next-selection',
    scenario: (drawings) => ({ ...singleScenario(drawings), relaunchedWith: 'enhance' }),
    reach: async (opened, { drawings }) => {
      const { panel, page } = opened;
      await panel.getByText('Open a picture to compare').waitFor();
      const { selection, pictures } = fullScenario(drawings);
      await page.evaluate(
        (changes) => {
          window.host.change(changes);
          window.host.emit('selection/changed', {});
        },
        { selection, pictures },
      );
      await panel.getByText('Last run:').waitFor();
      await panel.getByRole('button', { name: 'Enhance 3 images' }).waitFor();
      await thumbnails(opened, 4);
    },
  },
  {
    name: 'guidance-prompt',
    scenario: fullScenario,
    reach: async (opened) => {
      const { panel } = opened;
      const field = panel.getByRole('textbox', { name: 'Prompt' });
      await field.fill('slightly noisy screenshot of a harbour, sharper, no jpeg artifacts');
      await panel.getByText('Not understood: harbour').waitFor();
      await thumbnails(opened, 3);
    },
    tour: 'A prompt, and how the model reads it.',
  },
  {
    name: 'guidance-long-prompt',
    scenario: fullScenario,
    reach: async ({ panel }) => {
      const field = panel.getByRole('textbox', { name: 'Prompt' });
      await field.fill(`${'very noisy, blurry, logo, '.repeat(9)}${'harbour'.repeat(30)}`);
      await panel.getByText('Not understood: harbour').waitFor();
    },
  },
  {
    name: 'guidance-crisp-overruled',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      settings: { ...DEFAULT_SETTINGS, crisp: 0.3 },
    }),
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('textbox', { name: 'Prompt' }).fill('sharper');
      await panel.getByText('Set here to 30 %; the prompt asks for 80 %.').waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'guidance-corrections',
    scenario: (drawings) => ({
      ...fullScenario(drawings),
      settings: { ...DEFAULT_SETTINGS, denoise: 0.4 },
    }),
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByRole('textbox', { name: 'Prompt' }).fill('logo, blurry');
      await panel.getByText('Corrections').click();
      await panel.getByText('The prompt says: Illustration.').waitFor();
      await thumbnails(opened, 2);
    },
    tour: 'Corrections by hand, beside what the prompt asks for.',
  },
  {
    name: 'guidance-corrections-set',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      settings: {
        ...DEFAULT_SETTINGS,
        scale: 1,
        crisp: 1,
        denoise: 0,
        dejpeg: 1,
        deblur: 0.55,
        content: 'illustration',
      },
    }),
    reach: async (opened) => {
      const { panel } = opened;
      await panel.getByText('Noise 0 %, JPEG 100 %, Blur 55 %').click();
      await panel.getByText('restored in this size').waitFor();
      await thumbnails(opened, 1);
    },
  },
];
