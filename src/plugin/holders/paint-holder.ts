import { OnestepError, type ErrorCode } from '../../shared/errors';
import type { FigmaApi } from '../figma-api';
import type { PaintProperty } from '../../shared/protocol';
import { cellsHolder } from './cells-holder';
import { hasLabel, labelHolder, mixedLabels } from './label-holder';
import { lettersHolder, type Letters } from './letters-holder';
import { refusalToRewrite } from '../paints';
import { plainHolder } from './plain-holder';
import { regionsHolder } from './regions-holder';

/** What pictures are placed in, in px of the canvas. */
export interface PaintBox {
  readonly width: number;
  readonly height: number;
}

/** One list of paints and the box of its pictures. */
export interface PaintList extends PaintBox {
  readonly paints: readonly Paint[];
  /** Shared style that the list follows; null for a list of the layer's own. */
  readonly styleId: string | null;
}

/**
 * The lists of paints that one property of a layer consists of, as they were when the holder was
 * made. A holder is read and written in one stretch, without a turn of the editor in between.
 */
export interface PaintHolder {
  readonly lists: readonly PaintList[];
  /** Patterns have to be loaded, which only some setters wait for. */
  readonly acceptsPatterns: boolean;
  /** Setting one list sets all the others again. */
  readonly writesAll: boolean;
  /**
   * Sets the lists with these indices. Returns a promise only where Figma offers no other way: what
   * is written at once cannot be torn apart by the plugin being closed.
   *
   * @throws what Figma throws, for example in a read-only file
   */
  write(changes: ReadonlyMap<number, readonly Paint[]>): Promise<void> | undefined;
  /** Makes a list follow a shared style again; null where lists cannot be told to. */
  readonly attach: ((index: number, styleId: string) => Promise<void>) | null;
}

/** Why a list cannot be set without a risk for what is set along with it; null when it can. */
export function refusalToWrite(
  { lists, acceptsPatterns, writesAll }: PaintHolder,
  list: PaintList,
): ErrorCode | null {
  const touched = writesAll ? lists.flatMap(({ paints }) => paints) : list.paints;
  return refusalToRewrite(touched, acceptsPatterns);
}

export const PAINT_PROPERTIES = ['fills', 'strokes', 'cells', 'label'] as const;

/** Null when the layer has no such property, or has it in a form that is not known. */
export function holderOf(
  figma: Pick<FigmaApi, 'mixed'>,
  node: SceneNode,
  property: PaintProperty,
): PaintHolder | null {
  if (property === 'cells') return node.type === 'TABLE' ? cellsHolder(node) : null;
  if (property === 'label') return hasLabel(node) ? labelHolder(node) : null;
  if (!(property in node)) return null;
  const holder = plainHolder(node as SceneNode & PlainPaints, property, node);
  if (holder) return holder;
  if (property === 'fills' && hasLetters(node)) return lettersHolder(node, node);
  if (property === 'fills' && node.type === 'VECTOR') return regionsHolder(figma, node);
  return null;
}

export type PlainPaints = Partial<MinimalFillsMixin & MinimalStrokesMixin>;

/** Loads what letters need before they can be filled one by one. */
export async function prepareToWrite(
  figma: Pick<FigmaApi, 'mixed' | 'loadFontAsync'>,
  node: SceneNode,
  property: PaintProperty,
): Promise<void> {
  for (const letters of mixedLetters(node, property)) {
    const fonts = letters.getRangeAllFontNames(0, letters.characters.length);
    await Promise.all(fonts.map((font) => loadFont(figma, font)));
  }
}

function mixedLetters(node: SceneNode, property: PaintProperty): readonly Letters[] {
  if (property === 'label') return hasLabel(node) ? mixedLabels(node) : [];
  return property === 'fills' && hasLetters(node) && !plainHolder(node, property, node)
    ? [node]
    : [];
}

async function loadFont(figma: Pick<FigmaApi, 'loadFontAsync'>, font: FontName): Promise<void> {
  try {
    await figma.loadFontAsync(font);
  } catch (thrown) {
    throw new OnestepError('font-missing', { font: `${font.family} ${font.style}` }, thrown);
  }
}

function hasLetters(node: SceneNode): node is TextNode | TextPathNode {
  return node.type === 'TEXT' || node.type === 'TEXT_PATH';
}
