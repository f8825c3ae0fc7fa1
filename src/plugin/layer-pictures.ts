import { serializeError, type ErrorCode } from '../shared/errors';
import type { PaintProperty, PictureUse, Placement } from '../shared/protocol';
import { componentName, componentSource } from './component-source';
import type { FigmaApi } from './figma-api';
import type { PictureFindings } from './find-pictures';
import { hasLabel } from './holders/label-holder';
import {
  PAINT_PROPERTIES,
  holderOf,
  refusalToWrite,
  type PaintHolder,
  type PlainPaints,
} from './holders/paint-holder';
import { homeOf, isKeeper } from './originals-keeper';
import { readPaintList } from './paints';
import { readRecords } from './records';

export type LayerApi = Pick<
  FigmaApi,
  'editorType' | 'getNodeByIdAsync' | 'getStyleByIdAsync' | 'mixed'
>;

interface FoundUse {
  readonly imageHash: string;
  readonly property: PaintProperty;
  readonly styleId: string | null;
  readonly placements: Placement[];
}

/**
 * Adds the pictures of one layer to the findings. Answers at once for the many layers without any;
 * for the others a promise, since styles and components have to be asked for.
 */
export function readLayerPictures(
  figma: LayerApi,
  node: SceneNode,
  includeHidden: boolean,
  findings: PictureFindings,
): Promise<void> | undefined {
  if (!mayShowPictures(node) || isKeeper(node)) return undefined;
  const layer = { nodeId: node.id, nodeName: node.name };
  const found: FoundUse[] = [];
  for (const property of PAINT_PROPERTIES) {
    const holder = holderOf(figma, node, property);
    if (!holder) continue;
    const { uses, refusals } = readHolder(holder, property, includeHidden);
    for (const code of refusals) findings.skip(layer, { code, details: {} });
    found.push(...uses);
  }
  if (found.length === 0) return undefined;
  return describeUses(figma, node, layer, found, includeHidden, findings);
}

/**
 * Tells the many layers without pictures from the rest with as few questions to Figma as can be: each
 * crosses from the sandbox into the editor, and that is what reading a large page takes its time for.
 */
function mayShowPictures(node: SceneNode & PlainPaints): boolean {
  const { fills, strokes } = node;
  if (typeof fills === 'symbol') return true;
  if (fills?.some(isPicture) || strokes?.some(isPicture)) return true;
  return hasLabel(node);
}

function isPicture({ type }: Paint): boolean {
  return type === 'IMAGE' || type === 'VIDEO';
}

function readHolder(
  holder: PaintHolder,
  property: PaintProperty,
  includeHidden: boolean,
): { uses: FoundUse[]; refusals: Set<ErrorCode> } {
  const uses = new Map<string, FoundUse>();
  const refusals = new Set<ErrorCode>();
  for (const list of holder.lists) {
    const { paints, styleId, width, height } = list;
    const reading = readPaintList(paints, { width, height }, includeHidden);
    for (const code of reading.refusals) refusals.add(code);
    if (reading.placements.size === 0) continue;
    const refusal = refusalToWrite(holder, list);
    if (refusal) {
      refusals.add(refusal);
      continue;
    }
    for (const [imageHash, placements] of reading.placements) {
      const key = `${imageHash} ${styleId ?? ''}`;
      const known = uses.get(key);
      if (known) known.placements.push(...placements);
      else uses.set(key, { imageHash, property, styleId, placements: [...placements] });
    }
  }
  return { uses: [...uses.values()], refusals };
}

async function describeUses(
  figma: LayerApi,
  node: SceneNode,
  layer: Pick<PictureUse, 'nodeId' | 'nodeName'>,
  found: readonly FoundUse[],
  includesHidden: boolean,
  findings: PictureFindings,
): Promise<void> {
  const ownRecords = readRecords(node);
  const originalCanBeKept = homeOf(figma, node) !== null;
  try {
    const source = await componentSource(figma, node);
    const sourceRecords = source ? readRecords(source.layer) : [];
    for (const { imageHash, property, styleId, placements } of found) {
      const style = styleId === null ? null : await paintStyle(figma, styleId);
      const comesFromComponent =
        source !== null && styleId === null && shows(figma, source.layer, property, imageHash);
      const records = [
        ...ownRecords,
        ...(style ? readRecords(style) : []),
        ...(comesFromComponent ? sourceRecords : []),
      ];
      findings.addUse(imageHash, {
        ...layer,
        property,
        styleId,
        includesHidden,
        placements,
        style: styleId === null ? null : { name: style?.name ?? '', remote: style?.remote ?? true },
        component: comesFromComponent
          ? { name: componentName(source.component), remote: source.component.remote }
          : null,
        originalHash: records.find(({ enhanced }) => enhanced === imageHash)?.original ?? null,
        originalCanBeKept,
      });
    }
  } catch (thrown) {
    // Deleted while its style or component was looked up: then there is nothing to report.
    if (!node.removed) findings.skip(layer, serializeError(thrown));
  }
}

/** Null for a style that is not there any more, or is none for paints. */
export async function paintStyle(
  figma: Pick<FigmaApi, 'getStyleByIdAsync'>,
  styleId: string,
): Promise<PaintStyle | null> {
  const style = await figma.getStyleByIdAsync(styleId);
  return style?.type === 'PAINT' ? (style as PaintStyle) : null;
}

function shows(
  figma: LayerApi,
  node: SceneNode,
  property: PaintProperty,
  imageHash: string,
): boolean {
  const lists = holderOf(figma, node, property)?.lists ?? [];
  return lists.some(({ paints }) =>
    paints.some((paint) => paint.type === 'IMAGE' && paint.imageHash === imageHash),
  );
}
