/** Interfaces: parts of screens of telephones and of large windows. */
import { SIDE_PX, type Brief, type Drawing } from '../canvas';
import { BRANDS, CHAT, PEOPLE, SONGS, TASKS } from '../copy';
import { CAPITALS, CONDENSED, HUMANIST, SANS, SERIF, SLAB } from '../fonts';
import {
  circle,
  group,
  line,
  linearGradient,
  path,
  polyline,
  radialGradient,
  rect,
  smoothLine,
  text,
  textWidth,
  type Point,
} from '../svg';
import type { Theme } from '../themes';

/** A conversation. */
export const chat: Drawing = ({ random, theme, variant }) => {
  const size = variant === 0 ? 26 : 30;
  const person = random.pick(PEOPLE);
  const parts = [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    rect(0, 0, SIDE_PX, 76, { fill: theme.surface }),
    line([0, 76], [SIDE_PX, 76], { stroke: theme.line }),
    path('M34 22L20 38L34 54', { fill: 'none', stroke: theme.accents[0], 'stroke-width': 5 }),
    avatar([84, 38], 25, person, theme.accents[1]),
    text(122, 36, person, { face: SANS, size: 25, weight: 600, fill: theme.ink }),
    text(122, 60, 'typing…', { face: SANS, size: 18, italic: true, fill: theme.muted }),
  ];
  let y = 92;
  for (const [index, message] of random.shuffle(CHAT).entries()) {
    const isOwn = index % 3 !== 0;
    const look = { face: HUMANIST, size, fill: isOwn ? '#ffffff' : theme.ink };
    const width = textWidth(message, look) + size * 1.3;
    const height = size * 1.75;
    const x = isOwn ? SIDE_PX - 16 - width : 16;
    const fill = isOwn ? theme.accents[0] : theme.surface;
    const border = isOwn ? {} : { stroke: theme.line };
    parts.push(
      rect(x, y, width, height, { fill, ...border }, size * 0.75),
      text(x + size * 0.65, y + height * 0.64, message, look),
    );
    if (index === 2) {
      const small = { face: HUMANIST, size: 16, fill: theme.muted, anchor: 'middle' } as const;
      parts.push(text(256, y + height + 24, 'Today 18:02', small));
      y += 26;
    }
    y += height + 12;
  }
  return [
    ...parts,
    rect(0, 448, SIDE_PX, 64, { fill: theme.surface }),
    rect(16, 458, 410, 44, { fill: theme.ground, stroke: theme.line }, 22),
    text(38, 487, 'Write a reply', { face: HUMANIST, size: 21, fill: theme.muted }),
    circle(466, 480, 24, { fill: theme.accents[0] }),
    path('M456 468L480 480L456 492L460 480Z', { fill: '#ffffff' }),
  ];
};

/** A month with its appointments. */
export const calendar: Drawing = ({ random, theme, variant }) => {
  const columns = variant === 0 ? 7 : 4;
  const [top, rowHeight] = variant === 0 ? [112, 80] : [112, 100];
  const width = SIDE_PX / columns;
  const parts = [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    text(18, 54, variant === 0 ? 'October' : 'Week 27', {
      face: SERIF,
      size: 46,
      weight: 700,
      fill: theme.ink,
    }),
    rect(392, 20, 102, 42, { fill: theme.accents[0] }, 21),
    text(443, 48, 'Now', { face: SANS, size: 22, weight: 600, fill: '#ffffff', anchor: 'middle' }),
  ];
  for (let column = 0; column < columns; column++) {
    const day = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'][column]!;
    parts.push(
      text((column + 0.5) * width, 100, day, {
        face: CONDENSED,
        size: 20,
        fill: theme.muted,
        anchor: 'middle',
        spacing: 1,
      }),
    );
    for (let row = 0; row < 5; row++) {
      parts.push(...calendarDay({ random, theme, variant }, column, row, width, top, rowHeight));
    }
  }
  return parts;
};

function calendarDay(
  { random, theme, variant }: Brief,
  column: number,
  row: number,
  width: number,
  top: number,
  height: number,
): string[] {
  const [x, y] = [column * width, top + row * height];
  const day = String(row * 7 + column + 1);
  const isToday = row === 2 && column === 1;
  const parts = [
    rect(x, y, width, height, { fill: row % 2 ? theme.surface : 'none', stroke: theme.line }),
  ];
  if (isToday) parts.push(circle(x + 21, y + 20, 16, { fill: theme.accents[0] }));
  parts.push(
    text(x + 21, y + 27, day, {
      face: SANS,
      size: 20,
      weight: 500,
      fill: isToday ? '#ffffff' : theme.ink,
      anchor: 'middle',
    }),
  );
  const count = random.whole(0, 2);
  for (let index = 0; index < count; index++) {
    const colour = random.pick(theme.accents);
    const pill = y + 40 + index * (variant === 0 ? 19 : 29);
    if (variant === 0) {
      parts.push(rect(x + 5, pill, width - 10, 15, { fill: colour }, 4));
      continue;
    }
    parts.push(
      rect(x + 6, pill, width - 12, 25, { fill: colour, 'fill-opacity': 0.22 }, 5),
      rect(x + 6, pill, 5, 25, { fill: colour }, 2),
      text(x + 17, pill + 18, random.pick(['Pilates', 'Lunch, Q3', 'Dentist', 'Ship it']), {
        face: HUMANIST,
        size: 17,
        weight: 500,
        fill: theme.ink,
      }),
    );
  }
  return parts;
}

/** A music player with cover, wave form and controls. */
export const player: Drawing = ({ random, theme, variant }) => {
  const [song, band] = SONGS[variant];
  const bars = Array.from({ length: 58 }, (_, index) => {
    const envelope = 0.35 + 0.65 * Math.abs(Math.sin(index * 0.29 + variant));
    const height = 8 + 46 * envelope * random.between(0.4, 1);
    const fill = index < 23 ? theme.accents[0] : theme.line;
    return rect(40 + index * 7.5, 366 - height / 2, 4, height, { fill }, 2);
  });
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    linearGradient('cover', [theme.accents[0], theme.accents[3], theme.accents[2]], 35),
    radialGradient('glow', ['#ffffff', theme.accents[1]], 0.6),
    rect(40, 34, 220, 220, { fill: 'url(#cover)' }, 22),
    ...(variant === 0 ? lanternCover() : vinylCover(theme)),
    text(284, 84, song.split(' ')[0]!, { face: SANS, size: 42, weight: 700, fill: theme.ink }),
    text(284, 128, song.split(' ')[1]!, { face: SANS, size: 42, weight: 700, fill: theme.ink }),
    text(284, 166, band, { face: SANS, size: 22, fill: theme.muted }),
    rect(284, 196, 86, 32, { fill: 'none', stroke: theme.muted, 'stroke-width': 1.5 }, 16),
    text(327, 218, 'Lossless', { face: HUMANIST, size: 17, fill: theme.muted, anchor: 'middle' }),
    heart([410, 212], theme.accents[1]),
    text(40, 306, '1:34', { face: HUMANIST, size: 20, fill: theme.muted }),
    text(472, 306, '–2:21', { face: HUMANIST, size: 20, fill: theme.muted, anchor: 'end' }),
    ...bars,
    circle(256, 448, 40, { fill: theme.accents[0] }),
    rect(241, 430, 10, 36, { fill: '#ffffff' }, 2),
    rect(261, 430, 10, 36, { fill: '#ffffff' }, 2),
    path('M176 430L150 448L176 466ZM146 430L142 430L142 466L146 466Z', { fill: theme.ink }),
    path('M336 430L362 448L336 466ZM366 430L370 430L370 466L366 466Z', { fill: theme.ink }),
    path('M62 438H86Q96 438 96 448T86 458H62M70 450L62 458L70 466', {
      fill: 'none',
      stroke: theme.muted,
      'stroke-width': 4,
    }),
    path('M420 462V440L448 434V456M420 462A6 6 0 1 1 414 456M448 456A6 6 0 1 1 442 450', {
      fill: 'none',
      stroke: theme.muted,
      'stroke-width': 4,
    }),
  ];
};

function lanternCover(): string[] {
  return [
    [100, 110, 34],
    [182, 92, 26],
    [150, 178, 44],
    [222, 168, 18],
  ].flatMap(([x, y, radius]) => [
    line([x!, 34], [x!, y! - radius!], { stroke: '#ffffff', 'stroke-opacity': 0.6 }),
    circle(x!, y!, radius!, { fill: 'url(#glow)', 'fill-opacity': 0.92 }),
  ]);
}

function vinylCover(theme: Theme): string[] {
  const grooves = Array.from({ length: 11 }, (_, index) =>
    circle(150, 144, 40 + index * 5, { fill: 'none', stroke: '#3a3a3a', 'stroke-width': 1.2 }),
  );
  return [
    circle(150, 144, 98, { fill: '#141414' }),
    ...grooves,
    circle(150, 144, 34, { fill: theme.accents[2] }),
    text(150, 150, '0 KM', {
      face: CAPITALS,
      size: 22,
      fill: '#141414',
      anchor: 'middle',
    }),
    circle(150, 144, 4, { fill: theme.ground }),
  ];
}

function heart([x, y]: Point, fill: string): string {
  const data = 'M0 14C-20 0 -14 -16 -5 -14Q0 -12 0 -7Q0 -12 5 -14C14 -16 20 0 0 14Z';
  return path(data, { fill, transform: `translate(${x} ${y})` });
}

/** Cards in columns. */
export const board: Drawing = ({ random, theme, variant }) => {
  const columns = variant === 0 ? 2 : 3;
  const size = variant === 0 ? 22 : 17;
  const width = (SIDE_PX - 14 * (columns + 1)) / columns;
  const parts = [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: variant === 0 ? theme.ground : theme.accents[0] }),
  ];
  const tasks = random.shuffle(TASKS);
  for (let column = 0; column < columns; column++) {
    const x = 14 + column * (width + 14);
    const title = ['Someday', 'Doing', 'Shipped'][column]!;
    parts.push(
      rect(x, 14, width, SIDE_PX, { fill: theme.line }, 12),
      text(x + 14, 46, title, { face: SANS, size: size * 1.1, weight: 700, fill: theme.ink }),
      text(x + width - 16, 46, String(random.whole(2, 29)), {
        face: SANS,
        size,
        fill: theme.muted,
        anchor: 'end',
      }),
    );
    let y = 62;
    for (let index = 0; y < SIDE_PX; index++) {
      const task = tasks[(index * columns + column) % tasks.length]!;
      const hasPicture = (index + column) % 3 === 0;
      const height = (hasPicture ? 76 : 0) + size * 4.4;
      const foot = y + height - size * 0.9;
      parts.push(rect(x + 9, y, width - 18, height, { fill: theme.surface }, 8));
      if (hasPicture)
        parts.push(...cardPicture(theme, `pic${column}${index}`, x + 9, y, width - 18));
      parts.push(
        text(x + 20, foot - size * 1.7, cutToWidth(task, width - 48, size), {
          face: HUMANIST,
          size,
          weight: 500,
          fill: theme.ink,
        }),
        rect(x + 20, foot - size * 0.85, size * 3, size, { fill: random.pick(theme.accents) }, 4),
        text(x + 20 + size * 3.6, foot, `${random.whole(1, 9)}/${random.whole(9, 12)}`, {
          face: HUMANIST,
          size: size * 0.85,
          fill: theme.muted,
        }),
      );
      if (variant === 0) {
        const place: Point = [x + width - 36, foot - size * 0.35];
        parts.push(avatar(place, size * 0.72, random.pick(PEOPLE), theme.accents[1]));
      }
      y += height + 10;
    }
  }
  return parts;
};

/** As much of a title in Karla as fits, with dots where it goes on. */
function cutToWidth(title: string, width: number, size: number): string {
  const fitting = Math.floor(width / (HUMANIST.advance * size));
  return title.length <= fitting ? title : `${title.slice(0, fitting - 1).trimEnd()}…`;
}

function cardPicture(theme: Theme, id: string, x: number, y: number, width: number): string[] {
  const hills: Point[] = [
    [x, y + 60],
    [x + width * 0.3, y + 26],
    [x + width * 0.55, y + 52],
    [x + width * 0.8, y + 20],
    [x + width, y + 44],
  ];
  return [
    linearGradient(id, [theme.accents[3], theme.accents[1]], 90),
    rect(x, y, width, 68, { fill: `url(#${id})` }, 8),
    path(`${polyline(hills)}V${y + 68}H${x}Z`, { fill: theme.ink, 'fill-opacity': 0.7 }),
  ];
}

/** The top of a web page: bar, headline, buttons, a picture of the product. */
export const landing: Drawing = ({ random, theme, variant }) => {
  const brand = BRANDS[variant];
  const face = variant === 0 ? SLAB : SANS;
  const lines = variant === 0 ? ['Tea that knows', 'the mountain'] : ['Bicycles, but', 'borrowed'];
  const wave: Point[] = Array.from({ length: 9 }, (_, index) => [
    36 + index * 55,
    420 - 40 * Math.sin(index * 0.9) - index * random.between(4, 9),
  ]);
  return [
    linearGradient('sky', [theme.ground, theme.surface, theme.line], variant === 0 ? 90 : 20),
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: 'url(#sky)' }),
    circle(36, 38, 13, { fill: theme.accents[0] }),
    circle(48, 38, 13, { fill: theme.accents[3], 'fill-opacity': 0.8 }),
    text(72, 46, brand, { face: SANS, size: 25, weight: 700, fill: theme.ink }),
    ...['Shop', 'Maps', 'Help'].map((label, index) =>
      text(266 + index * 62, 45, label, { face: HUMANIST, size: 19, fill: theme.muted }),
    ),
    rect(446, 20, 52, 36, { fill: theme.ink }, 8),
    text(472, 45, 'EN', {
      face: SANS,
      size: 18,
      weight: 600,
      fill: theme.ground,
      anchor: 'middle',
    }),
    ...lines.map((content, index) =>
      text(34, 146 + index * 62, content, { face, size: 62, weight: 700, fill: theme.ink }),
    ),
    text(34, 252, 'Delivered before breakfast, in 31 cities.', {
      face: HUMANIST,
      size: 22,
      fill: theme.muted,
    }),
    linearGradient('button', [theme.accents[0], theme.accents[1]], 0),
    rect(34, 278, 176, 54, { fill: 'url(#button)' }, 27),
    text(122, 313, 'Try a week', {
      face: SANS,
      size: 24,
      weight: 600,
      fill: '#ffffff',
      anchor: 'middle',
    }),
    rect(226, 278, 150, 54, { fill: 'none', stroke: theme.ink, 'stroke-width': 2.5 }, 27),
    text(301, 313, 'Watch 0:48', {
      face: SANS,
      size: 20,
      weight: 500,
      fill: theme.ink,
      anchor: 'middle',
    }),
    group(
      { 'fill-opacity': 1 },
      rect(26, 360, 470, 190, { fill: theme.surface, stroke: theme.line, 'stroke-width': 2 }, 16),
      ...[0, 1, 2].map((index) =>
        circle(50 + index * 20, 382, 6, { fill: theme.accents[(index + 1) as 1 | 2 | 3] }),
      ),
      path(smoothLine(wave), { fill: 'none', stroke: theme.accents[0], 'stroke-width': 5 }),
      ...wave.map(([x, y]) =>
        circle(x, y, 7, { fill: theme.surface, stroke: theme.accents[0], 'stroke-width': 3 }),
      ),
      text(470, 492, '+18.4 %', {
        face: SANS,
        size: 30,
        weight: 700,
        fill: theme.accents[0],
        anchor: 'end',
      }),
    ),
  ];
};

/** A disc with an initial. */
function avatar([x, y]: Point, radius: number, name: string, fill: string): string {
  return group(
    {},
    circle(x, y, radius, { fill }),
    text(x, y + radius * 0.38, name[0]!, {
      face: SANS,
      size: radius * 1.1,
      weight: 600,
      fill: '#ffffff',
      anchor: 'middle',
    }),
  );
}
