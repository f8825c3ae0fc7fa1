import type { StageDump } from '../engine';
import type { FloatTensor } from '../runtime/graph-session';
import { toTensor } from './planes';
import type { LatentStages } from './restore-latent';

/**
 * The stages under the names that the golden data has for them: `token_ids` int64 (1, tokens),
 * `text_embeds` (1, tokens, width), `latent`, `noise_pred` and `x0` (1, channels, h, w), `decoded`
 * (1, 3, H, W) before clamping; float32, row-major.
 */
export function dumpStages(
  tokenIds: BigInt64Array,
  embeddings: FloatTensor,
  { latent, noise, original, decoded }: LatentStages,
): StageDump {
  return {
    token_ids: { data: tokenIds, dims: [1, tokenIds.length] },
    text_embeds: embeddings,
    latent: toTensor(latent),
    noise_pred: toTensor(noise),
    x0: toTensor(original),
    decoded: toTensor(decoded),
  };
}
