import { checkPaintsOfSyncSetter } from '../check-paints';
import { frozenCopy } from '../frozen-copy';
import type { LayerRecord } from '../layer';
import { DEFAULT_FONT } from '../build-layers';
import { fillsOf, rangeFillsPatch } from '../layer-paints';
import { MIXED } from '../mixed';
import type { PluginRun } from '../plugin-run';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';
import { paintsOfStyle } from './style-paints';

type Members = Pick<
  TextNode,
  | 'characters'
  | 'fontName'
  | 'getRangeAllFontNames'
  | 'getRangeFills'
  | 'setRangeFills'
  | 'setRangeFillStyleIdAsync'
>;
type SegmentField = 'fills' | 'fillStyleId' | 'fontName';
type Segment = Pick<StyledTextSegment, 'characters' | 'start' | 'end'> &
  Partial<Pick<StyledTextSegment, SegmentField>>;

/** What a text layer has beside its fills as a whole. */
export class TextMembers implements Members {
  get characters(): string {
    return layerToRead(this, 'get_characters').characters;
  }

  get fontName(): FontName | PluginAPI['mixed'] {
    const [first = DEFAULT_FONT, ...others] = fontsOf(layerToRead(this, 'get_fontName').segments);
    return others.length > 0 ? MIXED : frozenCopy(first);
  }

  getRangeAllFontNames(start: number, end: number): FontName[] {
    const layer = layerToRead(this, 'getRangeAllFontNames');
    checkRange('getRangeAllFontNames', layer, start, end);
    return frozenCopy(fontsOf(cutSegments(layer, start, end)));
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
    assertFontsLoaded(run, layer, 'setRangeFills');
    const checked = checkPaintsOfSyncSetter(run.document, 'setRangeFills', 'setFillsAsync', paints);
    changeLayer(this, rangeFillsPatch(layer, start, end, checked));
  }

  async setRangeFillStyleIdAsync(start: number, end: number, styleId: string): Promise<void> {
    const layer = layerToWrite(this, 'setRangeFillStyleIdAsync');
    checkRange('setRangeFillStyleIdAsync', layer, start, end);
    const { run } = internalsOf(this);
    assertFontsLoaded(run, layer, 'setRangeFillStyleIdAsync');
    const fills = paintsOfStyle(run, 'setRangeFillStyleIdAsync', styleId);
    const [segment] = cutSegments(layer, start, end);
    if (segment) {
      changeLayer(this, rangeFillsPatch(layer, start, end, fills ?? segment.fills, styleId));
    }
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
        ...(fields.includes('fontName') && { fontName: segment.fontName }),
      }),
    );
  }
}

function fontsOf(segments: LayerRecord['segments']): FontName[] {
  return [...new Map(segments.map(({ fontName }) => [fontKey(fontName), fontName])).values()];
}

function assertFontsLoaded(run: PluginRun, { segments }: LayerRecord, member: string): void {
  const unloaded = fontsOf(segments).find((font) => !run.loadedFonts.has(fontKey(font)));
  if (!unloaded) return;
  throw new Error(
    `in ${member}: Cannot write to node with unloaded font "${fontKey(unloaded)}". ` +
      'Please call figma.loadFontAsync and await the returned promise first.',
  );
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
