import * as ort from 'onnxruntime-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeGraph } from '../../../support/describe-graph';
import { encodeWholeModel } from '../../../../models/convert/onnx/encode-model';
import { GraphBuilder, type Value } from '../../../../models/convert/onnx/graph-builder';
import { transpose } from '../../../../models/convert/onnx/transpose';
import { source } from '../graphs/sources';

type Inputs = Readonly<Record<string, { readonly shape: number[]; readonly data: number[] }>>;

/** Runs a graph of float inputs with dimensions that it does not know beforehand. */
async function run(inputs: Inputs, layers: (graph: GraphBuilder) => Value): Promise<ort.Tensor> {
  const graph = new GraphBuilder('test');
  for (const [name, { shape }] of Object.entries(inputs)) {
    graph.input({
      name,
      type: 'float',
      shape: shape.map((side, i) => (i < 2 ? side : `${name}${i}`)),
    });
  }
  const shape = ['a', 'b', 'c', 'd'];
  const y = layers(graph);
  graph.output(y, { name: 'y', type: 'float', shape });
  const session = await ort.InferenceSession.create(await encodeWholeModel(graph.build()), {
    logSeverityLevel: 3,
  });
  const feeds = Object.entries(inputs).map(([name, { shape: dims, data }]) => [
    name,
    new ort.Tensor('float32', Float32Array.from(data), dims),
  ]);
  const { y: result } = await session.run(Object.fromEntries(feeds));
  return result!;
}

const wave = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(i * 1.7) * 3 + 1);

describe('layers of the builder', () => {
  it('normalise groups of channels', async () => {
    const [groups, channels, height, width] = [2, 4, 3, 5];
    const data = wave(channels * height * width);
    const scale = [1, 2, 3, 4];
    const bias = [0, 1, 0, -1];
    const y = await run({ x: { shape: [1, channels, height, width], data } }, (graph) =>
      graph.groupNorm('n', 'x', source('s', [4], scale), source('b', [4], bias), groups, 1e-5),
    );
    const size = (channels / groups) * height * width;
    data.forEach((value, i) => {
      const group = data.slice(Math.floor(i / size) * size, (Math.floor(i / size) + 1) * size);
      const mean = group.reduce((a, b) => a + b) / size;
      const variance = group.reduce((a, b) => a + (b - mean) ** 2, 0) / size;
      const channel = Math.floor(i / (height * width));
      const expected =
        ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[channel]! + bias[channel]!;
      expect(y.data[i]).toBeCloseTo(expected, 5);
    });
  });

  it('turn pictures into tokens and back', async () => {
    const data = wave(2 * 3 * 5);
    const y = await run({ x: { shape: [1, 2, 3, 5], data } }, (graph) =>
      graph.tokensAsPixels('a', graph.pixelsAsTokens('a', 'x', 2), 'x'),
    );
    expect([...(y.data as Float32Array)]).toEqual([...Float32Array.from(data)]);
    expect(y.dims).toEqual([1, 2, 3, 5]);
  });

  it('enlarge by nearest neighbours, as PyTorch does, to any size', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1 }));
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async ([height, short], [width, thin]) => {
        const target = [2 * height - short, 2 * width - thin] as const;
        const data = wave(height * width);
        const inputs = {
          x: { shape: [1, 1, height, width], data },
          like: { shape: [1, 3, ...target], data: wave(3 * target[0] * target[1]) },
        };
        const y = await run(inputs, (graph) => graph.enlargeTo('u', 'x', 1, 'like'));
        expect(y.dims).toEqual([1, 1, ...target]);
        for (let row = 0; row < target[0]; row++) {
          for (let column = 0; column < target[1]; column++) {
            const from =
              Math.floor((row * height) / target[0]) * width +
              Math.floor((column * width) / target[1]);
            expect(y.data[row * target[1] + column]).toBe(Math.fround(data[from]!));
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('scale attention by the width of a head', async () => {
    // One head of two: the scores of (1, 1) with (1, 0) and (0, 0) are 1/√2 and 0.
    const shape = [1, 2, 2];
    const y = await run(
      {
        q: { shape, data: [1, 1, 1, 1] },
        k: { shape, data: [1, 0, 0, 0] },
        v: { shape, data: [1, 0, 0, 1] },
      },
      (graph) => graph.multiHeadAttention('a', 'q', 'k', 'v', 1),
    );
    const share = Math.exp(Math.SQRT1_2) / (Math.exp(Math.SQRT1_2) + 1);
    expect(y.data[0]).toBeCloseTo(share, 6);
    expect(y.data[1]).toBeCloseTo(1 - share, 6);
  });

  it('keep one copy of a weight, and unique names of nodes', () => {
    const graph = new GraphBuilder('twice');
    const x = graph.input({ name: 'x', type: 'float', shape: [1, 2] });
    const weight = source('w', [2, 2]);
    const y = graph.linear('fc', graph.linear('fc', x, weight, null), weight, null);
    graph.output(y, { name: 'y', type: 'float', shape: [1, 2] });
    const spec = graph.build();
    expect(spec.initializers.map(({ name }) => name)).toEqual(['w']);
    expect(new Set(spec.nodes.map(({ name }) => name)).size).toBe(2);
    const { parameters, operators } = describeGraph(spec);
    expect(parameters).toBe(4);
    expect([...operators]).toEqual([['MatMul', 2]]);
  });
});

describe('transpose', () => {
  it('is its own inverse, whatever the sides', () => {
    const side = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(side, side, (rows, columns) => {
        const values = Float32Array.from({ length: rows * columns }, (_, i) => i);
        const turned = transpose(values, rows, columns);
        expect(turned[Math.min(1, columns - 1) * rows]).toBe(Math.min(1, columns - 1));
        expect(transpose(turned, columns, rows)).toEqual(values);
      }),
    );
  });
});
