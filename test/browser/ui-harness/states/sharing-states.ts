import type { Locator } from 'playwright-core';
import type { PictureUse } from '../../../../src/shared/protocol';
import { pictureOf, pictureUse } from '../../../support/picture-use';
import type { HostScenario } from '../host-page';
import { fullScenario, withSelection, type Drawings } from '../scenarios';
import type { PanelState } from './panel-state';

const LONG_NAME = 'Brand / Photography / Warm light / Hero pictures of the autumn campaign, final';

export const styledUse = (nodeId: string, styleId: string, name: string, remote = false) =>
  pictureUse(nodeId, `Layer ${nodeId}`, { styleId, style: { name, remote } });

/** One picture of the scenario’s hero for each group of uses, beside a badge of the layer’s own. */
export function sharedScenario(
  drawings: Drawings,
  ...groups: readonly (readonly PictureUse[])[]
): HostScenario {
  const { hero, badge } = drawings;
  const scenario = fullScenario(drawings);
  const shared = groups.map((uses, index) =>
    pictureOf(`shared-${index}`, hero.width, hero.height, uses),
  );
  const own = pictureOf('badge', badge.width, badge.height, [pictureUse('1:4', 'Badge')]);
  return {
    ...withSelection(scenario, {
      pictures: [...shared, own],
      skipped: [],
      hiddenOrLocked: 0,
    }),
    pictures: {
      ...scenario.pictures,
      ...Object.fromEntries(shared.map(({ imageHash }) => [imageHash, hero.base64])),
    },
  };
}

export const oneStyle = (drawings: Drawings): HostScenario =>
  sharedScenario(drawings, [
    pictureUse('1:1', 'Hero photo'),
    styledUse('2:1', 'S:1', 'Photo / Warm'),
    styledUse('2:2', 'S:1', 'Photo / Warm'),
  ]);

/** Nothing of it is cut off by a scrolled part of the panel. */
async function expectWhollyVisible(target: Locator): Promise<void> {
  const seen = await target.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        new IntersectionObserver(([entry]) => resolve(entry?.intersectionRatio ?? 0)).observe(
          element,
        );
      }),
  );
  if (seen < 1) throw new Error(`only ${Math.round(seen * 100)} % of it is visible`);
}

const inCard = (nodeId: string, remote = false): PictureUse =>
  pictureUse(nodeId, 'Photo', { component: { name: remote ? 'Kit / Tile' : 'Card', remote } });

/** Questions about pictures that layers share. */
export const SHARING_STATES: readonly PanelState[] = [
  {
    name: 'styles-question',
    scenario: oneStyle,
    reach: async ({ panel }) => {
      await panel.getByText('A shared style holds pictures here').waitFor();
    },
    tour: 'A picture that comes from a shared style: nothing is changed before you have chosen.',
  },
  {
    name: 'styles-awaited',
    scenario: (drawings) => ({ ...oneStyle(drawings), command: 'enhance' }),
    reach: async ({ panel }) => {
      await panel.getByText('Starts when you have chosen above.').waitFor();
    },
  },
  {
    name: 'styles-awaited-three',
    scenario: (drawings) => ({
      ...sharedScenario(
        drawings,
        ...Array.from({ length: 3 }, (_, index) => [
          styledUse(`3:${index}`, `S:${index}`, `${LONG_NAME} ${index}`),
        ]),
      ),
      command: 'enhance',
    }),
    reach: async ({ panel }) => {
      await panel.getByText('Starts when you have chosen above.').waitFor();
      for (const answer of ['Change the styles', 'Detach the layers', 'Leave the layers alone']) {
        await expectWhollyVisible(panel.getByRole('button', { name: answer }));
      }
    },
  },
  {
    name: 'styles-awaited-unfolded',
    scenario: (drawings) => ({ ...oneStyle(drawings), command: 'enhance' }),
    reach: async ({ panel }) => {
      await panel.getByRole('button', { name: 'Scale, guidance and output' }).click();
      await panel.getByRole('radio', { name: '2×' }).waitFor();
    },
  },
  {
    name: 'styles-left',
    scenario: (drawings) =>
      sharedScenario(drawings, [styledUse('2:1', 'S:1', LONG_NAME), styledUse('2:2', 'S:1', '')]),
    reach: async ({ panel }) => {
      await panel.getByRole('button', { name: 'Leave the layers alone' }).click();
      await panel.getByText('left as it is').waitFor();
    },
  },
  {
    name: 'styles-remote',
    scenario: (drawings) => sharedScenario(drawings, [styledUse('2:1', 'S:1', LONG_NAME, true)]),
    reach: async ({ panel }) => {
      await panel.getByText('It comes from a library').waitFor();
    },
  },
  {
    name: 'styles-many',
    scenario: (drawings) =>
      sharedScenario(
        drawings,
        ...Array.from({ length: 9 }, (_, index) => [
          styledUse(`3:${index}`, `S:${index}`, `${LONG_NAME} ${index}`, index % 3 === 2),
        ]),
      ),
    reach: async ({ panel }) => {
      await panel.getByText('and 5 more styles').waitFor();
    },
  },
  {
    name: 'components-question',
    scenario: (drawings) =>
      sharedScenario(drawings, [inCard('I1;5'), inCard('I2;5'), inCard('I3;9', true)]),
    reach: async ({ panel }) => {
      await panel.getByText('Only these instances change').waitFor();
    },
    tour: 'A picture in an instance: this instance only, or the main component.',
  },
  {
    name: 'components-change',
    scenario: (drawings) =>
      sharedScenario(drawings, [inCard('I1;5'), inCard('I2;5'), inCard('I3;9', true)]),
    reach: async ({ panel }) => {
      await panel.getByText('Main component', { exact: true }).click();
      await panel.getByText('so does every instance').waitFor();
    },
  },
];
