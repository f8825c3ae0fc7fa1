import type { Picture, Selection, SkippedLayer } from '../../../src/shared/protocol';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import type { HostScenario } from './host-page';
import { pictureOf, pictureUse as use } from '../../support/picture-use';
import { drawPicture, type DrawnPicture } from './pictures';

const SKIPPED: readonly SkippedLayer[] = [
  { nodeId: '9:1', nodeName: 'Intro film', error: { code: 'video-fill', details: {} } },
  {
    nodeId: '9:2',
    nodeName: 'Card cover with a name that goes on for a good while, as layer names do',
    error: { code: 'style-fill', details: { style: 'Photo / Warm' } },
  },
];

export interface Drawings {
  readonly hero: DrawnPicture;
  readonly badge: DrawnPicture;
  readonly wide: DrawnPicture;
  readonly tall: DrawnPicture;
}

export async function drawAll(): Promise<Drawings> {
  const [hero, badge, wide, tall] = await Promise.all([
    drawPicture('hills', 480, 320),
    drawPicture('badge', 200, 200),
    drawPicture('tiles', 1400, 500),
    drawPicture('hills', 150, 260),
  ]);
  return { hero, badge, wide, tall };
}

/** Three pictures that can be enlarged (one up to the limit), one that cannot, and skipped layers. */
export function fullScenario(drawings: Drawings): HostScenario {
  const { hero, badge, wide } = drawings;
  const pictures: Picture[] = [
    pictureOf('hero', hero.width, hero.height, [
      use('1:1', 'Hero photo'),
      use('1:2', 'Hero, tablet'),
      use('1:3', 'Hero, phone'),
    ]),
    pictureOf('badge', badge.width, badge.height, [use('1:4', 'Badge')]),
    pictureOf('wide', wide.width, wide.height, [
      use('1:5', 'Landing page / Section 3 / Background mosaic, final final version'),
    ]),
    pictureOf('print', 5400, 3600, [use('1:6', 'Print poster'), use('1:7', 'Print poster copy')]),
  ];
  return {
    command: 'open',
    settings: DEFAULT_SETTINGS,
    selection: { selectedLayers: 7, pictures, skipped: [...SKIPPED], hiddenOrLocked: 3 },
    pictures: {
      hero: hero.base64,
      badge: badge.base64,
      wide: wide.base64,
      print: hero.base64,
    },
  };
}

export function singleScenario(drawings: Drawings, which: keyof Drawings = 'hero'): HostScenario {
  return scenarioOf(drawings[which], which);
}

/** One layer that shows one picture. */
export function scenarioOf(
  { width, height, base64 }: DrawnPicture,
  imageHash = 'only',
): HostScenario {
  return {
    command: 'open',
    settings: { ...DEFAULT_SETTINGS, scale: 2 },
    selection: {
      selectedLayers: 1,
      pictures: [pictureOf(imageHash, width, height, [use('1:1', 'Hero photo')])],
      skipped: [],
      hiddenOrLocked: 0,
    },
    pictures: { [imageHash]: base64 },
  };
}

export function withSelection(scenario: HostScenario, selection: Partial<Selection>): HostScenario {
  return { ...scenario, selection: { ...scenario.selection, ...selection } };
}
