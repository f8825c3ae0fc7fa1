import { throwIfCancelled, type CancelSignal } from '../../shared/cancel';
import type { EnhanceOptions } from '../engine';
import { refuseFlat } from '../pipeline/check-answer';
import type { FloatTensor } from '../runtime/graph-session';
import type { ModelRuntime } from '../runtime/model-session';
import { isDeviceLost } from '../runtime/device-lost';
import { isOutOfMemory } from '../runtime/out-of-memory';
import type { Recovery } from '../runtime/recovery';
import type { BytePixels } from '../resample/resize-bytes';
import type { Rect } from '../tiles/rect';
import { fixColours } from './colour/fix-colours';
import type { LatentNetworks } from './networks';
import type { LatentMemory } from './latent-memory';
import { createPlanes, cropPlanes, readSigned, writeSigned, type Planes } from './planes';
import { countTiles, planLatentTiles, type LatentTilePlans } from './tile-plans';
import {
  AreaLimit,
  collectTiled,
  copyRowsInto,
  runTiled,
  type RowSink,
  type TiledStage,
} from './tiling/run-tiled';

/** One picture's way through the networks of a latent pack. */
export interface LatentJob {
  readonly runtime: Pick<ModelRuntime, 'nextTask'>;
  readonly networks: LatentNetworks;
  readonly memory: LatentMemory;
  /** Gets the networks a device again when they have lost theirs; none where nothing is to resume. */
  readonly recovery?: Recovery | undefined;
  /** RGB, as the network is to see it: sides are multiples of `downscale`. */
  readonly picture: BytePixels;
  /** (1, tokens, width) */
  readonly embeddings: FloatTensor;
  readonly options: Pick<EnhanceOptions, 'tiling' | 'latentTile' | 'latentOverlap' | 'colourFix'>;
  readonly signal: CancelSignal | undefined;
  readonly onTiles: (tilesDone: number, tilesTotal: number) => void;
  /** Gets what each stage has made; asking for it costs memory for whole pictures of floats. */
  readonly onStages?: ((stages: LatentStages) => void) | undefined;
}

/** What each stage has made. */
export interface LatentStages {
  readonly latent: Planes;
  readonly noise: Planes;
  readonly original: Planes;
  readonly decoded: Planes;
}

/**
 * Encodes, takes the one step, decodes, and brings the colours back.
 *
 * @returns RGB of the size of `picture`
 * @throws OnestepError `cancelled` and as `LatentNetworks`
 */
export async function restoreLatent(job: LatentJob): Promise<BytePixels> {
  const { networks, picture, options } = job;
  const { downscale } = networks.pack.constants;
  const size = { width: picture.width / downscale, height: picture.height / downscale };
  const plans = planLatentTiles(size, options, downscale, job.memory.areas);
  const limit = new AreaLimit();
  const restored =
    (await restoreOnDevice(job, plans, limit)) ?? (await restoreTiled(job, plans, limit));
  fixColours(restored, picture, options.colourFix ?? 'adain');
  return restored;
}

/**
 * A picture that is one tile, and so needs no blending, without leaving the device on the way.
 *
 * @param limit is lowered where the picture has cost the device
 * @returns null where that is of no use, or does not fit into memory, or has cost the device
 */
async function restoreOnDevice(
  job: LatentJob,
  plans: LatentTilePlans,
  limit: AreaLimit,
): Promise<BytePixels | null> {
  const { networks, picture, embeddings } = job;
  if (!isOneTile(plans) || !networks.runsOnDevice || job.onStages !== undefined) return null;
  const onTile = tileCounter(plans, job.onTiles);
  const restored = createPicture(picture);
  const { width, height } = picture;
  const whole = { left: 0, top: 0, width, height };
  await breathe(job);
  try {
    const planes = readSigned(picture, whole);
    const decoded = await networks.restoreOnDevice(planes, embeddings, async () => {
      onTile();
      await breathe(job);
    });
    refuseFlat(decoded, picture, whole);
    writeSigned(decoded, restored, 0);
  } catch (thrown) {
    if (isOutOfMemory(thrown)) return null;
    if (job.recovery === undefined || !isDeviceLost(thrown)) throw thrown;
    await job.recovery.from(thrown);
    limit.halve(Math.max(width, height) / networks.pack.constants.downscale);
    return null;
  }
  onTile();
  return restored;
}

/**
 * Each network sees the whole picture, tile by tile, before the next one is opened, so that memory need
 * hold only one of them; the tiles are blended between the networks, in the latent, where blending does
 * not blur.
 */
async function restoreTiled(
  job: LatentJob,
  plans: LatentTilePlans,
  { longestSide }: AreaLimit,
): Promise<BytePixels> {
  const { networks, picture, embeddings } = job;
  const { downscale, latentChannels } = networks.pack.constants;
  const onTile = tileCounter(plans, job.onTiles);

  const encoder = stageOf(job, 'encode', {
    channels: latentChannels,
    unit: 1,
    run: (area) => networks.encode(readSigned(picture, scaleRect(area, downscale))),
  });
  const latent = await collectTiled(encoder, plans.encode, new AreaLimit(longestSide), onTile);

  const unet = stageOf(job, 'predict', {
    channels: latentChannels,
    unit: 1,
    run: (area) => networks.predictNoise(cropPlanes(latent, area), embeddings),
  });
  const noise = await collectTiled(unet, plans.predict, new AreaLimit(longestSide), onTile);
  const step = () => networks.step(latent, noise);
  const original = await (job.recovery?.through(step) ?? step());

  const decoder = stageOf(job, 'decode', {
    channels: 3,
    unit: downscale,
    run: (area) => networks.decode(cropPlanes(original, area)),
  });
  const restored = createPicture(picture);
  const toBytes: RowSink = (rows, firstRow) => writeSigned(rows, restored, firstRow);
  if (job.onStages === undefined) {
    await runTiled(decoder, plans.decode, toBytes, new AreaLimit(longestSide), onTile);
  } else {
    const decoded = createPlanes(3, picture.width, picture.height);
    const keep = copyRowsInto(decoded);
    const toBoth: RowSink = (rows, firstRow) => {
      toBytes(rows, firstRow);
      keep(rows, firstRow);
    };
    await runTiled(decoder, plans.decode, toBoth, new AreaLimit(longestSide), onTile);
    job.onStages({ latent, noise, original, decoded });
  }
  return restored;
}

/** Lets messages be heard, a cancel among them. */
async function breathe({ runtime, signal }: LatentJob): Promise<void> {
  await runtime.nextTask();
  throwIfCancelled(signal);
}

/** A stage between whose tiles a cancel is heard, and whose failures are noticed. */
function stageOf(job: LatentJob, network: keyof LatentTilePlans, stage: TiledStage): TiledStage {
  const { memory, networks, picture, recovery } = job;
  const watched = memory.watched(network, stage);
  return {
    ...watched,
    recovery,
    async run(area) {
      await breathe(job);
      const answer = await watched.run(area);
      refuseFlat(answer, picture, scaleRect(area, networks.pack.constants.downscale));
      return answer;
    },
  };
}

function createPicture({ width, height }: BytePixels): BytePixels {
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
}

function isOneTile({ encode, predict, decode }: LatentTilePlans): boolean {
  return [encode, predict, decode].every((plan) => countTiles(plan) === 1);
}

function tileCounter(
  { encode, predict, decode }: LatentTilePlans,
  onTiles: LatentJob['onTiles'],
): () => void {
  const total = countTiles(encode) + countTiles(predict) + countTiles(decode);
  let done = 0;
  onTiles(done, total);
  return () => onTiles(++done, total);
}

function scaleRect({ left, top, width, height }: Rect, factor: number): Rect {
  return {
    left: left * factor,
    top: top * factor,
    width: width * factor,
    height: height * factor,
  };
}
