import type { Drawing } from './canvas';
import { areas, field, gauges } from './drawings/charts';
import { contours, gradients, plan } from './drawings/lines';
import { badge, icons, monogram } from './drawings/marks';
import { board, calendar, chat, landing, player } from './drawings/screens';
import { article, listing, poster, ticket, waterfall, weights } from './drawings/text';
import type { Pixels } from './pixels';
import { seededRandom } from './random';
import type { Renderer } from './render';
import { pickTheme } from './themes';

/** Six kinds of text, five of screens, three of charts, three of marks, two of lines, one of gradients. */
const DRAWINGS: Readonly<Record<string, Drawing>> = {
  waterfall,
  weights,
  article,
  listing,
  poster,
  ticket,
  chat,
  calendar,
  player,
  board,
  landing,
  areas,
  field,
  gauges,
  monogram,
  badge,
  icons,
  contours,
  plan,
  gradients,
};

const SEED = 20_611;

/** The names of all 40 pictures: two of each kind. */
export const PICTURE_NAMES: readonly string[] = Object.keys(DRAWINGS).flatMap((kind) => [
  `${kind}-1`,
  `${kind}-2`,
]);

/** Pictures with transparent parts. */
export const TRANSPARENT_PICTURES: readonly string[] = [
  'monogram-1',
  'monogram-2',
  'badge-1',
  'icons-2',
];

/** @param name of `PICTURE_NAMES`; its pixels are the same every time */
export function renderPicture(renderer: Renderer, name: string): Promise<Pixels> {
  const index = PICTURE_NAMES.indexOf(name);
  const random = seededRandom(SEED + index);
  const drawing = DRAWINGS[name.slice(0, -2)]!;
  const theme = pickTheme(random);
  return renderer.render(drawing({ random, theme, variant: name.endsWith('-1') ? 0 : 1 }));
}
