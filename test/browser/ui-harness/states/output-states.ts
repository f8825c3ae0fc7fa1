import { DEFAULT_SETTINGS, type Settings } from '../../../../src/shared/settings';
import { pictureOf, pictureUse } from '../../../support/picture-use';
import type { HostScenario } from '../host-page';
import { fullScenario, singleScenario, withSelection, type Drawings } from '../scenarios';
import type { PanelState } from './panel-state';

/** A use on a layer of a size, filled by the picture. */
function filling(nodeId: string, nodeName: string, width: number, height: number) {
  const use = pictureUse(nodeId, nodeName);
  return { ...use, placements: use.placements.map((at) => ({ ...at, width, height })) };
}

/** Of five pictures one is sharp enough, one needs more than there is, and one is too large. */
export function fitScenario(drawings: Drawings, settings: Partial<Settings> = {}): HostScenario {
  const { hero, badge, wide, tall } = drawings;
  const scenario = withSelection(fullScenario(drawings), {
    pictures: [
      pictureOf('hero', hero.width, hero.height, [filling('1:1', 'Hero photo', 648, 432)]),
      pictureOf('badge', badge.width, badge.height, [filling('1:4', 'Badge', 80, 80)]),
      pictureOf('wide', wide.width, wide.height, [
        filling(
          '1:5',
          'Landing page / Section 3 / Background mosaic, final final version',
          2800,
          1000,
        ),
      ]),
      pictureOf('tall', tall.width, tall.height, [filling('1:8', 'Portrait', 600, 1040)]),
      pictureOf('print', 5400, 3600, [filling('1:6', 'Print poster', 900, 600)]),
    ],
    skipped: [],
    hiddenOrLocked: 0,
  });
  return {
    ...scenario,
    pictures: { ...scenario.pictures, tall: tall.base64 },
    settings: { ...DEFAULT_SETTINGS, scale: 'fit', ...settings },
  };
}

const ready: PanelState['reach'] = async ({ panel }) => {
  await panel.getByText('Runs locally').waitFor();
};

/** How large pictures become, and what is made of them. */
export const OUTPUT_STATES: readonly PanelState[] = [
  {
    name: 'fit',
    scenario: (drawings) => fitScenario(drawings),
    reach: ready,
    tour: 'Fit: each picture gets the pixels that its layers show at the chosen export density.',
  },
  {
    name: 'fit-batch',
    scenario: (drawings) => ({ ...fitScenario(drawings), command: 'batch' }),
    reach: ready,
  },
  {
    name: 'fit-all-sharp',
    scenario: (drawings) => {
      const { hero, badge } = drawings;
      return withSelection(fitScenario(drawings), {
        pictures: [
          pictureOf('hero', hero.width, hero.height, [filling('1:1', 'Hero photo', 120, 80)]),
          pictureOf('badge', badge.width, badge.height, [filling('1:4', 'Badge', 80, 80)]),
        ],
      });
    },
    reach: ready,
  },
  {
    name: 'output',
    scenario: (drawings) => ({
      ...singleScenario(drawings),
      settings: { ...DEFAULT_SETTINGS, format: 'jpeg', jpegQuality: 88, strength: 0.7 },
    }),
    reach: async (opened, context) => {
      await ready(opened, context);
      await opened.panel.getByText('Output').click();
    },
    tour: 'Output: how much of the restoration, and in which format.',
  },
];
