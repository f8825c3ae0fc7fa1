import { COMPARE_TEXT } from '../text/compare-text';
import { Checkerboard, Pane, PaneTag, PictureLayer } from './picture-layer';
import type { ModeProps } from './mode-props';

/** The same part of both pictures in two panes. */
export function SideBySideView({ pictures, scene, squarePixels }: ModeProps) {
  const { panes, placement } = scene;
  const shown = [
    { name: COMPARE_TEXT.before, url: pictures.beforeUrl },
    { name: COMPARE_TEXT.after, url: pictures.afterUrl },
  ];
  return (
    <>
      {shown.map(({ name, url }, index) => (
        <Pane key={name} rect={panes[index] ?? panes[0]}>
          <Checkerboard placement={placement} />
          <PictureLayer url={url} alt={name} placement={placement} squarePixels={squarePixels} />
          <PaneTag text={name} />
        </Pane>
      ))}
    </>
  );
}
