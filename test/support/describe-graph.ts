import type { GraphSpec } from '../../models/convert/onnx/graph-spec';

/** What a graph is made of, for people. */
export interface GraphDescription {
  readonly name: string;
  /** Weights and biases; shapes, masks and the like are not counted. */
  readonly parameters: number;
  /** How often each operator occurs, the most frequent first; other domains are spelled out. */
  readonly operators: ReadonlyMap<string, number>;
}

export function describeGraph({ name, nodes, initializers }: GraphSpec): GraphDescription {
  const counts = new Map<string, number>();
  for (const { op, domain } of nodes) {
    const full = domain === '' ? op : `${domain}.${op}`;
    counts.set(full, (counts.get(full) ?? 0) + 1);
  }
  const parameters = initializers
    .filter(({ role }) => role !== 'constant')
    .reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
  const operators = new Map(
    [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : a > b ? 1 : 0)),
  );
  return { name, parameters, operators };
}
