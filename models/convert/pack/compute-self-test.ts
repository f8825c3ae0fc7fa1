import { openPromptedUnet } from '../../../src/inference/latent/prompted-unet';
import type { LatentPackJson } from '../../../src/inference/pack/latent-schema';
import type { FloatTensor, GraphSession } from '../../../src/inference/runtime/graph-session';
import { throwIfCancelled, type CancelSignal } from '../../../src/shared/cancel';
import { OnestepError } from '../../../src/shared/errors';
import type { Precision } from '../precision/stored-graph';
import { encodeBase64 } from './encode-base64';
import type { GraphRunner, WrittenGraph } from './graph-runner';

export type SelfTestJson = NonNullable<LatentPackJson['selfTest']>;

/** In latents; the UNet halves it three times. */
const SIDE = 8;
/**
 * Largest difference of a byte. The step multiplies the network's errors by about 15, so kernels
 * that round differently are some levels apart, in half precision more; wrong ones are far beyond.
 */
const TOLERANCE: Readonly<Record<Precision, number>> = { fp32: 4, fp16: 24, int8: 6, int4: 6 };

export interface SelfTestParts {
  readonly encoder: WrittenGraph;
  readonly crossAttention: WrittenGraph;
  readonly unet: WrittenGraph;
  readonly step: WrittenGraph;
  readonly decoder: WrittenGraph;
  /** Pixels along each side of a latent. */
  readonly downscale: number;
  /** Of the empty prompt, (1, tokens, width). */
  readonly embedding: FloatTensor;
  readonly precision: Precision;
}

/**
 * The whole chain on a small synthetic picture, one network after the other so that only one is in
 * memory.
 *
 * @throws OnestepError `pack-graph` when an answer is not finite, `cancelled`, what the runner throws
 */
export async function computeSelfTest(
  runner: GraphRunner,
  parts: SelfTestParts,
  signal?: CancelSignal,
): Promise<SelfTestJson> {
  const side = SIDE * parts.downscale;
  const input = testPicture(side);
  const answer = async (
    name: string,
    open: () => Promise<GraphSession>,
    inputs: FloatTensor[],
  ): Promise<FloatTensor> => {
    throwIfCancelled(signal);
    const session = await open();
    try {
      const { dims, data } = await session.run(inputs);
      if (!data.every(Number.isFinite)) {
        throw new OnestepError('pack-graph', {}, `the ${name} answers NaN or infinity`);
      }
      return { dims, data: data.slice() };
    } finally {
      await session.release();
    }
  };
  const opened = (graph: WrittenGraph) => () => runner.open(graph);
  const unet = () => openPromptedUnet(opened(parts.unet), opened(parts.crossAttention));
  const latent = await answer('encoder', opened(parts.encoder), [toPlanes(input, side)]);
  const noise = await answer('UNet', unet, [latent, parts.embedding]);
  const x0 = await answer('step', opened(parts.step), [latent, noise]);
  const decoded = await answer('decoder', opened(parts.decoder), [x0]);
  return {
    width: side,
    height: side,
    input: encodeBase64(input),
    output: encodeBase64(toBytes(decoded.data)),
    tolerance: TOLERANCE[parts.precision],
  };
}

/** RGB, interleaved: slopes with a hard edge and a bright disc, so that every layer has work. */
function testPicture(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const index = (y * side + x) * 3;
      const inDisc = (x - side * 0.6) ** 2 + (y - side * 0.4) ** 2 < (side * 0.25) ** 2;
      pixels[index] = inDisc ? 230 : Math.floor((200 * x) / side);
      pixels[index + 1] = x + y < side ? Math.floor((180 * y) / side) : 120;
      pixels[index + 2] = inDisc ? 40 : (x ^ y) & 8 ? 90 : 170;
    }
  }
  return pixels;
}

/** Bytes → -1..1, (1, 3, side, side). */
function toPlanes(pixels: Uint8Array, side: number): FloatTensor {
  const plane = side * side;
  const data = new Float32Array(3 * plane);
  for (let index = 0; index < pixels.length; index++) {
    data[(index % 3) * plane + Math.floor(index / 3)] = (pixels[index]! / 255) * 2 - 1;
  }
  return { dims: [1, 3, side, side], data };
}

/** -1..1 planes → interleaved bytes, clamped and truncated as the official code does. */
function toBytes(planes: Float32Array): Uint8Array {
  const plane = planes.length / 3;
  const bytes = new Uint8Array(planes.length);
  for (let index = 0; index < bytes.length; index++) {
    const value = planes[(index % 3) * plane + Math.floor(index / 3)]!;
    bytes[index] = Math.floor(Math.min(1, Math.max(0, value * 0.5 + 0.5)) * 255);
  }
  return bytes;
}
