/** Pictures that are mostly text. */
import { SIDE_PX, type Brief, type Drawing } from '../canvas';
import { CODE, HEADLINES, PARAGRAPH, SPECIMEN_LINES, type CodeKind } from '../copy';
import { CONDENSED, HANDWRITING, HUMANIST, MONO, SANS, SERIF, SLAB } from '../fonts';
import {
  circle,
  element,
  line,
  linearGradient,
  path,
  rect,
  smoothLine,
  text,
  textWidth,
  type TextLook,
} from '../svg';

/** One sentence from large to small, as type specimens show a face. */
export const waterfall: Drawing = ({ random, theme, variant }) => {
  const face = variant === 0 ? SERIF : CONDENSED;
  const sentence = random.pick(SPECIMEN_LINES);
  const parts = [rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground })];
  let y = 12;
  for (const size of [96, 72, 54, 42, 33, 26, 21, 17, 14]) {
    y += size * 1.12;
    parts.push(
      text(10, y - size * 0.08, String(size), { face: MONO, size: 13, fill: theme.accents[0] }),
      text(40, y - size * 0.08, sentence, { face, size, fill: theme.ink, weight: 400 }),
      line([10, y + size * 0.14], [SIDE_PX, y + size * 0.14], { stroke: theme.line }),
    );
  }
  return parts;
};

/** One word in every weight of a family. */
export const weights: Drawing = ({ theme, variant }) => {
  const isItalic = variant === 1;
  const word = isItalic ? 'Quayside' : 'Rhythms';
  const ground = isItalic ? theme.accents[0] : theme.ground;
  const ink = isItalic ? '#ffffff' : theme.ink;
  const step = (SIDE_PX - 16) / SANS.weights.length;
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: ground }),
    ...SANS.weights.flatMap((weight, index) => {
      const y = 8 + step * (index + 0.78);
      const look = { face: SANS, fill: ink, italic: isItalic };
      const label = { face: HUMANIST, size: 18, fill: ink, anchor: 'end', weight: 500 } as const;
      return [
        text(18, y, word, { ...look, size: 66, weight }),
        text(SIDE_PX - 18, y - 4, `${weight}`, label),
        text(330, y - 3, 'Aa Gg & 0123', { ...look, size: 19, weight }),
      ];
    }),
  ];
};

/** A magazine page: kicker, headline, byline, body in two sizes, a picture. */
export const article: Drawing = ({ random, theme, variant }) => {
  const [headFace, bodyFace] = variant === 0 ? [SERIF, SLAB] : [SLAB, HUMANIST];
  const left = 28;
  const head: TextLook = { face: headFace, size: 50, fill: theme.ink, weight: 700 };
  const body: TextLook = { face: bodyFace, size: variant === 0 ? 23 : 27, fill: theme.ink };
  const parts = [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    text(left, 42, 'REPORTAGE', {
      face: SANS,
      size: 17,
      weight: 600,
      spacing: 3,
      fill: theme.accents[0],
    }),
  ];
  let y = 52;
  for (const words of wrap(random.pick(HEADLINES), SIDE_PX - 2 * left, head)) {
    y += 52;
    parts.push(text(left, y, words, head));
  }
  y += 34;
  const byline = { face: HANDWRITING, size: 28, fill: theme.muted, weight: 700 } as const;
  parts.push(text(left, y, 'by Aino Wexelblatt, 9 June', byline));
  y += 18;
  parts.push(line([left, y], [SIDE_PX - left, y], { stroke: theme.ink, 'stroke-width': 2 }));
  parts.push(
    linearGradient('photo', [theme.accents[1], theme.accents[3], theme.accents[0]], 60),
    rect(342, y + 18, 142, 150, { fill: 'url(#photo)' }),
    circle(430, y + 66, 24, { fill: '#ffffff', 'fill-opacity': 0.85 }),
    path(
      smoothLine([
        [342, y + 140],
        [385, y + 104],
        [430, y + 138],
        [484, y + 112],
      ]) + `L484 ${y + 168}L342 ${y + 168}Z`,
      { fill: theme.ink, 'fill-opacity': 0.55 },
    ),
  );
  const bottom = y + 168;
  let rest = PARAGRAPH;
  while (y < SIDE_PX && rest !== '') {
    y += body.size * 1.36;
    const room = y - body.size < bottom ? 300 : SIDE_PX - 2 * left;
    const words = wrap(rest, room, body)[0]!;
    parts.push(text(left, y, words, body));
    rest = rest.slice(words.length).trim();
  }
  return parts;
};

/** A code editor. */
export const listing: Drawing = ({ theme, variant }) => {
  const size = variant === 0 ? 24 : 30;
  const step = size * 1.5;
  const colours: Readonly<Record<CodeKind, string>> = {
    plain: theme.ink,
    keyword: theme.accents[3],
    name: theme.accents[1],
    number: theme.accents[2],
    string: theme.accents[2],
    comment: theme.muted,
  };
  const parts = [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.ground }),
    rect(0, 0, SIDE_PX, 40, { fill: theme.surface }),
    rect(14, 8, 150, 32, { fill: theme.ground }, 6),
    text(30, 30, 'moons.ts', { face: HUMANIST, size: 19, fill: theme.ink }),
    text(186, 30, 'tide.css', { face: HUMANIST, size: 19, fill: theme.muted }),
    rect(0, 40 + step * 2.12, SIDE_PX, step, { fill: theme.surface }),
  ];
  for (const [index, pieces] of CODE.entries()) {
    const y = 40 + step * (index + 0.85);
    const number = { face: MONO, size: size * 0.75, fill: theme.muted, anchor: 'end' } as const;
    parts.push(text(44, y, String(index + 12), number));
    let column = 0;
    for (const [kind, piece] of pieces) {
      const indent = piece.length - piece.trimStart().length;
      parts.push(
        text(58 + (column + indent) * size * MONO.advance, y, piece.trim(), {
          face: MONO,
          size,
          fill: colours[kind],
          weight: kind === 'keyword' ? 700 : 400,
          italic: kind === 'comment',
        }),
      );
      column += piece.length;
    }
  }
  return parts;
};

/** A poster: bands, discs and huge letters. */
export const poster: Drawing = (brief) => {
  const { random, theme, variant } = brief;
  const [first, second, third, fourth] = theme.accents;
  const bands = Array.from({ length: 9 }, (_, index) =>
    rect(-120, 40 + index * 58, 760, random.between(10, 30), {
      fill: random.pick([second, third, fourth]),
      transform: `rotate(${variant === 0 ? -24 : 31} 256 256)`,
    }),
  );
  const big = { face: CONDENSED, weight: 700, size: 208, fill: '#ffffff' } as const;
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: first }),
    ...bands,
    circle(variant === 0 ? 356 : 150, 190, 138, { fill: third, 'fill-opacity': 0.9 }),
    circle(variant === 0 ? 300 : 236, 250, 92, {
      fill: 'none',
      stroke: theme.ink,
      'stroke-width': 14,
    }),
    text(20, 236, variant === 0 ? 'JAZZ' : 'FILM', big),
    text(24, 428, variant === 0 ? "'74" : 'Nº 8', { ...big, size: 190 }),
    rect(0, 448, SIDE_PX, 64, { fill: theme.ink }),
    ...posterFoot(brief),
  ];
};

function posterFoot({ theme, variant }: Brief): string[] {
  const look = { face: SANS, weight: 600, fill: theme.ground } as const;
  const when = variant === 0 ? 'FRI 21 — SUN 23 MARCH' : 'TUE 4 NOV, 20:30';
  return [
    text(22, 476, when, { ...look, size: 24, spacing: 1 }),
    text(22, 500, 'Old Customs House, Quay 9 · doors 19:00 · €14 / €9', {
      ...look,
      size: 16.5,
      weight: 400,
    }),
    text(492, 486, 'live', {
      face: SERIF,
      size: 40,
      weight: 900,
      italic: true,
      fill: theme.ground,
      anchor: 'end',
    }),
  ];
}

/** An entry ticket with a guilloche, a perforation and a bar code. */
export const ticket: Drawing = ({ random, theme, variant }) => {
  const accent = theme.accents[0];
  const rings = Array.from({ length: 14 }, (_, ring) =>
    path(smoothLine(rosette(170 - ring * 9, 8 + (ring % 3), ring * 0.35), true), {
      fill: 'none',
      stroke: theme.accents[ring % 2 === 0 ? 1 : 3],
      'stroke-width': 1.1,
      'stroke-opacity': 0.75,
    }),
  );
  const bars: string[] = [];
  for (let x = 52; x < 330;) {
    const width = random.pick([2, 2, 4, 6]);
    bars.push(rect(x, 404, width, 62, { fill: theme.ink }));
    x += width + random.pick([2, 3, 5]);
  }
  const price = variant === 0 ? '€ 24.50' : '£ 8.00';
  return [
    rect(0, 0, SIDE_PX, SIDE_PX, { fill: theme.line }),
    element('clipPath', { id: 'card' }, rect(28, 28, 456, 456, {}, 18)),
    rect(28, 28, 456, 456, { fill: theme.surface }, 18),
    element('g', { 'clip-path': 'url(#card)' }, ...rings),
    rect(28, 28, 456, 64, { fill: accent }),
    text(48, 74, variant === 0 ? 'ADMIT ONE' : 'DAY PASS', {
      face: CONDENSED,
      weight: 600,
      size: 42,
      spacing: 2,
      fill: '#ffffff',
    }),
    text(466, 72, '№ 004817', {
      face: MONO,
      size: 24,
      weight: 700,
      fill: '#ffffff',
      anchor: 'end',
    }),
    text(52, 170, variant === 0 ? 'Maritime' : 'Botanic', {
      face: SERIF,
      weight: 900,
      size: 72,
      fill: theme.ink,
    }),
    text(52, 236, variant === 0 ? 'Museum' : 'Garden', {
      face: SERIF,
      weight: 400,
      italic: true,
      size: 72,
      fill: theme.ink,
    }),
    ...['DATE', 'GATE', 'SEAT'].flatMap((label, index) => [
      text(52 + index * 130, 290, label, {
        face: HUMANIST,
        size: 18,
        spacing: 2,
        fill: theme.muted,
      }),
      text(52 + index * 130, 326, ['14.09', 'C', '31'][index]!, {
        face: MONO,
        size: 34,
        weight: 700,
        fill: theme.ink,
      }),
    ]),
    line([28, 366], [484, 366], {
      stroke: theme.line,
      'stroke-width': 5,
      'stroke-dasharray': '4 9',
      'stroke-linecap': 'round',
    }),
    circle(28, 366, 17, { fill: theme.line }),
    circle(484, 366, 17, { fill: theme.line }),
    ...bars,
    text(466, 452, price, { face: SANS, weight: 700, size: 32, fill: accent, anchor: 'end' }),
  ];
};

/** A wavy ring around the middle of the ticket. */
function rosette(radius: number, waves: number, phase: number): (readonly [number, number])[] {
  const count = 120;
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI;
    const reach = radius * (1 + 0.22 * Math.sin(waves * angle + phase));
    return [256 + reach * 1.25 * Math.cos(angle), 240 + reach * Math.sin(angle)] as const;
  });
}

/** Breaks words into lines of about the given width. */
function wrap(content: string, width: number, look: TextLook): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of content.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && textWidth(longer, look) > width) {
      lines.push(current);
      current = word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
