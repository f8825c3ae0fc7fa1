import { join } from 'node:path';
import { dragOver, drop } from '../drag-files';
import { fullScenario, singleScenario } from '../scenarios';
import { pickPack, thumbnails, type PanelState } from './panel-state';

/** The model in use, and another that is to replace it. */
export const MODEL_STATES: readonly PanelState[] = [
  {
    name: 'engine-failed',
    scenario: singleScenario,
    behaviour: { startError: { code: 'pack-self-test', details: {}, cause: 'off by 41 of 3' } },
    reach: async (opened) => {
      await opened.panel.getByText('The model gives wrong answers on this machine').waitFor();
      await thumbnails(opened, 1);
    },
    tour: 'A model that gives wrong answers on this machine is not used.',
  },
  {
    name: 'model-chosen',
    scenario: fullScenario,
    reach: async (opened, { packs }) => {
      const { panel } = opened;
      await pickPack(opened, packs, 'osediff');
      await panel.getByText(/Runs locally: .*OSEDiff/).waitFor();
      await panel.getByPlaceholder('What the picture shows').waitFor();
      await thumbnails(opened, 4);
    },
    tour: 'Another model, from a folder on this computer.',
  },
  {
    name: 'model-long-prompt',
    scenario: singleScenario,
    reach: async (opened, { packs }) => {
      await pickPack(opened, packs, 'osediff for quiet restorations');
      const field = opened.panel.getByRole('textbox', { name: 'Prompt' });
      await field.fill('a harbour at dusk, wooden boats, wet stones, soft light '.repeat(6));
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'model-without-prompt',
    scenario: singleScenario,
    reach: async (opened, { packs }) => {
      const { panel } = opened;
      await panel.getByRole('textbox', { name: 'Prompt' }).fill('sharper');
      await pickPack(opened, packs, 'plain');
      await panel.getByText('A plain pack takes no prompt').waitFor();
      await panel.getByRole('textbox').waitFor({ state: 'detached' });
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'model-settings',
    scenario: singleScenario,
    reach: async (opened, { packs }) => {
      const { panel } = opened;
      await pickPack(opened, packs, 'osediff for quiet restorations');
      await panel.getByText('Slow on this engine').waitFor();
      await panel.getByRole('button', { name: 'Change model' }).click();
      await panel.getByRole('button', { name: 'Back to Onestep Compact' }).waitFor();
      await panel.getByText('of the 5 MB').waitFor();
    },
    tour: 'The model in the settings, and the way back to the one inside the plugin.',
  },
  {
    name: 'model-opening',
    scenario: singleScenario,
    reach: async (opened, { packs }) => {
      await pickPack(opened, packs, 'large');
      await opened.panel.getByText('Opening “large”…').waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'model-missing',
    scenario: singleScenario,
    reach: async (opened, { packs }) => {
      const { panel } = opened;
      await pickPack(opened, packs, 'holiday photos');
      await panel.getByText('“holiday photos” is not a model pack').waitFor();
      await panel.getByRole('button', { name: 'Enhance image' }).waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'model-damaged',
    scenario: fullScenario,
    reach: async (opened, { packs }) => {
      const { panel } = opened;
      await pickPack(opened, packs, 'damaged');
      await panel.getByText('The model pack is damaged: unet/1f0c.bin').waitFor();
      await panel.getByRole('button', { name: 'Back to Onestep Compact' }).waitFor();
      await thumbnails(opened, 3);
    },
  },
  {
    name: 'model-dragged',
    scenario: fullScenario,
    reach: async (opened, { packs }) => {
      await opened.panel.getByText('Runs locally').waitFor();
      await thumbnails(opened, 3);
      await dragOver(opened.page, [packs.osediff]);
      await opened.panel.getByText('Drop a model pack here').waitFor();
    },
    tour: 'A model pack can be dropped onto the panel.',
  },
  {
    name: 'model-dropped-file',
    scenario: singleScenario,
    reach: async (opened, { packs }) => {
      const { panel, page } = opened;
      await panel.getByText('Runs locally').waitFor();
      await thumbnails(opened, 1);
      await drop(page, [join(packs.osediff, 'pack.json')]);
      await panel.getByText('“pack.json” is no folder').waitFor();
    },
  },
];
