import { OnestepError } from '../../shared/errors';
import type { ColourPlanes, ModelSession } from '../runtime/model-session';
import { networkRun } from './network-run';
import { runAtScale } from '../runtime/run-at-scale';
import type { DirectPack } from './schema';

/**
 * Runs the pack's own record once, because kernels can be wrong on some machines without any error.
 *
 * @throws OnestepError `pack-self-test` (also when the network cannot run), `pack-graph`,
 * `engine-memory`
 */
export async function runSelfTest(session: ModelSession, pack: DirectPack): Promise<void> {
  const { input, output, width, height, scale, tolerance } = pack.selfTest;
  const planes = toPlanes(input, width, height);
  const wanted = networkRun(pack, scale, {});
  const answer = await runAtScale(session, planes, wanted).catch((thrown: unknown) => {
    if (!(thrown instanceof OnestepError) || thrown.code !== 'engine-crashed') throw thrown;
    throw new OnestepError('pack-self-test', {}, thrown);
  });
  const difference = largestDifference(answer, output);
  // Written so that NaN fails.
  if (difference <= tolerance) return;
  throw new OnestepError(
    'pack-self-test',
    {},
    `${difference} of 255 off, accepted is ${tolerance}`,
  );
}

/** Interleaved RGB bytes → 0..1 planes. */
function toPlanes(pixels: Uint8Array, width: number, height: number): ColourPlanes {
  const plane = width * height;
  const data = new Float32Array(3 * plane);
  for (let index = 0; index < pixels.length; index++) {
    data[(index % 3) * plane + Math.floor(index / 3)] = pixels[index]! / 255;
  }
  return { data, width, height };
}

/** Largest difference of a byte, after clamping and rounding half up; NaN when a value is NaN. */
function largestDifference(answer: ColourPlanes, expected: Uint8Array): number {
  const plane = answer.width * answer.height;
  let largest = 0;
  for (let index = 0; index < expected.length; index++) {
    const value = answer.data[(index % 3) * plane + Math.floor(index / 3)]!;
    const byte = Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5);
    largest = Math.max(largest, Math.abs(byte - expected[index]!));
  }
  return largest;
}
