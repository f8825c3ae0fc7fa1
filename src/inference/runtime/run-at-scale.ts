import { OnestepError } from '../../shared/errors';
import type { ColourPlanes, ModelSession, NetworkRun } from './model-session';

/**
 * Runs the network and holds it to the scale that its pack promises.
 *
 * @throws OnestepError `pack-graph`, `engine-memory`, `engine-crashed`
 */
export async function runAtScale(
  session: ModelSession,
  input: ColourPlanes,
  wanted: NetworkRun,
): Promise<ColourPlanes> {
  const answer = await session.run(input, wanted);
  const { width, height } = answer;
  const { scale } = wanted;
  if (width !== input.width * scale || height !== input.height * scale) {
    const sizes = `${input.width} × ${input.height} → ${width} × ${height}`;
    throw new OnestepError('pack-graph', {}, `${sizes}, promised is scale ${scale}`);
  }
  return answer;
}
