import { OnestepError } from '../../shared/errors';
import type { ColourPlanes, ModelSession } from './model-session';

/**
 * Runs the network and holds it to the scale that its pack promises.
 *
 * @throws OnestepError `pack-graph`, `engine-memory`, `engine-crashed`
 */
export async function runAtScale(
  session: ModelSession,
  input: ColourPlanes,
  nativeScale: number,
): Promise<ColourPlanes> {
  const answer = await session.run(input);
  const { width, height } = answer;
  if (width !== input.width * nativeScale || height !== input.height * nativeScale) {
    const sizes = `${input.width} × ${input.height} → ${width} × ${height}`;
    throw new OnestepError('pack-graph', {}, `${sizes}, promised is scale ${nativeScale}`);
  }
  return answer;
}
