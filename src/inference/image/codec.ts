import type { OutputFormat } from '../engine';
import type { Raster } from './raster';

/** How bytes become pixels and back; the one part of the pipeline that differs by platform. */
export interface ImageCodec {
  /**
   * Decodes a PNG, JPEG, GIF or WebP that `probeImage` and `checkSourceLimits` have accepted, to the
   * picture that Chromium shows. Where alpha is 0, the colour is black.
   *
   * @throws OnestepError `image-undecodable`, `engine-memory`
   */
  decode(bytes: Uint8Array): Promise<Raster>;
  /**
   * PNG is exact (colours under alpha 0 aside). JPEG composites nothing, its caller has made sure
   * that there is no transparency.
   *
   * @param quality of JPEG and WebP, 1 to 100; `STANDARD_QUALITY` by default
   * @throws OnestepError `image-unencodable`, `engine-memory`
   */
  encode(raster: Raster, format: OutputFormat, quality?: number): Promise<Uint8Array>;
}
