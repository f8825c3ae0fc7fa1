import type { Size } from './geometry';

/** Coefficients of CSS `matrix()`: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Where the pixels of a picture go on its layer. */
export type ImagePlacement =
  /** Picture pixels → layer units; what falls outside of the layer is cut off. */
  | { readonly kind: 'once'; readonly matrix: Matrix }
  /** Repeated from the top left corner, turned by `quarterTurns` clockwise. */
  | { readonly kind: 'tiled'; readonly tile: Size; readonly quarterTurns: number };

export type PlacedPaint = Pick<
  ImagePaint,
  'scaleMode' | 'imageTransform' | 'scalingFactor' | 'rotation'
>;

/** The rules of Figma's four scale modes. */
export function placeImage(paint: PlacedPaint, layer: Size, picture: Size): ImagePlacement {
  const quarterTurns = ((Math.round((paint.rotation ?? 0) / 90) % 4) + 4) % 4;
  switch (paint.scaleMode) {
    case 'TILE': {
      const factor = paint.scalingFactor ?? 1;
      const tile = turned(picture, quarterTurns);
      return {
        kind: 'tiled',
        tile: { width: tile.width * factor, height: tile.height * factor },
        quarterTurns,
      };
    }
    case 'CROP': {
      const matrix = cropMatrix(paint.imageTransform, layer, picture);
      // A transform that flattens the picture shows nothing; the layer's shape is the nearest thing.
      return { kind: 'once', matrix: matrix ?? centred('FILL', 0, layer, picture) };
    }
    default:
      return { kind: 'once', matrix: centred(paint.scaleMode, quarterTurns, layer, picture) };
  }
}

function turned(size: Size, quarterTurns: number): Size {
  return quarterTurns % 2 === 0 ? size : { width: size.height, height: size.width };
}

/** Covers the layer (FILL) or stays inside it (FIT), in the middle. */
function centred(mode: 'FILL' | 'FIT', quarterTurns: number, layer: Size, picture: Size): Matrix {
  const upright = turned(picture, quarterTurns);
  const ratios = [layer.width / upright.width, layer.height / upright.height];
  const scale = mode === 'FILL' ? Math.max(...ratios) : Math.min(...ratios);
  const cos = [1, 0, -1, 0][quarterTurns] ?? 1;
  const sin = [0, 1, 0, -1][quarterTurns] ?? 0;
  const linear = { a: cos * scale, b: sin * scale, c: -sin * scale, d: cos * scale };
  return {
    ...linear,
    e: layer.width / 2 - (linear.a * picture.width + linear.c * picture.height) / 2,
    f: layer.height / 2 - (linear.b * picture.width + linear.d * picture.height) / 2,
  };
}

/** `imageTransform` maps the unit square of the layer into the unit square of the picture: invert it. */
function cropMatrix(
  transform: Transform | undefined,
  layer: Size,
  picture: Size,
): Matrix | undefined {
  const [[m00, m01, m02], [m10, m11, m12]] = transform ?? [
    [1, 0, 0],
    [0, 1, 0],
  ];
  const determinant = m00 * m11 - m01 * m10;
  if (Math.abs(determinant) < 1e-9) return undefined;
  const a = (m11 / determinant) * (layer.width / picture.width);
  const b = (-m10 / determinant) * (layer.height / picture.width);
  const c = (-m01 / determinant) * (layer.width / picture.height);
  const d = (m00 / determinant) * (layer.height / picture.height);
  return {
    a,
    b,
    c,
    d,
    e: -(a * m02 * picture.width + c * m12 * picture.height),
    f: -(b * m02 * picture.width + d * m12 * picture.height),
  };
}
