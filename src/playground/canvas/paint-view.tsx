import type { CSSProperties } from 'preact';
import { filterCss } from './filter-css';
import type { Size } from './geometry';
import { placeImage } from './image-placement';
import { gradientCss, solidCss } from './paint-css';
import { useImage } from './use-image';

/** One paint over the whole box of its layer; whoever draws the layer cuts it to its shape. */
export function PaintView({ paint, size }: { paint: Paint; size: Size }) {
  if (paint.visible === false) return null;
  const style: CSSProperties = {
    opacity: paint.opacity ?? 1,
    // Figma's names are those of CSS but for the case; the few that CSS lacks are ignored by it.
    mixBlendMode: (paint.blendMode ?? 'NORMAL').toLowerCase().replace('_', '-') as 'normal',
  };
  switch (paint.type) {
    case 'SOLID':
      return <div class="paint" style={{ ...style, background: solidCss(paint.color) }} />;
    case 'GRADIENT_LINEAR':
    case 'GRADIENT_RADIAL':
    case 'GRADIENT_ANGULAR':
    case 'GRADIENT_DIAMOND':
      return <div class="paint" style={{ ...style, background: gradientCss(paint, size) }} />;
    case 'IMAGE':
      return (
        <div class="paint" style={{ ...style, filter: filterCss(paint.filters) }}>
          <ImageView paint={paint} size={size} />
        </div>
      );
    default:
      // Video, pattern and shader: there, but nothing that this canvas can play.
      return <div class="paint is-unsupported" style={style} title={paint.type} />;
  }
}

function ImageView({ paint, size }: { paint: ImagePaint; size: Size }) {
  const image = useImage(paint.imageHash);
  if (image.state === 'loading') return null;
  if (image.state === 'missing') return <div class="paint is-missing" title="Missing image" />;
  const placement = placeImage(paint, size, image);
  if (placement.kind === 'tiled') {
    const { width, height } = placement.tile;
    return (
      <div
        class="paint"
        style={{
          backgroundImage: `url(${image.url})`,
          backgroundSize: `${width}px ${height}px`,
        }}
      />
    );
  }
  const { a, b, c, d, e, f } = placement.matrix;
  return (
    <img
      class="picture"
      src={image.url}
      width={image.width}
      height={image.height}
      alt=""
      draggable={false}
      decoding="sync"
      style={{ transform: `matrix(${a}, ${b}, ${c}, ${d}, ${e}, ${f})` }}
    />
  );
}
