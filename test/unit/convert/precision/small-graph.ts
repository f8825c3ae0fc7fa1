import { GraphBuilder, type WeightSource } from '../../../../models/convert/onnx/graph-builder';
import type { GraphSpec } from '../../../../models/convert/onnx/graph-spec';

/** Even over -1..1, the same for the same seed. */
export function seeded(count: number, seed: number): Float32Array {
  let state = seed >>> 0 || 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function weight(name: string, shape: readonly number[], seed: number, size = 0.2): WeightSource {
  const count = shape.reduce((product, side) => product * side, 1);
  return { name, shape, load: async () => seeded(count, seed).map((value) => value * size) };
}

/** Every operator that a precision pass treats specially, on widths that blocks do not divide. */
export function smallGraph(): GraphSpec {
  const graph = new GraphBuilder('small');
  const input = graph.input({ name: 'picture', type: 'float', shape: [1, 3, 'h', 'w'] });
  const bias = (name: string, width: number, seed: number) => weight(name, [width], seed);
  const pads = [1, 1, 1, 1] as const;
  let x = graph.conv('in', input, weight('in.w', [40, 3, 3, 3], 1), bias('in.b', 40, 2), {
    pads,
    keepPrecision: true,
  });
  x = graph.groupNorm('norm', x, bias('norm.w', 40, 3), bias('norm.b', 40, 4), 8, 1e-5);
  x = graph.silu('act', x);
  const skip = x;
  x = graph.conv('mid', x, weight('mid.w', [48, 40, 3, 3], 5), bias('mid.b', 48, 6), { pads });
  const tokens = graph.pixelsAsTokens('attend', x, 48);
  const project = (name: string, seed: number) =>
    graph.linear(name, tokens, weight(`${name}.w`, [48, 48], seed), null);
  const mixed = graph.multiHeadAttention(
    'attend',
    project('q', 7),
    project('k', 8),
    project('v', 9),
    3,
  );
  const back = graph.linear('out', mixed, weight('out.w', [48, 48], 10), bias('out.b', 48, 11));
  x = graph.add('join', graph.tokensAsPixels('join', back, x), x);
  x = graph.conv('one', x, weight('one.w', [40, 48, 1, 1], 12), bias('one.b', 40, 13));
  x = graph.enlargeTwice('up', graph.add('skip', x, skip));
  x = graph.conv('last', x, weight('last.w', [3, 40, 3, 3], 14), bias('last.b', 3, 15), {
    pads,
    keepPrecision: true,
  });
  graph.output(x, { name: 'result', type: 'float', shape: [1, 3, 'h2', 'w2'] });
  return graph.build();
}
