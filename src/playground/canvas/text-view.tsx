import type { CSSProperties } from 'preact';
import type { LayerSnapshot } from '../figma/layer';
import type { LayerAppearance } from './layer-appearance';
import { gradientCss, solidCss } from './paint-css';
import { useImage } from './use-image';

/** Letters in the topmost visible fill. Runs with fills of their own are drawn in one plain colour. */
export function TextView({
  layer,
  appearance,
}: {
  layer: LayerSnapshot;
  appearance: LayerAppearance;
}) {
  const paint = layer.fills.filter((fill) => fill.visible !== false).at(-1);
  const image = useImage(paint?.type === 'IMAGE' ? paint.imageHash : null);
  const fontSize = appearance.fontSize ?? 12;
  return (
    <div
      class="text"
      style={{
        fontSize: `${fontSize}px`,
        lineHeight: 1.25,
        fontWeight: appearance.fontWeight ?? 400,
        textAlign: appearance.textAlign ?? 'left',
        opacity: paint?.opacity ?? 1,
        ...letterStyle(paint, layer, image.state === 'ready' ? image.url : undefined),
      }}
    >
      {layer.characters}
    </div>
  );
}

function letterStyle(
  paint: Paint | undefined,
  layer: LayerSnapshot,
  imageUrl: string | undefined,
): CSSProperties {
  if (paint?.type === 'SOLID') return { color: solidCss(paint.color) };
  const background =
    paint?.type === 'IMAGE' && imageUrl !== undefined
      ? `url(${imageUrl}) center / cover`
      : paint && 'gradientStops' in paint
        ? gradientCss(paint, layer)
        : undefined;
  if (background === undefined) return { color: '#808080' };
  return { background, backgroundClip: 'text', color: 'transparent' };
}
