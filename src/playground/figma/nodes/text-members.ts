import { checkPaintsOfSyncSetter } from '../check-paints';
import { frozenCopy } from '../frozen-copy';
import type { LayerRecord } from '../layer';
import { fillsOf, rangeFillsPatch } from '../layer-paints';
import { MIXED } from '../mixed';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';

/** Every letter of the stand-in is set in this font. */
const FONT: FontName = { family: 'Inter', style: 'Regular' };

type Members = Pick<TextNode, 'characters' | 'fontName' | 'getRangeFills' | 'setRangeFills'>;
type SegmentField = 'fills' | 'fillStyleId' | 'fontName';
type Segment = Pick<StyledTextSegment, 'characters' | 'start' | 'end'> &
  Partial<Pick<StyledTextSegment, SegmentField>>;

/** What a text layer has beside its fills as a whole. */
export class TextMembers implements Members {
  get characters(): string {
    return layerToRead(this, 'get_characters').characters;
  }

  get fontName(): FontName {
    layerToRead(this, 'get_fontName');
    return frozenCopy(FONT);
  }

  getRangeFills(start: number, end: number): Paint[] | PluginAPI['mixed'] {
    const layer = layerToRead(this, 'getRangeFills');
    checkRange('getRangeFills', layer, start, end);
    const segments = cutSegments(layer, start, end);
    const fills = fillsOf({ ...layer, segments });
    return fills === 'mixed' ? MIXED : (frozenCopy(fills) as Paint[]);
  }

  setRangeFills(start: number, end: number, paints: Paint[]): void {
    const layer = layerToWrite(this, 'setRangeFills');
    checkRange('setRangeFills', layer, start, end);
    const { run } = internalsOf(this);
    if (!run.loadedFonts.has(fontKey(FONT))) {
      throw new Error(
        `in setRangeFills: Cannot write to node with unloaded font "${fontKey(FONT)}". ` +
          'Please call figma.loadFontAsync and await the returned promise first.',
      );
    }
    const checked = checkPaintsOfSyncSetter(run.document, 'setRangeFills', 'setFillsAsync', paints);
    changeLayer(this, rangeFillsPatch(layer, start, end, checked));
  }

  getStyledTextSegments(fields: readonly SegmentField[], start?: number, end?: number): Segment[] {
    const layer = layerToRead(this, 'getStyledTextSegments');
    const [from, to] = [start ?? 0, end ?? layer.characters.length];
    checkRange('getStyledTextSegments', layer, from, to);
    return cutSegments(layer, from, to).map((segment) =>
      frozenCopy({
        characters: layer.characters.slice(segment.start, segment.end),
        start: segment.start,
        end: segment.end,
        ...(fields.includes('fills') && { fills: [...segment.fills] }),
        ...(fields.includes('fillStyleId') && { fillStyleId: segment.fillStyleId }),
        ...(fields.includes('fontName') && { fontName: FONT }),
      }),
    );
  }
}

export function fontKey({ family, style }: FontName): string {
  return `${family} ${style}`;
}

function cutSegments(layer: LayerRecord, start: number, end: number): LayerRecord['segments'] {
  return layer.segments
    .map((segment) => ({
      ...segment,
      start: Math.max(segment.start, start),
      end: Math.min(segment.end, end),
    }))
    .filter((segment) => segment.start < segment.end);
}

function checkRange(member: string, { characters }: LayerRecord, start: number, end: number): void {
  if (!(start >= 0 && start <= end && end <= characters.length)) {
    throw new Error(`in ${member}: Range outside of available characters (${start} to ${end})`);
  }
}
