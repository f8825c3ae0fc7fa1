import { OnestepError, toOnestepError } from '../../shared/errors';

/** What is used of WebGPU, which TypeScript's own libraries do not describe. */
interface Gpu {
  requestAdapter(options: {
    readonly powerPreference: 'high-performance';
  }): Promise<Adapter | null>;
}
export interface Adapter {
  readonly features: ReadonlySet<string>;
  readonly limits: Readonly<Record<string, number>>;
  readonly info?: AdapterInfo;
  requestDevice(wishes: {
    readonly requiredFeatures: readonly string[];
    readonly requiredLimits: Readonly<Record<string, number>>;
  }): Promise<GpuDevice>;
}
interface AdapterInfo {
  readonly architecture?: string;
  readonly isFallbackAdapter?: boolean;
}

/** What is used of a `GPUDevice` beside handing it on. */
export interface GpuDevice {
  /** Resolves when the device is gone; stays open while it lives. */
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  pushErrorScope(filter: 'validation' | 'out-of-memory' | 'internal'): void;
  /** The first failure since the last scope was opened, or null; scopes lie within each other. */
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
  readonly limits: { readonly maxBufferSize: number; readonly maxStorageBufferBindingSize: number };
  /** Not in every browser. */
  readonly adapterInfo?: { readonly vendor: string; readonly architecture: string };
}

/** What a pack needs of a GPU, as far as that is known before it is loaded. */
export interface GpuWishes {
  /** True where graphs compute in half precision, which not every GPU can. */
  readonly halfPrecision: boolean;
  /** No tensor of weights is larger. */
  readonly largestTensorBytes: number;
}

const HALF_PRECISION = 'shader-f16';
const SUBGROUPS = 'subgroups';

/** A device has the least that the standard allows unless it is asked for what the GPU can do. */
const LIMITS = [
  'maxBindGroups',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const;

/**
 * The fastest GPU of the machine. onnxruntime would choose by itself, but cannot be told to prefer the
 * stronger of two GPUs.
 *
 * @throws OnestepError `engine-no-webgpu`
 */
export async function findGpuAdapter(): Promise<Adapter> {
  const { gpu } = navigator as typeof navigator & { readonly gpu?: Gpu };
  if (gpu === undefined) throw new OnestepError('engine-no-webgpu', {}, 'no WebGPU here');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new OnestepError('engine-no-webgpu', {}, 'WebGPU has no adapter');
  return adapter;
}

/** Why a pack with these wishes cannot run on this GPU; null when nothing speaks against it. */
export function gpuObstacle(
  { features, limits }: Pick<Adapter, 'features' | 'limits'>,
  { halfPrecision, largestTensorBytes }: GpuWishes,
): OnestepError | null {
  if (halfPrecision && !features.has(HALF_PRECISION))
    return new OnestepError('pack-half-precision');
  const limit = limits['maxBufferSize'] ?? Infinity;
  return largestTensorBytes > limit
    ? new OnestepError('pack-buffer-size', {
        megabytes: inMegabytes(largestTensorBytes),
        limit: inMegabytes(limit),
      })
    : null;
}

/**
 * The GPU with all that its networks can use; onnxruntime would ask for subgroups everywhere.
 *
 * @throws OnestepError `engine-no-webgpu`, `engine-unavailable`, `pack-half-precision`,
 * `pack-buffer-size` (details: megabytes, limit)
 */
export async function requestGpuDevice(wishes: GpuWishes): Promise<GpuDevice> {
  try {
    const adapter = await findGpuAdapter();
    const obstacle = gpuObstacle(adapter, wishes);
    if (obstacle !== null) throw obstacle;
    return await adapter.requestDevice({
      requiredFeatures: usedFeatures(adapter),
      requiredLimits: usedLimits(adapter),
    });
  } catch (thrown) {
    throw toOnestepError(thrown, 'engine-unavailable');
  }
}

/** On software adapters onnxruntime's attention is silently wrong with subgroups (1.30, SwiftShader). */
function usedFeatures(adapter: Adapter): string[] {
  const used = isSoftware(adapter) ? [HALF_PRECISION] : [HALF_PRECISION, SUBGROUPS];
  return used.filter((feature) => adapter.features.has(feature));
}

function isSoftware({ info }: Adapter): boolean {
  return info?.isFallbackAdapter === true || info?.architecture === 'swiftshader';
}

function usedLimits({ limits }: Adapter): Record<string, number> {
  return Object.fromEntries(
    LIMITS.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])),
  );
}

function inMegabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
