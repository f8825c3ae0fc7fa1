import type { GraphSpec } from '../onnx/graph-spec';
import { halfPass } from './half-pass';
import { integerPass } from './integer-pass';
import { storeExactly } from './store-initializer';
import type { ClampReport, Precision, StoredGraph } from './stored-graph';

/**
 * How a graph is stored and computed. `fp16` computes in half precision; `int8` and `int4` store
 * their large weights as integers and compute in float32.
 *
 * @param report called while a tensor is stored
 */
export function applyPrecision(
  graph: GraphSpec,
  precision: Precision,
  report: ClampReport,
): StoredGraph {
  switch (precision) {
    case 'fp32':
      return { ...graph, initializers: graph.initializers.map(storeExactly) };
    case 'fp16':
      return halfPass(graph, report);
    case 'int8':
      return integerPass(graph, 8, report);
    case 'int4':
      return integerPass(graph, 4, report);
  }
}
