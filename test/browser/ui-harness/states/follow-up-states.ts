import type { ErrorCode } from '../../../../src/shared/errors';
import type { SkippedLayer } from '../../../../src/shared/protocol';
import { pictureOf, pictureUse } from '../../../support/picture-use';
import type { HostScenario } from '../host-page';
import { fullScenario, singleScenario, withSelection, type Drawings } from '../scenarios';
import { thumbnails, type PanelState } from './panel-state';

export const refusal = (
  nodeId: string,
  nodeName: string,
  code: ErrorCode = 'layer-changed',
): SkippedLayer => ({ nodeId, nodeName, error: { code, details: {} } });

/** The only layer of the only picture does not take its result. */
export const refusedScenario = (drawings: Drawings, code?: ErrorCode): HostScenario => ({
  ...singleScenario(drawings),
  relaunchedWith: 'enhance',
  writeFailures: { hero: [refusal('1:1', 'Hero photo', code)] },
});

/** Three pictures of which one layer and one original do not come back. */
export function partlyRestored(drawings: Drawings, badge: ErrorCode): HostScenario {
  const scenario = fullScenario(drawings);
  const pictures = scenario.selection.pictures.filter(({ imageHash }) => imageHash !== 'print');
  return {
    ...withSelection(scenario, { pictures }),
    relaunchedWith: 'enhance',
    restoreFailures: [
      refusal('1:2', 'Hero, tablet', 'layer-read-only'),
      refusal('1:4', 'Badge', badge),
    ],
  };
}

/** Results that could not be written, and originals that come back. */
export const FOLLOW_UP_STATES: readonly PanelState[] = [
  {
    name: 'refused-placed',
    scenario: refusedScenario,
    reach: async (opened) => {
      await opened.panel.getByRole('button', { name: 'Place beside' }).click();
      await opened.panel.getByText('Placed beside the layer.').waitFor();
      await thumbnails(opened, 1);
    },
    tour: 'A layer that was changed meanwhile is left alone; its result is not lost.',
  },
  {
    name: 'refused-gone-unplaceable',
    scenario: (drawings) => ({
      ...refusedScenario(drawings, 'layer-gone'),
      failing: { 'picture/place-beside': 'place-unsupported' },
    }),
    reach: async (opened) => {
      await opened.panel.getByRole('button', { name: 'Place on the page' }).click();
      await opened.panel.getByText('A picture cannot be placed beside').waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'refused-many',
    scenario: (drawings) => {
      const { hero } = drawings;
      const names = Array.from(
        { length: 14 },
        (_, index) => `Card ${index} of a gallery whose layers have names that go on and on`,
      );
      const uses = names.map((name, index) => pictureUse(`7:${index}`, name));
      return {
        ...withSelection(singleScenario(drawings), {
          pictures: [pictureOf('hero', hero.width, hero.height, uses)],
        }),
        relaunchedWith: 'enhance',
        writeFailures: {
          hero: uses
            .slice(1)
            .map(({ nodeId, nodeName }, index) =>
              refusal(nodeId, nodeName, index === 1 ? 'layer-gone' : 'layer-read-only'),
            ),
        },
      };
    },
    reach: async (opened) => {
      await opened.panel.getByRole('button', { name: 'Show 10 more layers' }).waitFor();
      await thumbnails(opened, 1);
    },
  },
  {
    name: 'restored-some',
    scenario: (drawings) => partlyRestored(drawings, 'original-missing'),
    reach: async (opened) => {
      await opened.panel.getByRole('button', { name: 'Restore all originals' }).click();
      await opened.panel.getByText('The originals of 2 pictures are back.').waitFor();
      await thumbnails(opened, 3);
    },
    tour: 'Originals brought back from the results, and why one could not be.',
  },
];
