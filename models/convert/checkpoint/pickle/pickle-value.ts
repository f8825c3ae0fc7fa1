import type { TorchTensor } from '../torch-tensor';

/**
 * What a checkpoint is made of. Lists and tuples are arrays, dicts are Maps in the order of the file.
 * The same value may be in several places, and a container in itself: walk no deeper than you know.
 */
export type TorchValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | TorchTensor
  | TorchOpaque
  | readonly TorchValue[]
  | TorchDict;

export type TorchDict = ReadonlyMap<TorchKey, TorchValue>;
export type TorchKey = string | number | bigint | boolean | null;

/** A class or a storage by itself, which tells a reader of checkpoints nothing. */
export abstract class TorchOpaque {
  abstract readonly description: string;
}
