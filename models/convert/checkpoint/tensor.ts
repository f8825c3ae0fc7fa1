/** Element types as safetensors spells them; torch's storages are mapped onto them. */
export type DType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8' | 'BOOL';

/** A tensor of a checkpoint that is read when it is needed, so that only one is in memory. */
export interface CheckpointTensor {
  readonly name: string;
  readonly dtype: DType;
  /** Row-major, as PyTorch lays it out. Empty for a scalar. */
  readonly shape: readonly number[];
  /** All elements as float32, whatever they are stored as, contiguous in row-major order. */
  readFloat32(): Promise<Float32Array>;
}

/** The tensors of one model by name. */
export type TensorMap = ReadonlyMap<string, CheckpointTensor>;
