import type { PackPrecision } from '../pack/pack-files';
import type { GpuWishes } from './gpu-device';

/** @param largestFileBytes of all files of the pack */
export function gpuWishes(precision: PackPrecision, largestFileBytes: number): GpuWishes {
  return {
    // Packs of integers, and those that only store halves, compute in single precision.
    halfPrecision: precision === 'fp16',
    largestTensorBytes: largestFileBytes,
  };
}
