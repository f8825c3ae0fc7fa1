import type { CheckpointTensor, TensorMap } from '../../../../models/convert/checkpoint/tensor';
import type { WeightSource } from '../../../../models/convert/onnx/graph-builder';

/** Numbers in memory as a tensor of a checkpoint. */
export function tensor(
  name: string,
  shape: readonly number[],
  values: readonly number[] = counting(shape),
): CheckpointTensor {
  return { name, shape, dtype: 'F32', readFloat32: async () => Float32Array.from(values) };
}

export function tensorMap(...tensors: readonly CheckpointTensor[]): TensorMap {
  return new Map(tensors.map((each) => [each.name, each]));
}

export function source(
  name: string,
  shape: readonly number[],
  values: readonly number[] = counting(shape),
): WeightSource {
  return { name, shape, load: async () => Float32Array.from(values) };
}

/** 0, 1, 2, …: every element tells where it came from. */
function counting(shape: readonly number[]): number[] {
  return Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, i) => i);
}
