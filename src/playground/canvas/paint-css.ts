import type { Size } from './geometry';

/** CSS of a plain colour with the paint's opacity left out. */
export function solidCss({ r, g, b }: RGB, alpha = 1): string {
  const channel = (value: number): number => Math.round(value * 255);
  return `rgba(${channel(r)}, ${channel(g)}, ${channel(b)}, ${alpha})`;
}

/**
 * A CSS background for a gradient paint. Linear ones follow the paint's handles; the others are drawn
 * around their centre without their slant, which is enough to recognise them.
 */
export function gradientCss(paint: GradientPaint, layer: Size): string {
  const isLinear = paint.type === 'GRADIENT_LINEAR';
  const handles = gradientHandles(paint.gradientTransform, layer, isLinear ? 0 : 0.5);
  if (handles === null) return 'none';
  const { start, end } = handles;
  const stopsAt = (offset: number, length: number, unit: string): string =>
    paint.gradientStops
      .map(
        ({ color, position }) =>
          `${solidCss(color, color.a)} ${round(offset + position * length)}${unit}`,
      )
      .join(', ');

  if (isLinear) {
    const direction = { x: end.x - start.x, y: end.y - start.y };
    const length = Math.hypot(direction.x, direction.y);
    const angle = (Math.atan2(direction.x, -direction.y) * 180) / Math.PI;
    // CSS measures stops along a line through the middle of the box, from `-half` to `half`.
    const unit = { x: direction.x / length, y: direction.y / length };
    const half = (Math.abs(layer.width * unit.x) + Math.abs(layer.height * unit.y)) / 2;
    const fromMiddle = (start.x - layer.width / 2) * unit.x + (start.y - layer.height / 2) * unit.y;
    return `linear-gradient(${round(angle)}deg, ${stopsAt(half + fromMiddle, length, 'px')})`;
  }
  const centre = `${round(start.x)}px ${round(start.y)}px`;
  if (paint.type === 'GRADIENT_ANGULAR') {
    return `conic-gradient(from 90deg at ${centre}, ${stopsAt(0, 360, 'deg')})`;
  }
  const radius = Math.hypot(end.x - start.x, end.y - start.y);
  return `radial-gradient(circle at ${centre}, ${stopsAt(0, radius, 'px')})`;
}

/**
 * Start and end of the gradient on the layer: where its own (`from`, ½) and (1, ½) come to lie. Linear
 * ones start at 0, the others in their middle.
 */
function gradientHandles(
  [[a, c, e], [b, d, f]]: Transform,
  layer: Size,
  from: number,
): { start: { x: number; y: number }; end: { x: number; y: number } } | null {
  const determinant = a * d - b * c;
  if (Math.abs(determinant) < 1e-9) return null;
  const onLayer = (u: number, v: number): { x: number; y: number } => ({
    x: ((d * (u - e) - c * (v - f)) / determinant) * layer.width,
    y: ((a * (v - f) - b * (u - e)) / determinant) * layer.height,
  });
  return { start: onLayer(from, 0.5), end: onLayer(1, 0.5) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
