import { COMPARE_TEXT } from '../text/compare-text';
import type { ReadyPictures } from './mode-props';
import { Checkerboard, Pane, PaneTag, PictureLayer } from './picture-layer';
import type { Scene } from './stage';

interface BeforeOverlayProps {
  readonly pictures: ReadyPictures;
  readonly scene: Scene;
  readonly squarePixels: boolean;
  readonly shown: boolean;
}

/**
 * The picture as it was, over everything, for as long as a key or a button is held. It is there from
 * the start, unseen, so that the flip shows nothing in between.
 */
export function BeforeOverlay({ pictures, scene, squarePixels, shown }: BeforeOverlayProps) {
  return (
    <div class="before-overlay" style={{ visibility: shown ? 'visible' : 'hidden' }}>
      {scene.panes.map((rect) => (
        <Pane key={`${rect.x} ${rect.y}`} rect={rect}>
          <Checkerboard placement={scene.placement} />
          <PictureLayer
            url={pictures.beforeUrl}
            alt=""
            placement={scene.placement}
            squarePixels={squarePixels}
          />
          <PaneTag text={COMPARE_TEXT.before} />
        </Pane>
      ))}
    </div>
  );
}
