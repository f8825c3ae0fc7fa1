import type { Scene } from './stage';
import type { Size } from './view-geometry';

/** Both pictures, decoded and ready to be shown. */
export interface ReadyPictures {
  readonly beforeUrl: string;
  readonly afterUrl: string;
  /** In pixels, of the result. */
  readonly size: Size;
}

/** What every way of comparing is given. */
export interface ModeProps {
  readonly pictures: ReadyPictures;
  readonly scene: Scene;
  readonly squarePixels: boolean;
}
