import type { OutputFormat } from '../engine';
import type { Raster } from './raster';

/** How bytes become pixels and back; the one part of the pipeline that differs by platform. */
export interface ImageCodec {
  /**
   * Decodes a PNG, JPEG, GIF or WebP whose header `probeImage` has accepted.
   *
   * @throws OnestepError `image-undecodable`, `image-truncated`
   */
  decode(bytes: Uint8Array): Promise<Raster>;
  /**
   * Encodes with high quality; JPEG composites nothing, its caller has made sure that there is no
   * transparency.
   *
   * @throws OnestepError `image-unencodable`
   */
  encode(raster: Raster, format: OutputFormat): Promise<Uint8Array>;
}
