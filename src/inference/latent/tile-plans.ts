import type { EnhanceOptions } from '../engine';
import type { Size } from '../pipeline/result-size';
import { evenPlan } from './tiling/even-plan';
import { officialPlan } from './tiling/official-plan';
import { wholePlan, type TilePlan } from './tiling/tile-plan';

/** How a latent is cut for each of the three networks that see it. */
export interface LatentTilePlans {
  readonly encode: TilePlan;
  readonly predict: TilePlan;
  readonly decode: TilePlan;
}

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

/** What the network was trained on, and what keeps a decoder's buffers below 128 MiB in fp16. */
const AUTO_TILE = 64;
/** Overlap of the network's tiles as a share of their side: 16 latents of 64. */
const AUTO_OVERLAP_SHARE = 1 / 4;
/** The autoencoder invents nothing, so that its tiles agree over a narrower overlap. */
const MOST_CODEC_OVERLAP = 8;

/**
 * @param latent size in latents
 * @param downscale pixels a side of one latent
 */
export function planLatentTiles(
  latent: Size,
  { tiling = 'auto', latentTile, latentOverlap }: TilingOptions,
  downscale: number,
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
            : even(OFFICIAL_ENCODER_LIMIT, MOST_CODEC_OVERLAP, 1),
        predict: officialPlan(width, height, tile, overlap),
        decode:
          longest <= OFFICIAL_DECODER_LIMIT
            ? whole(downscale)
            : even(OFFICIAL_DECODER_LIMIT, MOST_CODEC_OVERLAP, downscale),
      };
    }
    case 'auto': {
      const tile = latentTile ?? AUTO_TILE;
      const overlap = latentOverlap ?? Math.floor(tile * AUTO_OVERLAP_SHARE);
      const codecOverlap = Math.min(MOST_CODEC_OVERLAP, overlap);
      return {
        encode: even(tile, codecOverlap, 1),
        predict: even(tile, overlap, 1),
        decode: even(tile, codecOverlap, downscale),
      };
    }
  }
}

export function countTiles({ columns, rows }: TilePlan): number {
  return columns.length * rows.length;
}
