import type { LatentPack } from '../pack/latent-schema';
import type { Planes } from './planes';

/**
 * The one step: what the network takes the picture for, x0 = a · latent + b · noise_pred. In float32
 * even where the network is not: it multiplies errors by about 15.
 */
export function predictOriginal(
  latent: Planes,
  noise: Planes,
  { a, b }: LatentPack['constants']['x0'],
): Planes {
  const data = Float32Array.from(latent.data, (value, index) => a * value + b * noise.data[index]!);
  return { ...latent, data };
}
