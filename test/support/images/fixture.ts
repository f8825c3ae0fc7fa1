import type { ErrorCode } from '../../../src/shared/errors';
import type { ImageHeader } from '../../../src/inference/image/header';
import type { Raster } from '../../../src/inference/image/raster';

/** A file that every decoder must take. */
export interface ImageFixture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly header: ImageHeader;
  /** The upright picture in sRGB; colours under alpha 0 do not count. */
  readonly pixels: Raster;
  /** Largest difference of a colour channel, in levels; alpha has none. */
  readonly tolerance: number;
}

/** A file that must be refused, and with what. */
export interface BrokenImage {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code: ErrorCode;
}
