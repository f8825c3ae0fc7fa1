import { MAX_ZOOM, MIN_ZOOM, toPage, zoomAt } from '../canvas/camera';
import type { Point } from '../canvas/geometry';
import { findLayers, isContainer } from '../canvas/layer-tree';
import type { LayerSnapshot } from '../figma/layer';
import { importPicture, type PictureFile } from '../import/import-picture';
import type { Editor } from './editor';

/** Things a user does by key, button or menu. */

export function undo({ document, toasts }: Editor): void {
  if (!document.undo()) toasts.show('Nothing to undo');
}

export function redo({ document, toasts }: Editor): void {
  if (!document.redo()) toasts.show('Nothing to redo');
}

/** Everything next to the selected layer, or on the page. Locked and hidden layers are left out. */
export function selectAll({ document, page }: Editor): void {
  const { layers, selection } = page.value;
  const siblings = siblingsOf(layers, selection[0]) ?? layers;
  document.select(siblings.filter((layer) => layer.visible && !layer.locked).map(({ id }) => id));
}

function siblingsOf(
  layers: readonly LayerSnapshot[],
  id: string | undefined,
): readonly LayerSnapshot[] | undefined {
  if (id === undefined) return undefined;
  if (layers.some((layer) => layer.id === id)) return layers;
  for (const layer of layers) {
    const found = siblingsOf(layer.children, id);
    if (found) return found;
  }
  return undefined;
}

export function deleteSelection({ document, page }: Editor): void {
  if (page.value.selection.length > 0) document.removeLayers(page.value.selection);
}

/** Hides the layers if all are seen, shows them otherwise. */
export function toggleVisible(editor: Editor, ids: readonly string[]): void {
  const layers = findLayers(editor.page.value.layers, ids);
  const visible = !layers.every((layer) => layer.visible);
  asOneStep(editor, () => {
    for (const { id } of layers) editor.document.changeLayer(id, { visible });
  });
}

/** Locks the layers unless all are locked already. */
export function toggleLocked(editor: Editor, ids: readonly string[]): void {
  const layers = findLayers(editor.page.value.layers, ids);
  const locked = !layers.every((layer) => layer.locked);
  asOneStep(editor, () => {
    for (const { id } of layers) editor.document.changeLayer(id, { locked });
  });
}

/** What is in a group has its position from the frame outside of the group, so it moves along. */
export function moveLayers(editor: Editor, ids: readonly string[], by: Point): void {
  const move = (layer: LayerSnapshot): void => {
    editor.document.changeLayer(layer.id, { x: layer.x + by.x, y: layer.y + by.y });
    if (layer.type === 'GROUP') layer.children.forEach(move);
  };
  asOneStep(editor, () => findLayers(editor.page.value.layers, ids).forEach(move));
}

/** What a plugin has changed so far stays a step of its own. */
function asOneStep({ document }: Editor, change: () => void): void {
  document.commit();
  change();
  document.commit();
}

/** Goes to a zoom around the middle of the canvas. */
export function setZoom({ camera, viewport }: Editor, zoom: number): void {
  const middle = { x: viewport.value.width / 2, y: viewport.value.height / 2 };
  camera.update((current) => zoomAt(current, middle, zoom));
}

/** One step through halves and doubles. */
export function stepZoom(editor: Editor, direction: 1 | -1): void {
  const step = Math.log2(editor.camera.value.zoom);
  const next = direction === 1 ? Math.floor(step + 1.01) : Math.ceil(step - 1.01);
  setZoom(editor, Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, 2 ** next)));
}

/** Distance between pictures that are added together. */
const GAP = 24;

/**
 * Puts picture files on the page, side by side, and selects them.
 *
 * @param at where on the page the middle of the first one goes; the middle of the canvas by default.
 */
async function addPictures(
  editor: Editor,
  files: readonly PictureFile[],
  at?: Point,
): Promise<void> {
  const { document, toasts, camera, viewport } = editor;
  const middle =
    at ?? toPage(camera.value, { x: viewport.value.width / 2, y: viewport.value.height / 2 });
  const added: string[] = [];
  let left: number | null = null;
  for (const file of files) {
    try {
      const picture = await importPicture(file);
      left ??= Math.round(middle.x - picture.width / 2);
      const y = Math.round(middle.y - picture.height / 2);
      added.push(document.addImageLayer({ ...picture, x: left, y }));
      left += picture.width + GAP;
    } catch (error) {
      toasts.show(error instanceof Error ? error.message : String(error), {
        isError: true,
        timeoutMs: 6000,
      });
    }
  }
  if (added.length > 0) document.select(added);
}

export async function addFiles(editor: Editor, files: readonly File[], at?: Point): Promise<void> {
  const pictures = await Promise.all(
    files.map(async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  await addPictures(editor, pictures, at);
}

/** Down to the layers in a container, as Enter does in Figma. */
export function selectChildren({ document, page }: Editor): void {
  const containers = findLayers(page.value.layers, page.value.selection).filter(isContainer);
  const children = containers.flatMap((layer) => layer.children.map(({ id }) => id));
  if (children.length > 0) document.select(children);
}
