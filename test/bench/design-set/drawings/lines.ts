/** Line drawings and smooth colour. */
import { SIDE_PX, type Brief, type Drawing } from '../canvas';
import { HUMANIST, MONO, SANS, SERIF } from '../fonts';
import type { Random } from '../random';
import {
  arc,
  circle,
  element,
  group,
  line,
  linearGradient,
  path,
  polar,
  polyline,
  radialGradient,
  rect,
  smoothLine,
  text,
  type Point,
} from '../svg';

/** A map of heights, with a route; or a flower of engraved lines. */
export const contours: Drawing = (brief) =>
  brief.variant === 0 ? terrain(brief) : engraving(brief);

const terrain: Drawing = ({ random, theme }) => {
  const hills: readonly [Point, number][] = [
    [[180, 190], 15],
    [[390, 360], 12],
    [[420, 90], 8],
  ];
  const rings = hills.flatMap(([centre, count]) => {
    const shape = wobble(random);
    return Array.from({ length: count }, (_, index) =>
      path(smoothLine(ringAround(centre, 12 + index * 15, shape), true), {
        fill: 'none',
        stroke: theme.accents[2],
        'stroke-width': index % 5 === 4 ? 2.6 : 1.1,
      }),
    );
  });
  const route: Point[] = [
    [-10, 470],
    [80, 420],
    [150, 330],
    [240, 300],
    [300, 210],
    [330, 120],
    [430, 40],
    [450, -10],
  ];
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    ...rings,
    path(smoothLine(route), { fill: 'none', stroke: '#ffffff', 'stroke-width': 9 }),
    path(smoothLine(route), {
      fill: 'none',
      stroke: theme.accents[0],
      'stroke-width': 4.5,
      'stroke-dasharray': '12 6',
    }),
    ...[route[2]!, route[4]!].map(([x, y]) =>
      circle(x, y, 8, { fill: theme.accents[0], stroke: '#ffffff', 'stroke-width': 3 }),
    ),
    text(176, 350, 'Hut 1,847 m', { face: SANS, size: 22, weight: 600, fill: theme.ink }),
    text(318, 220, 'Saddle', { face: SERIF, size: 26, italic: true, fill: theme.ink }),
    line([30, 488], [130, 488], { stroke: theme.ink, 'stroke-width': 4 }),
    text(140, 494, '500 m', { face: MONO, size: 18, fill: theme.ink }),
  ];
};

const engraving: Drawing = ({ random, theme }) => {
  const shape = wobble(random);
  const petals = Array.from({ length: 12 }, (_, petal) => {
    const hatching = Array.from({ length: 9 }, (_, index) => {
      const spread = (index - 4) * 2.6;
      return path(`M0 -34Q${spread * 3.4} -110 ${spread * 0.6} -200`, {
        fill: 'none',
        stroke: theme.ink,
        'stroke-width': 1 + 0.25 * (index % 3),
      });
    });
    return group({ transform: `translate(256 250) rotate(${petal * 30})` }, ...hatching);
  });
  const middle = Array.from({ length: 7 }, (_, index) =>
    path(smoothLine(ringAround([256, 250], 6 + index * 4.5, shape), true), {
      fill: index === 6 ? 'none' : theme.surface,
      stroke: theme.accents[0],
      'stroke-width': 1.6,
    }),
  );
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.surface }),
    circle(256, 250, 214, { fill: 'none', stroke: theme.ink, 'stroke-width': 1.5 }),
    circle(256, 250, 222, { fill: 'none', stroke: theme.ink, 'stroke-width': 4 }),
    ...petals,
    ...middle.reverse(),
    text(256, 503, 'Fig. 12 — Leucanthemum', {
      face: SERIF,
      size: 26,
      italic: true,
      fill: theme.ink,
      anchor: 'middle',
    }),
  ];
};

/** Amplitude and phase of the waves that bend a ring. */
function wobble(random: Random): readonly (readonly [number, number])[] {
  return [2, 3, 5].map(
    (waves) => [random.between(0.06, 0.34) / waves, random.between(0, 6)] as const,
  );
}

function ringAround(
  [x, y]: Point,
  radius: number,
  shape: readonly (readonly [number, number])[],
): Point[] {
  const count = 36;
  return Array.from({ length: count }, (_, index): Point => {
    const angle = (index / count) * 2 * Math.PI;
    const bend = shape.reduce(
      (sum, [amplitude, phase], wave) =>
        sum + amplitude * Math.sin([2, 3, 5][wave]! * angle + phase),
      1,
    );
    return [x + radius * bend * 1.2 * Math.cos(angle), y + radius * bend * Math.sin(angle)];
  });
}

/** An architect's plan of a flat: walls, doors, hatching, dimensions. */
export const plan: Drawing = ({ random, theme, variant }) => {
  const isBlueprint = variant === 1;
  const ground = isBlueprint ? '#123a6b' : '#ffffff';
  const ink = isBlueprint ? '#e8f1ff' : '#1d1d1f';
  const wall = { fill: 'none', stroke: ink, 'stroke-width': 9 };
  const thin = { fill: 'none', stroke: ink, 'stroke-width': 1.6 };
  const split = random.whole(230, 290);
  const hatch = Array.from({ length: 26 }, (_, index) =>
    line([60 + index * 9, 330], [60 + index * 9 - 60, 390], thin),
  );
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: ground }),
    ...(isBlueprint ? blueprintGrid() : []),
    path(`M60 84H452V438H60Z`, wall),
    path(`M${split} 84V200M${split} 262V438M60 262H150M212 262H${split}M${split} 300H452`, wall),
    path(`M${split} 200A62 62 0 0 1 ${split + 62} 262H${split}`, thin),
    path('M150 262A62 62 0 0 1 212 324V262', thin),
    element('clipPath', { id: 'bath' }, rect(65, 330, 120, 103, {})),
    group({ 'clip-path': 'url(#bath)' }, ...hatch),
    rect(84, 350, 84, 66, { ...thin, fill: ground }, 22),
    rect(100, 112, 92, 60, thin, 4),
    ...[0, 1, 2].map((seat) => rect(104 + seat * 30, 96, 24, 12, thin, 5)),
    ...[0, 1, 2, 3].map((burner) =>
      circle(420 - (burner % 2) * 26, 112 + Math.floor(burner / 2) * 26, 10, thin),
    ),
    rect(372, 326, 70, 98, thin, 3),
    path('M372 352H442', thin),
    ...dimension([60, 56], [split, 56], `${(split / 62).toFixed(2)}`, ink),
    ...dimension([split, 56], [452, 56], `${((452 - split) / 62).toFixed(2)}`, ink),
    line([478, 84], [478, 438], thin),
    text(118, 226, 'Kitchen', { face: HUMANIST, size: 25, fill: ink }),
    text(330, 220, 'Studio', { face: HUMANIST, size: 31, fill: ink }),
    text(316, 400, 'Bed', { face: HUMANIST, size: 25, fill: ink, anchor: 'middle' }),
    text(330, 248, '21.6 m²', { face: MONO, size: 18, fill: ink }),
    text(60, 482, 'PLAN A–03   1:50', {
      face: MONO,
      size: 23,
      weight: 700,
      fill: isBlueprint ? ink : theme.accents[0],
    }),
    path(
      polyline(
        [
          polar([440, 478], 22, -90),
          polar([440, 478], 14, 50),
          [440, 478],
          polar([440, 478], 14, 130),
        ],
        true,
      ),
      { fill: ink },
    ),
  ];
};

function blueprintGrid(): string[] {
  return Array.from({ length: 33 }, (_, index) => {
    const at = index * 16;
    const look = { stroke: '#ffffff', 'stroke-opacity': index % 4 === 0 ? 0.2 : 0.09 };
    return line([at, 0], [at, SIDE_PX], look) + line([0, at], [SIDE_PX, at], look);
  });
}

function dimension(from: Point, to: Point, label: string, ink: string): string[] {
  const look = { stroke: ink, 'stroke-width': 1.5 };
  const tick = ([x, y]: Point): string => line([x - 6, y + 6], [x + 6, y - 6], look);
  const middle = (from[0] + to[0]) / 2;
  return [
    line(from, to, look),
    tick(from),
    tick(to),
    text(middle, from[1] - 8, label, { face: MONO, size: 20, fill: ink, anchor: 'middle' }),
  ];
}

/** Layers of dunes under a sky; or blurred lights behind a sheet of glass. */
export const gradients: Drawing = (brief) => (brief.variant === 0 ? dunes(brief) : glass(brief));

const DUSK = ['#1b2a49', '#465c8b', '#c06c84', '#f8b195', '#fde8c9'] as const;

const dunes: Drawing = ({ random }: Brief) => {
  const layers = Array.from({ length: 6 }, (_, layer) => {
    const top = 250 + layer * 44;
    const ridge: Point[] = Array.from({ length: 6 }, (_, index) => [
      index * 106 - 8,
      top + random.between(-34, 34),
    ]);
    const dark = `hsl(${340 - layer * 22}, 45%, ${52 - layer * 8}%)`;
    const light = `hsl(${350 - layer * 22}, 55%, ${68 - layer * 8}%)`;
    return [
      linearGradient(`dune${layer}`, [light, dark], 90),
      path(`${smoothLine(ridge)}V${SIDE_PX}H-8Z`, { fill: `url(#dune${layer})` }),
    ];
  });
  return [
    linearGradient('dusk', DUSK, 90),
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: 'url(#dusk)' }),
    radialGradient('halo', ['#fff6dd', '#f8b195'], 0.5),
    circle(352, 214, 58, { fill: 'url(#halo)' }),
    ...Array.from({ length: 24 }, () =>
      circle(random.between(0, SIDE_PX), random.between(0, 120), random.between(0.8, 2.2), {
        fill: '#ffffff',
      }),
    ),
    ...layers.flat(),
    text(36, 96, 'Erg', { face: SERIF, size: 72, weight: 900, italic: true, fill: '#ffffff' }),
  ];
};

const glass: Drawing = ({ random, theme }) => {
  const lights = Array.from({ length: 7 }, (_, index) => {
    const colour = theme.accents[index % 4]!;
    const id = `light${index}`;
    return (
      element(
        'radialGradient',
        { id },
        element('stop', { offset: 0, 'stop-color': colour, 'stop-opacity': 0.95 }),
        element('stop', { offset: 1, 'stop-color': colour, 'stop-opacity': 0 }),
      ) +
      circle(random.between(0, SIDE_PX), random.between(0, SIDE_PX), random.between(140, 260), {
        fill: `url(#${id})`,
      })
    );
  });
  const small = { face: MONO, size: 28, fill: '#ffffff' } as const;
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: '#17132b' }),
    ...lights,
    rect(
      66,
      130,
      380,
      244,
      {
        fill: '#ffffff',
        'fill-opacity': 0.2,
        stroke: '#ffffff',
        'stroke-opacity': 0.6,
        'stroke-width': 1.5,
      },
      26,
    ),
    rect(98, 196, 58, 44, { fill: '#f6d58c' }, 8),
    path('M98 211H156M98 226H156M118 196V240M136 196V240', {
      fill: 'none',
      stroke: '#a67c2e',
      'stroke-width': 1.5,
    }),
    text(98, 174, 'Meridian', { face: SANS, size: 30, weight: 600, fill: '#ffffff' }),
    text(98, 296, '5312 •••• 0846', small),
    text(98, 344, 'J. OKONKWO', { ...small, size: 21 }),
    path(
      arc([398, 176], 10, -60, 60) + arc([398, 176], 20, -60, 60) + arc([398, 176], 30, -60, 60),
      { fill: 'none', stroke: '#ffffff', 'stroke-width': 4 },
    ),
    circle(384, 336, 22, { fill: theme.accents[0], 'fill-opacity': 0.9 }),
    circle(408, 336, 22, { fill: theme.accents[3], 'fill-opacity': 0.8 }),
  ];
};
