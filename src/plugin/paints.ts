import type { ErrorCode } from '../shared/errors';
import type { Placement } from '../shared/protocol';

/** Kinds of paint that every setter takes back as it gave them. */
const PLAIN_TYPES: readonly string[] = [
  'SOLID',
  'GRADIENT_LINEAR',
  'GRADIENT_RADIAL',
  'GRADIENT_ANGULAR',
  'GRADIENT_DIAMOND',
  'IMAGE',
  'VIDEO',
] satisfies readonly Paint['type'][];

interface Box {
  readonly width: number;
  readonly height: number;
}

/** What a list of paints holds for us. */
export interface PaintListReading {
  /** Image hash → how the list shows it, once for each paint. */
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  /** Kinds of pictures in the list that cannot be enhanced. */
  readonly refusals: readonly ErrorCode[];
}

/** The image paints of a list that is shown in `box`; hidden ones only when they are asked for. */
export function readPaintList(
  paints: readonly Paint[],
  box: Box,
  includeHidden: boolean,
): PaintListReading {
  const placements = new Map<string, Placement[]>();
  const refusals = new Set<ErrorCode>();
  for (const paint of paints) {
    if (paint.visible === false && !includeHidden) continue;
    if (paint.type === 'VIDEO') refusals.add('video-fill');
    if (paint.type !== 'IMAGE') continue;
    if (paint.imageHash === null) {
      refusals.add('image-missing');
      continue;
    }
    const known = placements.get(paint.imageHash);
    const placement = placementOf(paint, box);
    if (known) known.push(placement);
    else placements.set(paint.imageHash, [placement]);
  }
  return { placements, refusals: [...refusals] };
}

function placementOf(paint: ImagePaint, { width, height }: Box): Placement {
  const [first, second] = paint.imageTransform ?? [];
  return {
    width,
    height,
    scaleMode: paint.scaleMode,
    imageTransform:
      paint.scaleMode === 'CROP' && first && second ? [[...first], [...second]] : null,
    scalingFactor: paint.scaleMode === 'TILE' ? (paint.scalingFactor ?? 1) : null,
    rotation: paint.rotation ?? 0,
  };
}

/** True when only the asynchronous setters take the list, because something must be loaded first. */
export function needsAsyncSetter(paints: readonly Paint[]): boolean {
  return paints.some(({ type }) => !PLAIN_TYPES.includes(type));
}

/**
 * Why a list cannot be set again without a risk for what lies beside the picture; null when it can.
 * Setting a list with a shader in it is undocumented, and of kinds that are newer than this plugin
 * nothing is known, so both are left as they are.
 */
export function refusalToRewrite(
  paints: readonly Paint[],
  acceptsPatterns: boolean,
): ErrorCode | null {
  const others = paints.map(({ type }) => type).filter((type) => !PLAIN_TYPES.includes(type));
  if (others.includes('SHADER')) return 'shader-fill';
  if (others.some((type) => type !== 'PATTERN')) return 'unknown-fill';
  return others.length > 0 && !acceptsPatterns ? 'pattern-fill' : null;
}

/** Scaling factors of a tile paint before and after; before is null where the paint had none. */
export type TileFactors = readonly [before: number | null, after: number];

export interface SwappedPaints {
  readonly paints: readonly Paint[];
  readonly tiles: readonly TileFactors[];
}

export interface ImageSwap {
  readonly oldHash: string;
  readonly newHash: string;
  /** New width divided by old width, in pixels. */
  readonly scale: number;
}

/**
 * The list with every use of the old image replaced, all else untouched; null when the list does not
 * show the old image any more. FILL, FIT and CROP are relative to the layer and stay as they are;
 * TILE counts in image pixels, so its factor shrinks as the image grows.
 */
export function swapImage(
  paints: readonly Paint[],
  swap: ImageSwap,
  includeHidden: boolean,
): SwappedPaints | null {
  const tiles: TileFactors[] = [];
  const isOld = (paint: Paint): paint is ImagePaint =>
    paint.type === 'IMAGE' &&
    paint.imageHash === swap.oldHash &&
    (includeHidden || paint.visible !== false);
  if (!paints.some(isOld)) return null;
  const swapped = paints.map((paint) => {
    if (!isOld(paint)) return paint;
    const renamed = { ...paint, imageHash: swap.newHash };
    if (paint.scaleMode !== 'TILE') return renamed;
    const scalingFactor = (paint.scalingFactor ?? 1) / swap.scale;
    tiles.push([paint.scalingFactor ?? null, scalingFactor]);
    return { ...renamed, scalingFactor };
  });
  return { paints: swapped, tiles };
}

/** What is known of an enhanced picture for the way back. */
export interface SwapToUndo {
  readonly original: string;
  readonly enhanced: string;
  readonly scale: number;
  readonly tiles: readonly TileFactors[];
}

/**
 * The list with the original in the place of the enhanced image, hidden paints included; null when
 * the list does not show the enhanced one. A tile factor that nobody touched gets exactly the value it
 * had; one that was changed since keeps its look.
 */
export function unswapImage(paints: readonly Paint[], swap: SwapToUndo): readonly Paint[] | null {
  const isEnhanced = (paint: Paint): paint is ImagePaint =>
    paint.type === 'IMAGE' && paint.imageHash === swap.enhanced;
  if (!paints.some(isEnhanced)) return null;
  return paints.map((paint) => {
    if (!isEnhanced(paint)) return paint;
    const { scalingFactor, ...others } = { ...paint, imageHash: swap.original };
    if (scalingFactor === undefined || paint.scaleMode !== 'TILE') {
      return { ...paint, imageHash: swap.original };
    }
    const known = swap.tiles.find(([, after]) => after === scalingFactor);
    if (!known) return { ...others, scalingFactor: scalingFactor * swap.scale };
    const [before] = known;
    return before === null ? others : { ...others, scalingFactor: before };
  });
}
