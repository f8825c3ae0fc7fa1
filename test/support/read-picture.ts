import type { ImageCodec } from '../../src/inference/image/codec';
import { checkSourceLimits, probeImage } from '../../src/inference/image/probe';
import type { Raster } from '../../src/inference/image/raster';
import { toOnestepError, type ErrorCode } from '../../src/shared/errors';
import { MAX_SOURCE_PIXELS } from '../../src/shared/limits';

/** Every gate that a picture passes on its way in, in the engine's order. */
export async function readPicture(codec: ImageCodec, bytes: Uint8Array): Promise<Raster> {
  checkSourceLimits(probeImage(bytes), MAX_SOURCE_PIXELS);
  return codec.decode(bytes);
}

/** The code with which a picture is refused; `taken` where it is not. */
export async function refusalOf(
  codec: ImageCodec,
  bytes: Uint8Array,
): Promise<ErrorCode | 'taken'> {
  try {
    await readPicture(codec, bytes);
    return 'taken';
  } catch (error) {
    return toOnestepError(error).code;
  }
}
