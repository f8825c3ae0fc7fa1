import { throwIfCancelled } from '../../shared/cancel';
import { OnestepError } from '../../shared/errors';
import { MAX_SOURCE_PIXELS } from '../../shared/limits';
import type { EnhanceHooks, EnhanceOptions, EnhanceResult } from '../engine';
import type { ImageHeader } from '../image/header';
import { chooseOutputFormat, flattenOverWhite, hasTransparency } from '../image/output-format';
import { checkSourceLimits, probeImage } from '../image/probe';
import { checkOptions } from './options';
import type { EngineParts } from './parts';
import { restorePicture } from './restore-picture';
import { resultSize, type Size } from './result-size';

/** One job from encoded bytes to encoded bytes; see `Engine.enhance`. */
export async function enhancePicture(
  parts: EngineParts,
  bytes: Uint8Array,
  options: EnhanceOptions,
  { signal, onProgress }: EnhanceHooks,
): Promise<EnhanceResult> {
  checkOptions(options, parts.pack.nativeScale);
  const header = probeImage(bytes);
  checkSourceLimits(header, MAX_SOURCE_PIXELS);
  // What cannot become larger is refused before it costs a decode.
  const upright = uprightSize(header);
  const size = resultSize(upright, options);
  throwIfCancelled(signal);

  onProgress?.({ stage: 'decode', tilesDone: 0, tilesTotal: 0 });
  const source = await parts.codec.decode(bytes);
  if (source.width !== upright.width || source.height !== upright.height) {
    throw new OnestepError(
      'image-undecodable',
      {},
      `decoded to ${source.width} × ${source.height}`,
    );
  }
  throwIfCancelled(signal);

  let tilesTotal = 0;
  const transparent = hasTransparency(source);
  const result = await restorePicture(parts, source, size, {
    signal,
    onTiles: (tilesDone, total) => {
      tilesTotal = total;
      onProgress?.({ stage: 'restore', tilesDone, tilesTotal });
    },
  });
  throwIfCancelled(signal);

  onProgress?.({ stage: 'encode', tilesDone: tilesTotal, tilesTotal });
  const format = chooseOutputFormat(options.format, header.format, transparent);
  if (format === 'jpeg' && transparent) flattenOverWhite(result);
  return {
    bytes: await parts.codec.encode(result, format),
    format,
    width: size.width,
    height: size.height,
    sourceWidth: upright.width,
    sourceHeight: upright.height,
    scale: size.scale,
    capped: size.capped,
  };
}

function uprightSize({ width, height, orientation }: ImageHeader): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
