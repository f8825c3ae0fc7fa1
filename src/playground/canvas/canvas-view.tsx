import './canvas.css';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { addFiles } from '../editor/actions';
import { canvasMenu } from '../editor/canvas-menu';
import { useEditor } from '../editor/editor-context';
import { useObservable } from '../state/use-observable';
import { panBy, toPage, zoomAt } from './camera';
import type { Point } from './geometry';
import { LayerView } from './layer-view';
import { SelectionOverlay } from './selection-overlay';
import { useCanvasPointer } from './use-canvas-pointer';

/** Pixels of wheel movement that double the zoom. */
const WHEEL_PX_PER_DOUBLING = 300;
const WHEEL_LINE_PX = 16;

export function CanvasView() {
  const editor = useEditor();
  const element = useRef<HTMLDivElement>(null);
  const { layers } = useObservable(editor.page);
  const camera = useObservable(editor.camera);
  const pointer = useCanvasPointer(editor, element);

  useLayoutEffect(() => {
    const canvas = element.current;
    if (!canvas) return;
    const measure = (): void =>
      editor.viewport.set({ width: canvas.clientWidth, height: canvas.clientHeight });
    measure();
    editor.zoomTo();
    const observer = new ResizeObserver(measure);
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [editor]);

  useEffect(() => {
    const canvas = element.current;
    if (!canvas) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE_PX : 1;
      const dx = event.deltaX * unit;
      const dy = event.deltaY * unit;
      const anchor = pointIn(canvas, event);
      editor.camera.update((current) => {
        if (event.ctrlKey || event.metaKey) {
          return zoomAt(current, anchor, current.zoom * 2 ** (-dy / WHEEL_PX_PER_DOUBLING));
        }
        return event.shiftKey && dx === 0 ? panBy(current, -dy, 0) : panBy(current, -dx, -dy);
      });
    };
    // Preact would register it as passive, and then the browser zooms the page as well.
    canvas.addEventListener('wheel', onWheel, { passive: false });
    return () => canvas.removeEventListener('wheel', onWheel);
  }, [editor]);

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    const canvas = element.current;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!canvas || files.length === 0) return;
    void addFiles(editor, files, toPage(editor.camera.value, pointIn(canvas, event)));
  };

  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    pointer.selectForMenu(event);
    editor.menu.set({ at: menuPoint(event, element.current), entries: canvasMenu(editor) });
  };

  return (
    <div
      ref={element}
      class={`canvas ${pointer.cursorClass}`}
      data-testid="canvas"
      role="application"
      aria-label="Canvas"
      tabIndex={0}
      onPointerDown={pointer.onPointerDown}
      onPointerMove={pointer.onPointerMove}
      onPointerUp={pointer.onPointerUp}
      onPointerCancel={pointer.onPointerUp}
      onPointerLeave={() => editor.hoveredId.set(null)}
      onDblClick={pointer.onDoubleClick}
      onContextMenu={onContextMenu}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <div
        class="page"
        style={{ transform: `translate(${camera.x}px, ${camera.y}px) scale(${camera.zoom})` }}
      >
        {layers.map((layer) => (
          <LayerView key={layer.id} layer={layer} originX={0} originY={0} />
        ))}
      </div>
      <SelectionOverlay marquee={pointer.marquee} />
    </div>
  );
}

function pointIn(element: HTMLElement, event: MouseEvent): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** The menu key reports the corner of the focused element; then the middle is the better place. */
function menuPoint(event: MouseEvent, canvas: HTMLElement | null): Point {
  if (event.button === 2 || !canvas) return { x: event.clientX, y: event.clientY };
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 3 };
}
