import { throwIfCancelled } from '../../shared/cancel';
import { OnestepError } from '../../shared/errors';
import { MAX_SOURCE_PIXELS } from '../../shared/limits';
import type { EnhanceHooks, EnhanceOptions, EnhanceResult } from '../engine';
import type { ImageCodec } from '../image/codec';
import type { ImageHeader } from '../image/header';
import { chooseOutputFormat, flattenOverWhite, hasTransparency } from '../image/output-format';
import { checkSourceLimits, probeImage } from '../image/probe';
import { checkCommonOptions } from './options';
import type { JobLine, JobTurn } from './job-line';
import type { Restorer } from './restorer';
import { resultSize, type ResultSize, type Size } from './result-size';
import { applyStrength } from './strength';

/** @throws OnestepError `option-invalid` (option, value, expected), `prompt-unsupported` */
export function checkEnhanceOptions(restorer: Restorer, options: EnhanceOptions): void {
  checkCommonOptions(options);
  restorer.checkOptions(options);
}

/** What an engine's jobs share. */
export interface EngineParts {
  readonly restorer: Restorer;
  readonly codec: ImageCodec;
  readonly line: JobLine;
}

/** One job from encoded bytes to encoded bytes; see `Engine.enhance`. */
export async function enhancePicture(
  parts: EngineParts,
  bytes: Uint8Array,
  options: EnhanceOptions,
  hooks: EnhanceHooks,
): Promise<EnhanceResult> {
  const { restorer, line } = parts;
  checkEnhanceOptions(restorer, options);
  const header = probeImage(bytes);
  checkSourceLimits(header, MAX_SOURCE_PIXELS);
  // What cannot become larger is refused before it costs a decode.
  const upright = uprightSize(header);
  const size = resultSize(upright, options);
  const pixels = upright.width * upright.height + size.width * size.height;
  const turn = await line.enter(pixels, hooks.signal);
  try {
    return await enhanceInTurn(parts, turn, { bytes, header, upright, size }, options, hooks);
  } finally {
    turn.leave();
  }
}

interface OpenedPicture {
  readonly bytes: Uint8Array;
  readonly header: ImageHeader;
  /** As the picture is shown. */
  readonly upright: Size;
  readonly size: ResultSize;
}

async function enhanceInTurn(
  { restorer, codec }: EngineParts,
  { inNetwork }: JobTurn,
  { bytes, header, upright, size }: OpenedPicture,
  options: EnhanceOptions,
  { signal, onProgress, onDump }: EnhanceHooks,
): Promise<EnhanceResult> {
  throwIfCancelled(signal);
  onProgress?.({ stage: 'decode', tilesDone: 0, tilesTotal: 0 });
  const source = await codec.decode(bytes);
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
  const result = await restorer.restore(source, size, options, {
    signal,
    inNetwork,
    onTiles: (tilesDone, total) => {
      tilesTotal = total;
      onProgress?.({ stage: 'restore', tilesDone, tilesTotal });
    },
    onDump,
  });
  throwIfCancelled(signal);
  applyStrength(result, source, options.strength ?? 1);

  onProgress?.({ stage: 'encode', tilesDone: tilesTotal, tilesTotal });
  const format = chooseOutputFormat(options, header.format, transparent);
  if (format === 'jpeg' && transparent) flattenOverWhite(result);
  return {
    bytes: await codec.encode(result, format, options.quality),
    format,
    width: result.width,
    height: result.height,
    sourceWidth: upright.width,
    sourceHeight: upright.height,
    scale: size.scale,
    capped: size.capped,
    promptReading: restorer.readPrompt(options.prompt ?? ''),
  };
}

function uprightSize({ width, height, orientation }: ImageHeader): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}
