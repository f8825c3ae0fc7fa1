import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { moveLayers } from '../editor/actions';
import type { Editor } from '../editor/editor';
import type { LayerSnapshot } from '../figma/layer';
import { panBy, toPage } from './camera';
import type { Point, Rect } from './geometry';
import { pathTo } from './layer-tree';
import { pickDeeper, pickInRect, pickLayer } from './pick-layer';

/** A press that moves less than this is a click. */
const DRAG_THRESHOLD_PX = 4;

type Gesture =
  | { readonly kind: 'pan'; last: Point }
  | {
      readonly kind: 'press';
      readonly start: Point;
      readonly isOnLayer: boolean;
      /** One of several selected layers: it becomes the only one if this turns out to be a click. */
      readonly collapsesTo: string | null;
      readonly keeps: readonly string[];
    }
  | { readonly kind: 'marquee'; readonly start: Point; readonly keeps: readonly string[] }
  | { readonly kind: 'move'; readonly start: Point };

/** What the pointer does on the canvas: select, move, draw a selection rectangle, pan. */
export function useCanvasPointer(editor: Editor, element: RefObject<HTMLElement | null>) {
  const gesture = useRef<Gesture | null>(null);
  const [marquee, setMarquee] = useState<Rect | null>(null);
  const [isPanning, setIsPanning] = useState(false);
  const isSpaceDown = useSpaceKey();

  const select = (ids: readonly string[]): void => editor.document.select(ids);
  const selection = (): readonly string[] => editor.page.value.selection;

  const pathAt = (event: MouseEvent): LayerSnapshot[] => {
    const target = event.target instanceof Element ? event.target : null;
    const hit = target?.closest<HTMLElement>('[data-layer-id], [data-title-of]');
    const id = hit?.dataset['layerId'] ?? hit?.dataset['titleOf'];
    return id === undefined ? [] : pathTo(editor.page.value.layers, id);
  };

  const picked = (event: MouseEvent): LayerSnapshot | undefined => {
    const path = pathAt(event);
    const isTitle = event.target instanceof Element && event.target.closest('[data-title-of]');
    if (isTitle || event.ctrlKey || event.metaKey) return path.at(-1);
    return pickLayer(path, selection());
  };

  const pageDistance = (start: Point, event: MouseEvent): Point => {
    const { zoom } = editor.camera.value;
    return {
      x: Math.round((event.clientX - start.x) / zoom),
      y: Math.round((event.clientY - start.y) / zoom),
    };
  };

  const onPointerDown = (event: PointerEvent): void => {
    element.current?.focus({ preventScroll: true });
    const start = { x: event.clientX, y: event.clientY };
    if (event.button === 1 || (event.button === 0 && isSpaceDown)) {
      event.preventDefault();
      gesture.current = { kind: 'pan', last: start };
      setIsPanning(true);
      element.current?.setPointerCapture(event.pointerId);
      return;
    }
    if (event.button !== 0) return;
    const layer = picked(event);
    const before = selection();
    if (!layer) {
      if (!event.shiftKey) select([]);
    } else if (event.shiftKey) {
      select(
        before.includes(layer.id) ? before.filter((id) => id !== layer.id) : [...before, layer.id],
      );
    } else if (!before.includes(layer.id)) {
      select([layer.id]);
    }
    gesture.current = {
      kind: 'press',
      start,
      isOnLayer: layer !== undefined && !event.shiftKey,
      collapsesTo: layer && !event.shiftKey && before.includes(layer.id) ? layer.id : null,
      keeps: event.shiftKey ? before : [],
    };
  };

  const onPointerMove = (event: PointerEvent): void => {
    const current = gesture.current;
    if (current === null) {
      editor.hoveredId.set(picked(event)?.id ?? null);
      return;
    }
    if (current.kind === 'pan') {
      const { last } = current;
      editor.camera.update((camera) =>
        panBy(camera, event.clientX - last.x, event.clientY - last.y),
      );
      current.last = { x: event.clientX, y: event.clientY };
      return;
    }
    if (current.kind === 'press') {
      const { x, y } = current.start;
      if (Math.hypot(event.clientX - x, event.clientY - y) < DRAG_THRESHOLD_PX) return;
      const { start, keeps } = current;
      // Not before: a captured pointer would take the target away from clicks.
      element.current?.setPointerCapture(event.pointerId);
      gesture.current = current.isOnLayer
        ? { kind: 'move', start }
        : { kind: 'marquee', start, keeps };
    }
    if (gesture.current?.kind === 'move') {
      editor.drag.set({ ids: selection(), ...pageDistance(gesture.current.start, event) });
    } else if (gesture.current?.kind === 'marquee') {
      drawMarquee(gesture.current.start, gesture.current.keeps, event);
    }
  };

  const drawMarquee = (start: Point, keeps: readonly string[], event: PointerEvent): void => {
    const box = element.current?.getBoundingClientRect();
    if (!box) return;
    const from = toPage(editor.camera.value, { x: start.x - box.left, y: start.y - box.top });
    const to = toPage(editor.camera.value, {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
    });
    const rect = {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(to.x - from.x),
      height: Math.abs(to.y - from.y),
    };
    setMarquee(rect);
    const found = pickInRect(editor.page.value.layers, rect).map(({ id }) => id);
    select([...new Set([...keeps, ...found])]);
  };

  const onPointerUp = (): void => {
    const drag = editor.drag.value;
    if (drag) {
      editor.drag.set(null);
      if (drag.x !== 0 || drag.y !== 0) moveLayers(editor, drag.ids, drag);
    }
    if (gesture.current?.kind === 'press' && gesture.current.collapsesTo !== null) {
      select([gesture.current.collapsesTo]);
    }
    gesture.current = null;
    setMarquee(null);
    setIsPanning(false);
  };

  const onDoubleClick = (event: MouseEvent): void => {
    const layer = pickDeeper(pathAt(event), selection());
    if (layer) select([layer.id]);
  };

  /** The layer under a right click becomes the selection, unless it is in it already. */
  const selectForMenu = (event: MouseEvent): void => {
    if (event.button !== 2) return;
    const layer = picked(event);
    if (!layer) select([]);
    else if (!selection().includes(layer.id)) select([layer.id]);
  };

  return {
    marquee,
    cursorClass: isPanning ? 'is-panning' : isSpaceDown ? 'can-pan' : '',
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onDoubleClick,
    selectForMenu,
  };
}

/** The space bar turns the pointer into a hand, unless it is typed somewhere. */
function useSpaceKey(): boolean {
  const [isDown, setIsDown] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isCanvas = event.target instanceof Element && event.target.matches('.canvas, body');
      if (event.code !== 'Space' || !isCanvas) return;
      event.preventDefault();
      setIsDown(true);
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.code === 'Space') setIsDown(false);
    };
    const onBlur = (): void => setIsDown(false);
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', onBlur);
    };
  }, []);
  return isDown;
}
