import type { EnhanceOptions } from '../engine';
import type { Size } from '../pipeline/result-size';
import { evenPlan } from './tiling/even-plan';
import { fittedPlan } from './tiling/fitted-plan';
import { officialPlan } from './tiling/official-plan';
import { wholePlan, type TilePlan } from './tiling/tile-plan';

/** Something for each of the three networks that see a latent. */
interface ForEachNetwork<T> {
  readonly encode: T;
  readonly predict: T;
  readonly decode: T;
}

/** How a latent is cut for each network. */
export type LatentTilePlans = ForEachNetwork<TilePlan>;
/** Latents that a tile may have for each network. */
export type TileAreas = ForEachNetwork<number>;

export type TilingOptions = Pick<EnhanceOptions, 'tiling' | 'latentTile' | 'latentOverlap'>;

/** Official code: `latent_tiled_size`, `latent_tiled_overlap`. */
const OFFICIAL_TILE = 96;
const OFFICIAL_OVERLAP = 32;
/**
 * Official code: a picture side of more than 1024 + 2 · 32 px is cut for the encoder, a latent side
 * of more than 224 + 2 · 11 for the decoder. Its tiles share their statistics, which single
 * networks cannot; beyond these sizes ours are used.
 */
const OFFICIAL_ENCODER_LIMIT = 1088 / 8;
const OFFICIAL_DECODER_LIMIT = 224 + 2 * 11;

/** The autoencoder invents nothing, so that its tiles agree over a narrow overlap. */
const CODEC_OVERLAP = 8;
const UNET_OVERLAP = 12;
/** Most that an overlap has of a tile's side, unless a wider one is asked for. */
const OVERLAP_SHARE = 1 / 4;
/** Latents of the smallest tile that is planned, however little memory there is. */
const LEAST_AREA = 16 * 16;

/**
 * What the tiles of a network have to heed, all in latents. The autoencoder's smallest unit is one
 * latent, the UNet halves what it sees three times. Where attention costs as much as all else follows
 * from the multiplications of Stable Diffusion 2.1.
 */
const TRAITS = {
  encode: { overlap: CODEC_OVERLAP, leastSide: 32, sideStep: 4, attentionArea: 129_000 },
  predict: { overlap: UNET_OVERLAP, leastSide: 64, sideStep: 8, attentionArea: 22_000 },
  decode: { overlap: CODEC_OVERLAP, leastSide: 32, sideStep: 4, attentionArea: 295_000 },
} as const;

/**
 * Where memory sets no limit: larger tiles would hardly save work, but would make a cancel wait
 * longer, and show the network more than it was trained on.
 */
export const LARGEST_AREAS: TileAreas = { encode: 96 * 64, predict: 120 * 112, decode: 96 * 64 };

/**
 * @param latent size in latents
 * @param downscale pixels a side of one latent
 * @param mostAreas how large tiles may be that are not asked for
 */
export function planLatentTiles(
  latent: Size,
  { tiling = 'auto', latentTile, latentOverlap }: TilingOptions,
  downscale: number,
  mostAreas: TileAreas = LARGEST_AREAS,
): LatentTilePlans {
  const { width, height } = latent;
  const whole = (unit: number) => wholePlan(width, height, unit);
  const even = (tile: number, overlap: number, unit: number) =>
    evenPlan(width, height, tile, overlap, unit);
  switch (tiling) {
    case 'none':
      return { encode: whole(1), predict: whole(1), decode: whole(downscale) };
    case 'official': {
      const tile = latentTile ?? OFFICIAL_TILE;
      const overlap = latentOverlap ?? Math.min(OFFICIAL_OVERLAP, tile >> 1);
      const longest = Math.max(width, height);
      return {
        encode:
          longest <= OFFICIAL_ENCODER_LIMIT
            ? whole(1)
            : even(OFFICIAL_ENCODER_LIMIT, CODEC_OVERLAP, 1),
        predict: officialPlan(width, height, tile, overlap),
        decode:
          longest <= OFFICIAL_DECODER_LIMIT
            ? whole(downscale)
            : even(OFFICIAL_DECODER_LIMIT, CODEC_OVERLAP, downscale),
      };
    }
    case 'auto': {
      if (latentTile === undefined) return fittedPlans(latent, latentOverlap, downscale, mostAreas);
      const overlap = latentOverlap ?? Math.floor(latentTile * OVERLAP_SHARE);
      const codecOverlap = Math.min(CODEC_OVERLAP, overlap);
      return {
        encode: even(latentTile, codecOverlap, 1),
        predict: even(latentTile, overlap, 1),
        decode: even(latentTile, codecOverlap, downscale),
      };
    }
  }
}

/** Tiles that are least work for each network. @param asked overlap of the UNet's, or undefined */
function fittedPlans(
  latent: Size,
  asked: number | undefined,
  downscale: number,
  mostAreas: TileAreas,
): LatentTilePlans {
  const fitted = (name: keyof TileAreas, unit: number): TilePlan => {
    const { overlap: usual, leastSide: short, sideStep, attentionArea } = TRAITS[name];
    const mostArea = Math.max(mostAreas[name], LEAST_AREA);
    const align = (side: number) => Math.ceil(side / sideStep) * sideStep;
    const square = Math.floor(Math.sqrt(mostArea) / sideStep) * sideStep;
    const overlap =
      name === 'predict' && asked !== undefined
        ? asked
        : Math.min(usual, asked ?? Math.floor(square * OVERLAP_SHARE));
    // No longer than the largest square that fits, so that some grid does.
    const leastSide = Math.max(Math.min(short, square), align(overlap + 1));
    return fittedPlan(latent, { overlap, leastSide, sideStep, attentionArea }, mostArea, unit);
  };
  return {
    encode: fitted('encode', 1),
    predict: fitted('predict', 1),
    decode: fitted('decode', downscale),
  };
}

export function countTiles({ columns, rows }: TilePlan): number {
  return columns.length * rows.length;
}
