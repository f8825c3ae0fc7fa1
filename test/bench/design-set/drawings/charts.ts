/** Charts and what stands around them. */
import { SIDE_PX, type Drawing } from '../canvas';
import { PEOPLE } from '../copy';
import { CONDENSED, HUMANIST, MONO, SANS, SERIF } from '../fonts';
import {
  arc,
  circle,
  line,
  linearGradient,
  path,
  rect,
  smoothLine,
  text,
  type Point,
} from '../svg';

/** Smooth areas on top of each other, with a note. */
export const areas: Drawing = ({ random, theme, variant }) => {
  const [left, right, top, base] = [62, 492, 116, 430];
  const count = 9;
  const xAt = (index: number): number => left + ((right - left) * index) / (count - 1);
  let heights: number[] = Array.from({ length: count }, () => 0);
  const layers = theme.accents.slice(0, 3).map((colour, layer) => {
    const lower = heights;
    heights = heights.map((height, index) => {
      const swell = 48 + 26 * Math.sin(index * (0.7 + layer * 0.3) + variant * 2);
      return height + swell * random.between(0.7, 1.25);
    });
    const upper: Point[] = heights.map((height, index) => [xAt(index), base - height]);
    const back: Point[] = lower
      .map((height, index): Point => [xAt(index), base - height])
      .reverse();
    return [
      linearGradient(`area${layer}`, [colour, theme.ground], 90),
      path(`${smoothLine(upper)}L${smoothLine(back).slice(1)}Z`, {
        fill: variant === 0 ? colour : `url(#area${layer})`,
        'fill-opacity': variant === 0 ? 0.85 : 0.7,
      }),
      path(smoothLine(upper), { fill: 'none', stroke: colour, 'stroke-width': 3 }),
    ];
  });
  const peak = xAt(5);
  const label = { face: HUMANIST, size: 20, fill: theme.muted } as const;
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    text(24, 46, variant === 0 ? 'Kilowatts by source' : 'Visitors per hall', {
      face: SANS,
      size: 32,
      weight: 600,
      fill: theme.ink,
    }),
    ...['Wind', 'Tide', 'Sun'].flatMap((name, index) => [
      rect(26 + index * 96, 66, 18, 18, { fill: theme.accents[index as 0 | 1 | 2] }, 4),
      text(52 + index * 96, 82, name, label),
    ]),
    ...[0, 100, 200, 300].flatMap((value) => [
      line([left, base - value], [right, base - value], {
        stroke: theme.line,
        'stroke-dasharray': '3 5',
      }),
      text(left - 10, base - value + 7, String(value), { ...label, size: 19, anchor: 'end' }),
    ]),
    ...layers.flat(),
    ...['’09', '’11', '’13', '’15', '’17'].map((year, index) =>
      text(xAt(index * 2), base + 30, year, { ...label, anchor: 'middle' }),
    ),
    line([peak, top], [peak, base], { stroke: theme.ink, 'stroke-width': 1.5 }),
    circle(peak, base - heights[5]!, 8, {
      fill: theme.ground,
      stroke: theme.ink,
      'stroke-width': 3,
    }),
    rect(peak - 138, top - 10, 126, 54, { fill: theme.ink }, 8),
    text(peak - 126, top + 13, 'May 2014', { face: HUMANIST, size: 17, fill: theme.ground }),
    text(peak - 126, top + 36, `${random.whole(210, 299)}.6 kW`, {
      face: SANS,
      size: 21,
      weight: 700,
      fill: theme.ground,
    }),
    text(24, 492, 'Source: harbour office, own count', {
      face: SERIF,
      size: 18,
      italic: true,
      fill: theme.muted,
    }),
  ];
};

/** Values as a map of squares, or as discs over two axes. */
export const field: Drawing = (brief) => (brief.variant === 0 ? heatMap(brief) : bubbles(brief));

const heatMap: Drawing = ({ random, theme }) => {
  const [columns, rows, left, top, step] = [12, 8, 86, 92, 34];
  const cells = Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const wave = 0.5 + 0.5 * Math.sin(column * 0.55) * Math.cos(row * 0.6);
    const strength = Math.min(1, 0.08 + 0.8 * wave + random.between(0, 0.14));
    return rect(
      left + column * step,
      top + row * step,
      step - 4,
      step - 4,
      {
        fill: theme.accents[0],
        'fill-opacity': strength,
      },
      4,
    );
  });
  const label = { face: HUMANIST, size: 19, fill: theme.ink } as const;
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    text(24, 50, 'Who bakes when', { face: SERIF, size: 38, weight: 700, fill: theme.ink }),
    ...cells,
    ...PEOPLE.map((person, row) =>
      text(left - 10, top + row * step + 22, person, { ...label, anchor: 'end' }),
    ),
    ...['00', '06', '12', '18'].map((hour, index) =>
      text(left + index * 3 * step, top + rows * step + 20, hour, {
        ...label,
        face: MONO,
        size: 17,
      }),
    ),
    linearGradient('scale', [theme.ground, theme.accents[0]], 0),
    rect(left, 428, 260, 20, { fill: 'url(#scale)', stroke: theme.line }, 4),
    text(left, 474, 'never', label),
    text(left + 260, 474, 'daily', { ...label, anchor: 'end' }),
    text(494, 470, 'n = 96', { face: MONO, size: 20, fill: theme.muted, anchor: 'end' }),
  ];
};

const bubbles: Drawing = ({ random, theme }) => {
  const discs = Array.from({ length: 26 }, () => {
    const x = random.between(90, 470);
    const y = 420 - (x - 80) * 0.62 + random.between(-90, 70);
    const radius = 6 + 26 * random.next() ** 2;
    const colour = random.pick(theme.accents);
    return circle(x, Math.max(100, Math.min(y, 400)), radius, {
      fill: colour,
      'fill-opacity': 0.55,
      stroke: colour,
      'stroke-width': 2,
    });
  });
  const label = { face: CONDENSED, size: 22, fill: theme.muted } as const;
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.surface }),
    text(28, 52, 'RENT VS. VIEW', {
      face: CONDENSED,
      size: 40,
      weight: 600,
      fill: theme.ink,
      spacing: 1,
    }),
    ...[1, 2, 5, 10, 20].flatMap((value, index) => {
      const x = 84 + index * 96;
      return [
        line([x, 80], [x, 430], { stroke: theme.line, 'stroke-width': 1.5 }),
        text(x, 458, `${value} km`, { ...label, anchor: 'middle' }),
      ];
    }),
    ...[800, 600, 400, 200].flatMap((value, index) => [
      line([84, 110 + index * 88], [480, 110 + index * 88], {
        stroke: theme.line,
        'stroke-width': 1.5,
      }),
      text(74, 118 + index * 88, `€${value}`, { ...label, anchor: 'end' }),
    ]),
    path('M84 408C220 380 300 260 480 150', {
      fill: 'none',
      stroke: theme.ink,
      'stroke-width': 2.5,
      'stroke-dasharray': '9 6',
    }),
    ...discs,
    path('M398 96Q420 120 408 152M400 142L408 154L418 144', {
      fill: 'none',
      stroke: theme.ink,
      'stroke-width': 2,
    }),
    text(388, 94, 'lighthouse keeper', {
      face: SERIF,
      size: 21,
      italic: true,
      fill: theme.ink,
      anchor: 'middle',
    }),
    text(282, 496, 'distance to the sea (log)', {
      face: HUMANIST,
      size: 20,
      fill: theme.ink,
      anchor: 'middle',
    }),
  ];
};

/** Rings, numbers and small curves, as a dashboard puts them together. */
export const gauges: Drawing = ({ random, theme, variant }) => {
  const tiles: Point[] = [
    [12, 12],
    [262, 12],
    [12, 262],
    [262, 262],
  ];
  const names =
    variant === 0
      ? ['Battery', 'Humidity', 'Steps', 'Tide']
      : ['Uptime', 'Queue', 'Errors', 'Disk'];
  const parts = [rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground })];
  for (const [index, [x, y]] of tiles.entries()) {
    const colour = theme.accents[index as 0 | 1 | 2 | 3];
    const share = random.between(0.25, 0.95);
    parts.push(
      rect(x, y, 238, 238, { fill: theme.surface, stroke: theme.line }, 20),
      text(x + 20, y + 40, names[index]!, { face: SANS, size: 24, weight: 500, fill: theme.muted }),
    );
    if ((index + variant) % 2 === 0) {
      const centre: Point = [x + 119, y + 146];
      const ring = { fill: 'none', 'stroke-width': 20, 'stroke-linecap': 'round' };
      parts.push(
        path(arc(centre, 70, 135, 405), { ...ring, stroke: theme.line }),
        path(arc(centre, 70, 135, 135 + 270 * share), { ...ring, stroke: colour }),
        text(x + 119, y + 163, `${Math.round(share * 100)}`, {
          face: SANS,
          size: 54,
          weight: 700,
          fill: theme.ink,
          anchor: 'middle',
        }),
        text(x + 119, y + 208, 'percent', {
          face: HUMANIST,
          size: 18,
          fill: theme.muted,
          anchor: 'middle',
        }),
      );
    } else {
      const curve: Point[] = Array.from({ length: 12 }, (_, step) => [
        x + 20 + step * 18,
        y + 196 - random.between(0, 26) - step * 3 * Math.sin(step * 0.6),
      ]);
      parts.push(
        text(x + 20, y + 104, `${random.whole(2, 9)},${random.whole(100, 999)}`, {
          face: SANS,
          size: 58,
          weight: 300,
          fill: theme.ink,
        }),
        path(smoothLine(curve), { fill: 'none', stroke: colour, 'stroke-width': 4 }),
        text(x + 20, y + 136, `▲ ${random.between(1, 9).toFixed(1)} % since noon`.slice(2), {
          face: HUMANIST,
          size: 19,
          weight: 700,
          fill: colour,
        }),
      );
    }
  }
  return parts;
};
