import type { Controls } from '../../shared/controls';
import type { DirectPack } from './schema';
import type { NetworkRun } from '../runtime/model-session';

type Condition = NonNullable<DirectPack['condition']>;

/**
 * What to run for a result: the output of the smallest scale that is at least as large, under a
 * condition that says this scale and the controls.
 *
 * @param scale at most `largestScale(pack)`
 * @param controls empty for a pack without a condition
 */
export function networkRun(pack: DirectPack, scale: number, controls: Controls): NetworkRun {
  const { condition, graph } = pack;
  const ascending = [...graph.outputs].sort((a, b) => a.scale - b.scale);
  const output = ascending.find((candidate) => candidate.scale >= scale) ?? ascending.at(-1)!;
  return {
    output: output.name,
    scale: output.scale,
    condition: condition && conditionVector(condition, output.scale, controls),
  };
}

export function largestScale({ graph }: DirectPack): number {
  return Math.max(...graph.outputs.map(({ scale }) => scale));
}

/** float32 (size); zeros are: judge by yourself, be faithful, the scale without an index. */
function conditionVector(condition: Condition, scale: number, controls: Controls): Float32Array {
  const vector = new Float32Array(condition.size);
  for (const [name, { value, known }] of Object.entries(condition.controls)) {
    const amount = controls[name as keyof Condition['controls']];
    if (amount === undefined) continue;
    vector[value] = amount;
    vector[known] = 1;
  }
  if (controls.content !== undefined) vector[condition.content[controls.content]] = 1;
  vector[condition.crisp] = controls.crisp ?? 0;
  const scaleIndex = condition.scales.find((entry) => entry.scale === scale)?.index;
  if (scaleIndex !== undefined) vector[scaleIndex] = 1;
  return vector;
}
