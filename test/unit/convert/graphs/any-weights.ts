import { Weights } from '../../../../models/convert/graphs/weights';
import type { CheckpointTensor, TensorMap } from '../../../../models/convert/checkpoint/tensor';
import type { WeightSource } from '../../../../models/convert/onnx/graph-builder';

/** Has whatever is asked for, and writes it down: so the layout of a checkpoint is found out. */
export class AnyWeights extends Weights {
  readonly shapes = new Map<string, readonly number[]>();

  constructor() {
    super(new Map(), 'test');
  }

  override get(key: string, shape: readonly number[]): WeightSource {
    this.shapes.set(key, shape);
    return { name: key, shape, load: () => Promise.reject(new Error('not read')) };
  }

  get parameters(): number {
    return [...this.shapes.values()].reduce((sum, shape) => sum + elements(shape), 0);
  }

  /** A checkpoint of these tensors with small numbers that differ. */
  checkpoint(): TensorMap {
    return new Map([...this.shapes].map(([name, shape]) => [name, wave(name, shape)]));
  }
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function wave(name: string, shape: readonly number[]): CheckpointTensor {
  const values = Float32Array.from({ length: elements(shape) }, (_, i) => Math.sin(i * 1.3) / 8);
  return { name, shape, dtype: 'F32', readFloat32: async () => values };
}
