import { expect, it } from 'vitest';
import { applyPrecision } from '../../../../models/convert/precision/apply-precision';
import { PRECISIONS, type Precision } from '../../../../models/convert/precision/stored-graph';
import { relativeL2 } from '../../../support/golden';
import { runStored } from './run-stored';
import { seeded, smallGraph } from './small-graph';

const DIMS = [1, 3, 6, 10];
const INPUT = seeded(180, 99);
const ignore = (): void => undefined;

const MOST: Readonly<Record<Precision, number>> = { fp32: 1e-6, fp16: 5e-3, int8: 1e-2, int4: 0.1 };
const reference = runStored(applyPrecision(smallGraph(), 'fp32', ignore), INPUT, DIMS);

it.each(PRECISIONS)('a graph in %s runs and stays close to float32', async (precision) => {
  const stored = applyPrecision(smallGraph(), precision, ignore);
  const deviation = relativeL2(await runStored(stored, INPUT, DIMS), await reference);
  expect(deviation).toBeLessThan(MOST[precision]);
  if (precision !== 'fp32') expect(deviation).toBeGreaterThan(1e-6);
});

it.each(PRECISIONS)('tensors in %s are as long as was announced, twice', async (precision) => {
  for (const tensor of applyPrecision(smallGraph(), precision, ignore).initializers) {
    const first = await tensor.store();
    expect(first.length, tensor.name).toBe(tensor.byteLength);
    expect(await tensor.store(), tensor.name).toEqual(first);
  }
});

it('stores large weights as integers and keeps the first and the last convolution', () => {
  const types = (precision: Precision): Record<string, string> =>
    Object.fromEntries(
      applyPrecision(smallGraph(), precision, ignore).initializers.map(({ name, type }) => [
        name,
        type,
      ]),
    );
  expect(types('int4')).toMatchObject({
    'in.w': 'float',
    'mid.w/codes': 'int4',
    'mid.w/scales': 'float',
    'q.w/codes': 'uint8',
    'one.w/codes': 'int4',
    'mid.b': 'float',
    'norm.w': 'float',
    'last.w': 'float',
  });
  expect(types('int8')).toMatchObject({ 'mid.w/codes': 'int8', 'out.w/codes': 'uint8' });
  expect(types('fp16')).toMatchObject({ 'in.w': 'float16', 'scales/1_1_2_2': 'float' });
});

it('keeps operators in float32 whose sums need it', async () => {
  const graph = { ...smallGraph(), float32Ops: ['Conv'] };
  const stored = applyPrecision(graph, 'fp16', ignore);
  const produced = new Map(
    stored.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)),
  );
  const convs = stored.nodes.filter(({ op }) => op === 'Conv');
  expect(convs).toHaveLength(graph.nodes.filter(({ op }) => op === 'Conv').length);
  for (const conv of convs) {
    for (const input of conv.inputs) {
      expect(produced.get(input)).toMatchObject({ op: 'Cast', attributes: { to: { value: 1 } } });
    }
  }
  const deviation = relativeL2(await runStored(stored, INPUT, DIMS), await reference);
  expect(deviation).toBeLessThan(MOST.fp16);
  expect(deviation).toBeGreaterThan(1e-6);
});

it('says which weights half precision could not hold', async () => {
  const graph = smallGraph();
  const initializers = graph.initializers.map((initializer) =>
    initializer.name === 'mid.b'
      ? { ...initializer, load: async () => new Float32Array(48).fill(1e6) }
      : initializer,
  );
  const clamped: [string, number][] = [];
  const stored = applyPrecision({ ...graph, initializers }, 'fp16', (...found) => {
    clamped.push(found);
  });
  for (const tensor of stored.initializers) await tensor.store();
  expect(clamped).toEqual([['mid.b', 48]]);
});
