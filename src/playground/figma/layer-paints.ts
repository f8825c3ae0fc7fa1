import { isSameValue } from '../../shared/same-value';
import type { LayerRecord, TextSegment } from './layer';

/** The fills of a layer as one list, or `mixed` when its letters or regions have different ones. */
export function fillsOf(layer: LayerRecord): readonly Paint[] | 'mixed' {
  const lists = [...layer.segments.map(({ fills }) => fills), ...regionFills(layer)];
  const first = lists[0] ?? layer.fills;
  return lists.every((fills) => isSameValue(fills, first)) ? first : 'mixed';
}

export function fillStyleIdOf(layer: LayerRecord): string | 'mixed' {
  const ids = new Set(layer.segments.map(({ fillStyleId }) => fillStyleId));
  if (ids.size > 1) return 'mixed';
  return [...ids][0] ?? layer.fillStyleId;
}

/** The change that gives every part of a layer the same fills. */
export function fillsPatch(
  layer: LayerRecord,
  fills: readonly Paint[],
  fillStyleId: string,
): Partial<LayerRecord> {
  if (layer.segments.length > 0) {
    return { segments: layer.segments.map((segment) => ({ ...segment, fills, fillStyleId })) };
  }
  return {
    fills,
    fillStyleId,
    ...(layer.vectorNetwork && { vectorNetwork: withRegionFills(layer.vectorNetwork, fills) }),
  };
}

/** The change that fills the letters from `start` to `end`, cutting segments where needed. */
export function rangeFillsPatch(
  layer: LayerRecord,
  start: number,
  end: number,
  fills: readonly Paint[],
  fillStyleId = '',
): Partial<LayerRecord> {
  const pieces = layer.segments.flatMap((segment): TextSegment[] => [
    { ...segment, end: Math.min(segment.end, start) },
    {
      start: Math.max(segment.start, start),
      end: Math.min(segment.end, end),
      fills,
      fillStyleId,
      fontName: segment.fontName,
    },
    { ...segment, start: Math.max(segment.start, end) },
  ]);
  return { segments: mergeEqual(pieces.filter((piece) => piece.start < piece.end)) };
}

/** Neighbouring runs that look alike are one run. */
export function mergeEqual(segments: readonly TextSegment[]): TextSegment[] {
  const merged: TextSegment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (
      last &&
      last.fillStyleId === segment.fillStyleId &&
      isSameValue(last.fontName, segment.fontName) &&
      isSameValue(last.fills, segment.fills)
    ) {
      merged[merged.length - 1] = { ...last, end: segment.end };
    } else {
      merged.push(segment);
    }
  }
  return merged;
}

function regionFills(layer: LayerRecord): (readonly Paint[])[] {
  return (layer.vectorNetwork?.regions ?? []).map((region) => region.fills ?? layer.fills);
}

function withRegionFills(network: VectorNetwork, fills: readonly Paint[]): VectorNetwork {
  if (!network.regions) return network;
  return {
    ...network,
    regions: network.regions.map((region) => (region.fills ? { ...region, fills } : region)),
  };
}
