/** The ways to enlarge a picture that the benches set side by side. */
import type { Controls } from '../../src/shared/controls';
import { MAX_RESULT_SIDE_PX } from '../../src/shared/limits';
import type { Engine } from '../../src/inference/engine';
import { resizeBytes } from '../../src/inference/resample/resize-bytes';
import type { RgbPicture } from './metrics/rgb-picture';
import { PEER_COLUMN, type Peer } from './peer/open-peer';
import { readPicture, type Ground } from './read-picture';

/** A small picture as a program gets it, and as it looks. */
export interface LowPicture {
  readonly bytes: Uint8Array;
  /** Laid over `ground`. */
  readonly picture: RgbPicture;
  readonly ground: Ground;
}

export interface Method {
  readonly column: string;
  /** @returns the picture enlarged, laid over the ground of the small one */
  enlarge(low: LowPicture): Promise<RgbPicture>;
}

export const LANCZOS_COLUMN = 'lanczos';
export const FAITHFUL_COLUMN = 'onestep faithful';
export const CRISP_COLUMN = 'onestep crisp';
export const SHRUNK_COLUMN = '×4, then shrunk';
const LARGEST_SCALE = 4;

/** Pillow's Lanczos. At scale 1 it is the picture itself. */
export function lanczosMethod(scale: number): Method {
  return {
    column: LANCZOS_COLUMN,
    enlarge: async ({ picture }) => resizePicture(picture, scale),
  };
}

/** Our enlargement as users get it, through the real engine, losslessly encoded. */
export function ownMethod(
  engine: Engine,
  scale: number,
  column = FAITHFUL_COLUMN,
  controls: Controls = {},
): Method {
  return {
    column,
    async enlarge({ bytes, ground }) {
      const options = { scale, maxSidePx: MAX_RESULT_SIDE_PX, format: 'png', controls } as const;
      return readPicture((await engine.enhance(bytes, options)).bytes, ground);
    },
  };
}

/** The crisp end, where a pack has one. */
export function crispMethod(engine: Engine, scale: number): Method {
  return ownMethod(engine, scale, CRISP_COLUMN, { crisp: 1 });
}

/** What a pack would give that knows only ×4. */
export function shrunkMethod(engine: Engine, scale: number): Method {
  const whole = ownMethod(engine, LARGEST_SCALE);
  return {
    column: SHRUNK_COLUMN,
    enlarge: async (low) => resizePicture(await whole.enlarge(low), scale / LARGEST_SCALE),
  };
}

/** UpscalerJS, which knows neither transparency nor other scales than 4. */
export function peerMethod(peer: Peer): Method {
  return { column: PEER_COLUMN, enlarge: ({ picture }) => peer.enlarge(picture) };
}

function resizePicture({ width, height, data }: RgbPicture, scale: number): RgbPicture {
  const pixels = { width, height, channels: 3, data };
  const resized = resizeBytes(pixels, width * scale, height * scale);
  return { width: resized.width, height: resized.height, data: Uint8Array.from(resized.data) };
}
