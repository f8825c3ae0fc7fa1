import { GPU_WORK_BYTES, type MemoryLimits } from '../tiles/memory-model';
import type { GpuDevice } from './gpu-device';

/**
 * What networks may take on a device, whose memory is not told to pages.
 *
 * @param sessionBudgetBytes for the files of open networks
 */
export function gpuMemory(
  { limits, adapterInfo }: Pick<GpuDevice, 'limits' | 'adapterInfo'>,
  sessionBudgetBytes: number,
): MemoryLimits {
  return {
    place: ['webgpu', adapterInfo?.vendor, adapterInfo?.architecture].filter(Boolean).join(' '),
    totalBytes: sessionBudgetBytes + GPU_WORK_BYTES,
    // onnxruntime splits larger tensors for some of its kernels only.
    tensorBytes: Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize),
  };
}
