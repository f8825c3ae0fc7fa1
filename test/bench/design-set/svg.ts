/** Pieces of SVG as text. All lengths are in pixels of the large picture. */
import type { Typeface, Weight } from './fonts';

export type Point = readonly [x: number, y: number];
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Fill, stroke, opacity, transform and the like, as SVG names them. */
export type Look = Attributes;

export interface TextLook {
  readonly face: Typeface;
  readonly size: number;
  readonly fill: string;
  readonly weight?: Weight;
  readonly italic?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Added between letters. */
  readonly spacing?: number;
  readonly look?: Look;
}

export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : value}"`)
    .join('');
  return `<${name}${written}>${children.join('')}</${name}>`;
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  look: Look,
  radius = 0,
): string {
  return element('rect', { x, y, width, height, rx: radius, ...look });
}

export function circle(x: number, y: number, radius: number, look: Look): string {
  return element('circle', { cx: x, cy: y, r: radius, ...look });
}

export function line(from: Point, to: Point, look: Look): string {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], ...look });
}

export function path(data: string, look: Look): string {
  return element('path', { d: data, ...look });
}

export function group(look: Look, ...children: string[]): string {
  return element('g', look, ...children);
}

/** One line with its baseline at `y`. */
export function text(x: number, y: number, content: string, look: TextLook): string {
  return element('text', { x, y, ...textAttributes(look) }, escape(content));
}

/** One line along a path of `<defs>`. */
export function textOnPath(pathId: string, content: string, look: TextLook): string {
  const along = { href: `#${pathId}`, startOffset: '50%' };
  return element('text', textAttributes(look), element('textPath', along, escape(content)));
}

/** About how wide a line of text becomes. */
export function textWidth(content: string, { face, size, spacing = 0 }: TextLook): number {
  return content.length * (face.advance * size + spacing);
}

/** A gradient from the first colour to the last, for `fill: 'url(#id)'`. */
export function linearGradient(id: string, colours: readonly string[], angleDegrees = 90): string {
  return element(
    'linearGradient',
    { id, gradientTransform: `rotate(${short(angleDegrees)} .5 .5)` },
    ...stops(colours),
  );
}

/** A gradient from the middle outwards; `share` of its box is the radius. */
export function radialGradient(id: string, colours: readonly string[], share = 0.5): string {
  return element('radialGradient', { id, r: share }, ...stops(colours));
}

/** A line through points, as path data. */
export function polyline(points: readonly Point[], isClosed = false): string {
  const steps = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`);
  return steps.join('') + (isClosed ? 'Z' : '');
}

/** A smooth line through points (Catmull and Rom's spline as Bézier curves), as path data. */
export function smoothLine(points: readonly Point[], isClosed = false): string {
  const count = points.length;
  const at = (index: number): Point =>
    isClosed ? points[(index + count) % count]! : points[Math.min(Math.max(index, 0), count - 1)]!;
  const pieces = Array.from({ length: isClosed ? count : count - 1 }, (_, index) => {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const handles = [
      from[0] + (to[0] - before[0]) / 6,
      from[1] + (to[1] - before[1]) / 6,
      to[0] - (after[0] - from[0]) / 6,
      to[1] - (after[1] - from[1]) / 6,
    ];
    return `C${[...handles, ...to].map(short).join(' ')}`;
  });
  return `M${short(at(0)[0])} ${short(at(0)[1])}${pieces.join('')}${isClosed ? 'Z' : ''}`;
}

/** A point of a circle; 0° is to the right, 90° below. */
export function polar([x, y]: Point, radius: number, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
}

/** Part of a circle's line, as path data. */
export function arc(centre: Point, radius: number, from: number, to: number): string {
  const [start, end] = [polar(centre, radius, from), polar(centre, radius, to)];
  const isLarge = to - from > 180 ? 1 : 0;
  return `M${start.map(short).join(' ')}A${short(radius)} ${short(radius)} 0 ${isLarge} 1 ${end.map(short).join(' ')}`;
}

function textAttributes(style: TextLook): Attributes {
  const { face, size, fill, weight = 400, italic = false, anchor, spacing, look } = style;
  if (!face.weights.includes(weight) || (italic && !face.hasItalic)) {
    throw new Error(`${face.family} has no ${weight}${italic ? ' italic' : ''}.`);
  }
  return {
    'font-family': face.family,
    'font-size': size,
    'font-weight': weight,
    'font-style': italic ? 'italic' : undefined,
    'text-anchor': anchor,
    'letter-spacing': spacing,
    fill,
    ...look,
  };
}

function stops(colours: readonly string[]): string[] {
  return colours.map((colour, index) =>
    element('stop', { offset: index / (colours.length - 1), 'stop-color': colour }),
  );
}

/** Few enough digits that no platform's rounding shows. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escape(content: string): string {
  return content.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
