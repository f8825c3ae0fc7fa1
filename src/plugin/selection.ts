import { throwIfCancelled, type CancelSignal } from '../shared/cancel';
import type { ErrorCode, ErrorDetails } from '../shared/errors';
import type {
  PaintProperty,
  Picture,
  PictureUse,
  Progress,
  Selection,
  SkippedLayer,
} from '../shared/protocol';
import type { FigmaApi } from './figma-api';
import { paintsOf, styleIdOf, type PaintHolder } from './paint-holder';
import { readPaintList } from './paints';
import { nextTurn } from './next-turn';

/** Layers looked at before the editor, which shares this thread, gets a turn. */
const LAYERS_PER_TURN = 200;

const PROPERTIES: readonly PaintProperty[] = ['fills', 'strokes'];

type SelectionApi = Pick<
  FigmaApi,
  'currentPage' | 'getImageByHash' | 'getStyleByIdAsync' | 'skipInvisibleInstanceChildren'
>;

/**
 * Every image at and below the selected layers, once for each stored image. Layers below that are
 * hidden or locked are counted and left alone; a layer that was selected itself is taken as it is.
 *
 * @throws OnestepError `cancelled`
 */
export async function readSelection(
  figma: SelectionApi,
  signal: CancelSignal,
  reportProgress: (progress: Progress) => void,
): Promise<Selection> {
  figma.skipInvisibleInstanceChildren = true;
  const selected = figma.currentPage.selection;
  const findings = new Findings();

  const selectedIds = new Set(selected.map((node) => node.id));
  const waiting: SceneNode[] = [...selected].reverse();
  const seen = new Set<string>();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    if (node.removed) continue;
    if (!selectedIds.has(node.id) && (!node.visible || node.locked)) {
      findings.hiddenOrLocked += 1;
      continue;
    }
    await readLayer(figma, node, findings);
    if ('children' in node) {
      for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i]!);
    }
    if (seen.size % LAYERS_PER_TURN === 0) {
      reportProgress({ done: seen.size, total: seen.size + waiting.length });
      await nextTurn();
      throwIfCancelled(signal);
    }
  }

  const pictures: Picture[] = [];
  for (const [imageHash, uses] of findings.usesByHash) {
    throwIfCancelled(signal);
    const size = await imageSize(figma, imageHash);
    if (size) pictures.push({ imageHash, ...size, uses });
    else for (const use of uses) findings.skip(use, 'image-missing');
  }
  return {
    selectedLayers: selected.length,
    pictures,
    skipped: findings.skipped,
    hiddenOrLocked: findings.hiddenOrLocked,
  };
}

class Findings {
  readonly usesByHash = new Map<string, PictureUse[]>();
  readonly skipped: SkippedLayer[] = [];
  hiddenOrLocked = 0;

  addUse(imageHash: string, use: PictureUse): void {
    const uses = this.usesByHash.get(imageHash);
    if (uses) uses.push(use);
    else this.usesByHash.set(imageHash, [use]);
  }

  skip(layer: Omit<PictureUse, 'property'>, code: ErrorCode, details: ErrorDetails = {}): void {
    const { nodeId, nodeName } = layer;
    this.skipped.push({ nodeId, nodeName, error: { code, details } });
  }
}

async function readLayer(
  figma: SelectionApi,
  node: PaintHolder,
  findings: Findings,
): Promise<void> {
  const layer = { nodeId: node.id, nodeName: node.name };
  for (const property of PROPERTIES) {
    const paints = paintsOf(node, property);
    if (paints === null) continue;
    if (paints === 'mixed') {
      if (hasImageSegment(node)) findings.skip(layer, 'mixed-text-fills');
      continue;
    }
    const { imageHashes, refusals } = readPaintList(paints);
    for (const code of refusals) findings.skip(layer, code);
    if (imageHashes.length === 0) continue;
    const styleId = styleIdOf(node, property);
    if (styleId !== null) {
      // Writing the paints would detach the layer from its style without asking.
      const style = await figma.getStyleByIdAsync(styleId);
      findings.skip(layer, 'style-fill', style ? { style: style.name } : {});
      continue;
    }
    for (const imageHash of imageHashes) findings.addUse(imageHash, { ...layer, property });
  }
}

/** True when some letters of a text with several fills are filled with an image. */
function hasImageSegment(node: SceneNode): boolean {
  return (
    node.type === 'TEXT' &&
    node
      .getStyledTextSegments(['fills'])
      .some(({ fills }) => readPaintList(fills).imageHashes.length > 0)
  );
}

/** Size in pixels as Figma stores it; null when Figma cannot get the image. */
async function imageSize(
  figma: SelectionApi,
  imageHash: string,
): Promise<{ width: number; height: number } | null> {
  const image = figma.getImageByHash(imageHash);
  if (!image) return null;
  try {
    const { width, height } = await image.getSizeAsync();
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
}
