import type { WeightSource } from '../onnx/graph-builder';

/** `count` entries of the first dimension from `start`. */
export function sliceRows(
  source: WeightSource,
  name: string,
  start: number,
  count: number,
): WeightSource {
  const [, ...rest] = source.shape;
  const size = rest.reduce((product, side) => product * side, 1);
  return {
    name,
    shape: [count, ...rest],
    load: async () => (await source.load()).slice(start * size, (start + count) * size),
  };
}

export function scaled(source: WeightSource, factor: number): WeightSource {
  const { name, shape } = source;
  return { name, shape, load: async () => (await source.load()).map((value) => value * factor) };
}
