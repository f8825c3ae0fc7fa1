import { OnestepError } from '../shared/errors';
import type { PaintProperty, RestoreUse, WriteTarget } from '../shared/protocol';
import { componentName, componentSource } from './component-source';
import type { FigmaApi } from './figma-api';
import { holderOf, prepareToWrite, type PaintHolder } from './holders/paint-holder';
import { styleHolder } from './holders/style-holder';
import { paintStyle } from './layer-pictures';
import { homeOf, type KeeperHome } from './originals-keeper';
import { readRecords, type OriginalRecord, type RecordOwner, type RecordProperty } from './records';

/** What is written to: a layer, the layer of a main component, or a shared style. */
export interface WriteOwner {
  /** The same for every use that is written in the same place. */
  readonly key: string;
  readonly data: RecordOwner;
  readonly recordProperty: RecordProperty;
  /** Lists of the holder that count: those that follow this style, or none. */
  readonly styleId: string | null;
  readonly home: KeeperHome | null;
  /** What is remembered where the paints came from: their main component, or the style they leave. */
  readonly inherited: readonly OriginalRecord[];
  /** The paints at this moment; null when the layer has none of that kind any more. */
  holder(): PaintHolder | null;
}

export type OwnerApi = Pick<
  FigmaApi,
  | 'currentPage'
  | 'editorType'
  | 'getNodeByIdAsync'
  | 'getStyleByIdAsync'
  | 'loadFontAsync'
  | 'mixed'
>;

/**
 * Finds what a use is written to and loads what writing needs.
 *
 * @throws OnestepError `layer-gone`, `style-remote`, `component-remote`, `component-differs`,
 * `font-missing`
 */
export async function ownerOf(
  figma: OwnerApi,
  use: RestoreUse,
  target: WriteTarget,
): Promise<WriteOwner> {
  const node = await layerOf(figma, use.nodeId);
  if (target === 'style') return styleOwner(figma, use, node);
  if (!node) throw new OnestepError('layer-gone');
  if (target !== 'component') {
    return layerOwner(figma, node, use.property, target === 'detached' ? use.styleId : null);
  }
  const source = await componentSource(figma, node);
  if (!source) throw new OnestepError('component-differs');
  if (source.component.remote) {
    throw new OnestepError('component-remote', { component: componentName(source.component) });
  }
  return layerOwner(figma, source.layer, use.property, null);
}

/** The layer with this id; null when there is none, or none that could be written. */
export async function layerOf(
  figma: Pick<FigmaApi, 'getNodeByIdAsync'>,
  nodeId: string,
): Promise<SceneNode | null> {
  const node = await figma.getNodeByIdAsync(nodeId);
  if (!node || node.removed || node.type === 'PAGE' || node.type === 'DOCUMENT') return null;
  return node;
}

export async function layerOwner(
  figma: OwnerApi,
  node: SceneNode,
  property: PaintProperty,
  styleId: string | null,
): Promise<WriteOwner> {
  await prepareToWrite(figma, node, property);
  const home = homeOf(figma, node);
  // A layer of another page is found by its id, but only a loaded page takes a keeper.
  if (home?.type === 'PAGE') await home.loadAsync();
  const style = styleId === null ? null : await paintStyle(figma, styleId);
  const source = style ?? (await componentSource(figma, node))?.layer;
  return {
    key: `${node.id} ${property} ${styleId ?? ''}`,
    inherited: source ? readRecords(source) : [],
    data: node,
    recordProperty: property,
    styleId,
    home,
    holder: () => (node.removed ? null : holderOf(figma, node, property)),
  };
}

async function styleOwner(
  figma: OwnerApi,
  use: RestoreUse,
  node: SceneNode | null,
): Promise<WriteOwner> {
  const style = use.styleId === null ? null : await paintStyle(figma, use.styleId);
  if (!style) throw new OnestepError('layer-changed');
  if (style.remote) throw new OnestepError('style-remote', { style: style.name });
  const home = homeOf(figma, node ?? figma.currentPage);
  if (home?.type === 'PAGE') await home.loadAsync();
  return {
    key: style.id,
    inherited: [],
    data: style,
    recordProperty: 'paints',
    styleId: null,
    home,
    holder: () => styleHolder(style),
  };
}
