import type { CSSProperties } from 'preact';
import { useMemo } from 'preact/hooks';
import type { LayerSnapshot } from '../figma/layer';
import { useEditor } from '../editor/editor-context';
import { useObservable } from '../state/use-observable';
import { appearanceOf, type LayerAppearance } from './layer-appearance';
import { clipsChildren } from './layer-tree';
import { PaintView } from './paint-view';
import { TextView } from './text-view';

const DEFAULT_STROKE_WEIGHT = 1;
const UNMOVED = { x: 0, y: 0 };

interface LayerViewProps {
  readonly layer: LayerSnapshot;
  /** Where the layer it is drawn in lies on the page. */
  readonly originX: number;
  readonly originY: number;
}

/** A layer with its paints and what is in it, in page units; the canvas scales the whole. */
export function LayerView({ layer, originX, originY }: LayerViewProps) {
  const { appearances, drag } = useEditor();
  const dragged = useObservable(drag);
  const appearance = appearanceOf(appearances, layer.id);
  const shift = dragged?.ids.includes(layer.id) === true ? dragged : UNMOVED;
  const left = layer.absoluteX - originX + shift.x;
  const top = layer.absoluteY - originY + shift.y;
  // What is drawn already, all within included, is passed over: a batch changes one layer after the other.
  return useMemo(
    () => layer.visible && <LayerBox layer={layer} appearance={appearance} left={left} top={top} />,
    [layer, appearance, left, top],
  );
}

interface LayerBoxProps {
  readonly layer: LayerSnapshot;
  readonly appearance: LayerAppearance;
  readonly left: number;
  readonly top: number;
}

function LayerBox({ layer, appearance, left, top }: LayerBoxProps) {
  const shape = shapeStyle(layer, appearance);
  return (
    <div
      class={layer.locked ? 'layer is-locked' : 'layer'}
      data-layer-id={layer.id}
      data-layer-type={layer.type}
      data-layer-name={layer.name}
      style={{
        left: `${left}px`,
        top: `${top}px`,
        width: `${layer.width}px`,
        height: `${layer.height}px`,
        ...(clipsChildren(layer) && { ...shape, overflow: 'clip' }),
      }}
    >
      {layer.type === 'TEXT' ? (
        <TextView layer={layer} appearance={appearance} />
      ) : (
        hasBody(layer) && (
          <div class="fills" style={shape}>
            {layer.fills.map((paint, index) => (
              <PaintView key={index} paint={paint} size={layer} />
            ))}
          </div>
        )
      )}
      {layer.children.map((child) => (
        <LayerView
          key={child.id}
          layer={child}
          originX={layer.absoluteX}
          originY={layer.absoluteY}
        />
      ))}
      {layer.strokes.length > 0 && <StrokeView layer={layer} appearance={appearance} />}
    </div>
  );
}

/** Groups are nothing but what is in them; frames can be hit even where nothing is painted. */
function hasBody(layer: LayerSnapshot): boolean {
  return layer.fills.length > 0 || clipsChildren(layer);
}

/** Stroke paints in a ring inside of the layer's edge. */
function StrokeView({ layer, appearance }: { layer: LayerSnapshot; appearance: LayerAppearance }) {
  const weight = appearance.strokeWeight ?? DEFAULT_STROKE_WEIGHT;
  const isLine = layer.type === 'LINE';
  const size = { width: layer.width, height: isLine ? weight : layer.height };
  return (
    <div
      class={isLine ? 'strokes' : 'strokes is-ring'}
      style={{
        ...shapeStyle(layer, appearance),
        height: `${size.height}px`,
        ...(!isLine && { padding: `${weight}px` }),
      }}
    >
      {layer.strokes.map((paint, index) => (
        <PaintView key={index} paint={paint} size={size} />
      ))}
    </div>
  );
}

function shapeStyle(layer: LayerSnapshot, appearance: LayerAppearance): CSSProperties {
  if (appearance.path !== undefined) return { clipPath: `path("${appearance.path}")` };
  switch (layer.type) {
    case 'ELLIPSE':
      return { borderRadius: '50%' };
    case 'POLYGON':
      return { clipPath: 'polygon(50% 0, 100% 100%, 0 100%)' };
    case 'STAR':
      return { clipPath: STAR };
    default:
      return appearance.cornerRadius === undefined
        ? {}
        : { borderRadius: `${appearance.cornerRadius}px` };
  }
}

const STAR = `polygon(${Array.from({ length: 10 }, (_, index) => {
  const angle = (index * Math.PI) / 5;
  const radius = index % 2 === 0 ? 50 : 19.1;
  return `${50 + radius * Math.sin(angle)}% ${50 - radius * Math.cos(angle)}%`;
}).join(', ')})`;
