import { OnestepError } from '../shared/errors';
import type { FigmaApi } from './figma-api';
import { layerOf } from './write-owner';

type ShowApi = Pick<
  FigmaApi,
  'currentPage' | 'getNodeByIdAsync' | 'setCurrentPageAsync' | 'viewport'
>;

/**
 * Selects a layer and brings it into view, on whatever page it is.
 *
 * @throws OnestepError `layer-gone`
 */
export async function showLayer(figma: ShowApi, nodeId: string): Promise<void> {
  const layer = await layerOf(figma, nodeId);
  const page = layer && pageOf(layer);
  if (!layer || !page) throw new OnestepError('layer-gone');
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  if (layer.removed) throw new OnestepError('layer-gone');
  page.selection = [layer];
  figma.viewport.scrollAndZoomIntoView([layer]);
}

function pageOf(layer: SceneNode): PageNode | null {
  for (let above: BaseNode | null = layer; above; above = above.parent) {
    if (above.type === 'PAGE') return above;
  }
  return null;
}
