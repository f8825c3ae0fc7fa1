import type { FileOnDisk } from '../pack/source';

/** Row-major values with their dimensions. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Row-major whole numbers with their dimensions. */
export interface IdTensor {
  readonly dims: readonly number[];
  readonly data: BigInt64Array;
}

/**
 * An answer that stays where networks compute, on a GPU in its memory, for other networks of the same
 * runtime to read. Valid until its session is released.
 */
export interface DeviceTensor {
  readonly dims: readonly number[];
  /** Frees it. Nothing may read it afterwards. */
  dispose(): void;
}

/** What a network can be fed with. */
export type NetworkInput = FloatTensor | IdTensor | DeviceTensor;

export interface GraphShard {
  readonly path: string;
  /** A file on a disk only for runtimes that read such files. */
  readonly data: Uint8Array | FileOnDisk;
}

/** A graph of a pack with the weights that lie beside it, ready to be loaded. */
export interface GraphFiles {
  /** The ONNX file, or its path, where external data lies beside it. */
  readonly model: Uint8Array | string;
  /** What the file names as external data, by the names that it uses. */
  readonly shards: readonly GraphShard[];
  readonly inputs: readonly string[];
  /** Those that may be asked for; others may exist. */
  readonly outputs: readonly string[];
  /** True where the answers are for other networks only: `runOnDevice` gives them. */
  readonly staysOnDevice?: boolean | undefined;
}

/** A network of tensors. */
export interface GraphSession {
  /**
   * @param inputs in the order of `GraphFiles.inputs`
   * @param output one of `GraphFiles.outputs`, the first by default; the others are not fetched
   * @throws OnestepError `engine-memory` (a smaller picture may do), `engine-crashed`, `pack-graph`
   * (the answer is no float32 tensor)
   */
  run(inputs: readonly NetworkInput[], output?: string): Promise<FloatTensor>;
  /**
   * For graphs that were opened with `staysOnDevice`: all outputs, in their order, of any type.
   *
   * @throws OnestepError as `run`
   */
  runOnDevice(inputs: readonly NetworkInput[]): Promise<readonly DeviceTensor[]>;
  /** Frees the network. Nothing may be run afterwards. */
  release(): Promise<void>;
}
