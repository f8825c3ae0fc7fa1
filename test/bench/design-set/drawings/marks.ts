/** Logos and icons. Some stand on nothing: what is not drawn is transparent. */
import { SIDE_PX, type Drawing } from '../canvas';
import { BRANDS } from '../copy';
import { CAPITALS, SANS, SCRIPT, SERIF, SLAB } from '../fonts';
import {
  arc,
  circle,
  element,
  group,
  linearGradient,
  path,
  polar,
  polyline,
  rect,
  text,
  textOnPath,
  type Point,
} from '../svg';

/** A mark with the name below it, on transparent ground. */
export const monogram: Drawing = ({ theme, variant }) => {
  const ink = variant === 0 ? theme.accents[0] : theme.accents[3];
  return variant === 0
    ? [
        ...interlocked(theme.accents),
        text(256, 452, BRANDS[0], { face: SCRIPT, size: 92, fill: ink, anchor: 'middle' }),
      ]
    : [
        ...faceted(theme.accents),
        text(256, 448, BRANDS[2].toUpperCase(), {
          face: SANS,
          size: 84,
          weight: 900,
          spacing: 8,
          fill: ink,
          anchor: 'middle',
        }),
        text(256, 490, 'timber & tools since 1911', {
          face: SLAB,
          size: 28,
          fill: ink,
          anchor: 'middle',
        }),
      ];
};

/** Three rings, the middle one before the first and behind the last. */
function interlocked(colours: readonly string[]): string[] {
  const ring = { fill: 'none', 'stroke-width': 34 };
  const centres: Point[] = [
    [168, 188],
    [256, 188],
    [344, 188],
  ];
  return [
    linearGradient('ringFirst', [colours[0]!, colours[1]!], 40),
    linearGradient('ringLast', [colours[2]!, colours[3]!], 40),
    path(arc(centres[0]!, 96, 0, 359.9), { ...ring, stroke: 'url(#ringFirst)' }),
    circle(...centres[1]!, 96, { ...ring, stroke: colours[3] }),
    path(arc(centres[0]!, 96, 10, 100), { ...ring, stroke: 'url(#ringFirst)' }),
    circle(...centres[2]!, 96, { ...ring, stroke: 'url(#ringLast)' }),
    path(arc(centres[1]!, 96, 8, 90), { ...ring, stroke: colours[3] }),
  ];
}

/** A hexagon of triangles in shades. */
function faceted(colours: readonly string[]): string[] {
  const centre: Point = [256, 190];
  return Array.from({ length: 6 }, (_, index) => {
    const [from, to] = [index * 60 - 90, index * 60 - 30];
    const outer = [centre, polar(centre, 160, from), polar(centre, 160, to)];
    const inner = [centre, polar(centre, 84, from + 30), polar(centre, 84, to + 30)];
    return group(
      {},
      path(polyline(outer, true), { fill: colours[index % 2]!, 'fill-opacity': 1 - index * 0.1 }),
      path(polyline(inner, true), { fill: colours[2 + (index % 2)]!, 'fill-opacity': 0.9 }),
    );
  });
}

/** A round seal with its text along the rim; the first on transparent ground. */
export const badge: Drawing = ({ theme, variant }) => {
  const ink = theme.accents[0];
  const paper = variant === 0 ? '#ffffff' : theme.ground;
  const teeth = Array.from({ length: 96 }, (_, index) =>
    polar([256, 256], index % 2 === 0 ? 244 : 232, index * 3.75),
  );
  const rim = { face: CAPITALS, size: 50, fill: paper, anchor: 'middle', spacing: 5 } as const;
  return [
    ...(variant === 0 ? [] : [rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.surface })]),
    element('defs', {}, path(arc([256, 256], 178, 180, 360), { id: 'upper' })),
    element('defs', {}, path('M44 256A212 212 0 0 0 468 256', { id: 'lower' })),
    path(polyline(teeth, true), { fill: ink }),
    circle(256, 256, 220, { fill: 'none', stroke: paper, 'stroke-width': 3 }),
    circle(256, 256, 160, { fill: paper }),
    textOnPath('upper', variant === 0 ? 'ALPINE ROASTERS' : 'LAKESIDE CYCLES', rim),
    textOnPath('lower', variant === 0 ? 'SMALL BATCH' : 'EST. MCMLXII', { ...rim, size: 44 }),
    circle(58, 262, 9, { fill: paper }),
    circle(454, 262, 9, { fill: paper }),
    ...(variant === 0 ? peaks(ink, theme.accents[3]) : wheel(ink, theme.accents[2])),
  ];
};

function peaks(ink: string, sun: string): string[] {
  return [
    circle(306, 190, 34, { fill: sun }),
    path('M128 310L214 170L262 248L292 206L384 310Z', { fill: ink }),
    path('M214 170L190 210L206 222L216 208L230 224L240 212Z', { fill: '#ffffff' }),
    ...[328, 344, 360].map((y, index) =>
      path(`M${160 + index * 18} ${y}q12 -9 24 0t24 0t24 0t24 0t24 0t24 0`, {
        fill: 'none',
        stroke: ink,
        'stroke-width': 5,
      }),
    ),
  ];
}

function wheel(ink: string, accent: string): string[] {
  const spokes = Array.from({ length: 18 }, (_, index) => {
    const [from, to] = [polar([256, 240], 14, index * 20), polar([256, 240], 92, index * 20 + 24)];
    return path(polyline([from, to]), { stroke: ink, 'stroke-width': 2 });
  });
  return [
    circle(256, 240, 98, { fill: 'none', stroke: ink, 'stroke-width': 12 }),
    ...spokes,
    circle(256, 240, 15, { fill: accent }),
    text(256, 388, 'no. 4', {
      face: SERIF,
      size: 40,
      italic: true,
      weight: 700,
      fill: ink,
      anchor: 'middle',
    }),
  ];
}

/** Outlines on a grid of 24 units. */
const OUTLINES = [
  // Leaf, cup, camera, anchor, key, umbrella.
  'M4 20C4 9 11 4 20 4C20 13 15 20 4 20ZM4 20L13 11',
  'M5 8H17V15A4 4 0 0 1 13 19H9A4 4 0 0 1 5 15ZM17 10H19A2.5 2.5 0 0 1 19 15H17M9 2V5M13 2V5',
  'M3 8H8L10 5H14L16 8H21V19H3ZM12 10A3.5 3.5 0 1 0 12 17A3.5 3.5 0 1 0 12 10',
  'M12 7V21M8 11H16M4 14C4 18 8 21 12 21C16 21 20 18 20 14M12 3A2 2 0 1 0 12 7A2 2 0 1 0 12 3',
  'M8 12A4 4 0 1 0 8 20A4 4 0 1 0 8 12M11 13L20 4M16 8L19 11M18 6L20 8',
  'M12 3C6 3 3 8 3 12H21C21 8 18 3 12 3ZM12 12V19A2 2 0 0 1 8 19M12 2V3',
  // Bell, pencil, parcel, rocket, droplet, cloud.
  'M6 17V11A6 6 0 0 1 18 11V17L20 19H4ZM10 21A2 2 0 0 0 14 21',
  'M4 20L5 15L16 4L20 8L9 19ZM14 6L18 10',
  'M3 8L12 3L21 8V16L12 21L3 16ZM3 8L12 13L21 8M12 13V21M7.5 5.5L16.5 10.5',
  'M12 2C16 5 17 9 17 13L15 17H9L7 13C7 9 8 5 12 2ZM7 13L4 17L7 18M17 13L20 17L17 18M12 8V11M11 19V22M13 19V22',
  'M12 3C16 9 18 12 18 15A6 6 0 0 1 6 15C6 12 8 9 12 3ZM9 15A3 3 0 0 0 12 18',
  'M7 18A4 4 0 0 1 7 10A5.5 5.5 0 0 1 17.5 9A4.5 4.5 0 0 1 17 18Z',
] as const;

/** Outlined icons in a grid; then filled ones on rounded tiles, on transparent ground. */
export const icons: Drawing = ({ random, theme, variant }) => {
  const columns = variant === 0 ? 5 : 3;
  const step = SIDE_PX / columns;
  const outlines = random.shuffle(OUTLINES);
  const parts = variant === 0 ? [rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground })] : [];
  for (let index = 0; index < columns * columns; index++) {
    const [x, y] = [(index % columns) * step, Math.floor(index / columns) * step];
    const size = variant === 0 ? step * random.pick([0.42, 0.56, 0.66]) : step * 0.5;
    const place = (step - size) / 2;
    const colour =
      variant === 0 ? random.pick([theme.ink, theme.ink, ...theme.accents]) : '#ffffff';
    if (variant === 1) {
      const [from, to] = [theme.accents[index % 4]!, theme.accents[(index + 1) % 4]!];
      parts.push(
        linearGradient(`tile${index}`, [from, to], 50),
        rect(x + 12, y + 12, step - 24, step - 24, { fill: `url(#tile${index})` }, step * 0.22),
      );
    }
    parts.push(
      path(outlines[index % outlines.length]!, {
        fill: variant === 1 && index % 2 === 0 ? '#ffffff' : 'none',
        'fill-opacity': 0.3,
        stroke: colour,
        'stroke-width': variant === 0 ? random.pick([1.25, 1.75, 2.25]) : 1.6,
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
        transform: `translate(${x + place} ${y + place}) scale(${size / 24})`,
      }),
    );
  }
  return parts;
};
