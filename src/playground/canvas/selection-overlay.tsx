import type { LayerSnapshot } from '../figma/layer';
import { useEditor } from '../editor/editor-context';
import { useObservable } from '../state/use-observable';
import { toScreen, type Camera } from './camera';
import { boundsOf, type Rect } from './geometry';
import { findLayer, findLayers, rectOf } from './layer-tree';

/** Outlines, handles and names over the layers; they keep their size at any zoom. */
export function SelectionOverlay({ marquee }: { marquee: Rect | null }) {
  const editor = useEditor();
  const { layers, selection } = useObservable(editor.page);
  const camera = useObservable(editor.camera);
  const hoveredId = useObservable(editor.hoveredId);
  const drag = useObservable(editor.drag);

  const selected = findLayers(layers, selection);
  const hovered =
    hoveredId !== null && !selection.includes(hoveredId) && !drag
      ? findLayer(layers, hoveredId)
      : undefined;
  const rects = selected.map((layer) => shifted(rectOf(layer), drag));
  const bounds = boundsOf(rects);

  return (
    <div class="overlay" aria-hidden="true">
      {layers.filter(hasTitle).map((frame) => (
        <FrameTitle
          key={frame.id}
          frame={frame}
          camera={camera}
          isSelected={selection.includes(frame.id)}
        />
      ))}
      {hovered && <Box class="hover-outline" rect={rectOf(hovered)} camera={camera} />}
      {rects.map((rect, index) => (
        <Box key={index} class="selection-outline" rect={rect} camera={camera} />
      ))}
      {bounds && (
        <Box class="selection-bounds" rect={bounds} camera={camera}>
          {['nw', 'ne', 'sw', 'se'].map((corner) => (
            <span key={corner} class={`handle ${corner}`} />
          ))}
          <span class="size-badge">
            {formatPx(bounds.width)} × {formatPx(bounds.height)}
          </span>
        </Box>
      )}
      {marquee && <Box class="marquee" rect={marquee} camera={camera} />}
    </div>
  );
}

function Box({
  rect,
  camera,
  children,
  ...props
}: {
  class: string;
  rect: Rect;
  camera: Camera;
  children?: preact.ComponentChildren;
}) {
  const { x, y } = toScreen(camera, rect);
  return (
    <div
      class={props.class}
      style={{
        left: `${x}px`,
        top: `${y}px`,
        width: `${rect.width * camera.zoom}px`,
        height: `${rect.height * camera.zoom}px`,
      }}
    >
      {children}
    </div>
  );
}

function FrameTitle({
  frame,
  camera,
  isSelected,
}: {
  frame: LayerSnapshot;
  camera: Camera;
  isSelected: boolean;
}) {
  const { x, y } = toScreen(camera, rectOf(frame));
  return (
    <span
      class={isSelected ? 'frame-title is-selected' : 'frame-title'}
      data-title-of={frame.id}
      style={{ left: `${x}px`, top: `${y}px`, maxWidth: `${frame.width * camera.zoom}px` }}
    >
      {frame.name}
    </span>
  );
}

function hasTitle(layer: LayerSnapshot): boolean {
  return layer.visible && (layer.type === 'FRAME' || layer.type === 'SECTION');
}

function shifted(rect: Rect, by: { x: number; y: number } | null): Rect {
  return by ? { ...rect, x: rect.x + by.x, y: rect.y + by.y } : rect;
}

function formatPx(value: number): string {
  return String(Math.round(value * 100) / 100);
}
