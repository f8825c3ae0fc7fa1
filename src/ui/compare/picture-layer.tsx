import type { ComponentChildren } from 'preact';
import type { Placement, Rect } from './view-geometry';

/** Moved by a transform, which the browser does without painting anything anew. */
export function placed({
  left,
  top,
  width,
  height,
}: Placement): Readonly<Record<'width' | 'height' | 'transform', string>> {
  return {
    width: `${width}px`,
    height: `${height}px`,
    transform: `translate(${left}px, ${top}px)`,
  };
}

interface PaneProps {
  readonly rect: Rect;
  readonly children: ComponentChildren;
}

/** A part of the stage with its own picture. */
export function Pane({ rect, children }: PaneProps) {
  const { x, y, width, height } = rect;
  return (
    <div
      class="pane"
      style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}
    >
      {children}
    </div>
  );
}

/** Lies under a picture and shows where it is transparent. */
export function Checkerboard({ placement }: { placement: Placement }) {
  return <div class="checkerboard" style={placed(placement)} />;
}

interface PictureLayerProps {
  readonly url: string;
  readonly alt: string;
  readonly placement: Placement;
  /** Squares instead of a smooth filter. */
  readonly squarePixels: boolean;
  /** The part of the pane that the picture is seen in, as CSS writes it; all of it by default. */
  readonly clipPath?: string;
}

export function PictureLayer(props: PictureLayerProps) {
  const { url, alt, placement, squarePixels, clipPath } = props;
  return (
    <div class="layer" style={clipPath === undefined ? {} : { clipPath }}>
      <img
        class={squarePixels ? 'square-pixels' : ''}
        src={url}
        alt={alt}
        draggable={false}
        decoding="sync"
        style={placed(placement)}
      />
    </div>
  );
}

/** Says in a corner of a pane which picture it shows. */
export function PaneTag({ text }: { text: string }) {
  return <span class="pane-tag">{text}</span>;
}
