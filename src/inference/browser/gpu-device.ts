import { OnestepError } from '../../shared/errors';

/** What is used of WebGPU, which TypeScript's own libraries do not describe. */
interface Gpu {
  requestAdapter(options: {
    readonly powerPreference: 'high-performance';
  }): Promise<Adapter | null>;
}
interface Adapter {
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

/** A `GPUDevice`, which is only ever handed on. */
export type GpuDevice = object;

export interface GpuWishes {
  /** True where graphs compute in half precision, which not every GPU can. */
  readonly halfPrecision: boolean;
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
 * The fastest GPU of the machine with all that its networks can use. onnxruntime would choose by
 * itself, but cannot be told to prefer the stronger of two GPUs, and asks for subgroups everywhere.
 *
 * @throws OnestepError `engine-unavailable`: there is none, or it cannot do what is wished
 */
export async function requestGpuDevice({ halfPrecision }: GpuWishes): Promise<GpuDevice> {
  const { gpu } = navigator as typeof navigator & { readonly gpu?: Gpu };
  if (gpu === undefined) throw unavailable('no WebGPU here');
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) throw unavailable('WebGPU has no adapter');
    if (halfPrecision && !adapter.features.has(HALF_PRECISION)) {
      throw unavailable('the GPU has no half precision');
    }
    return await adapter.requestDevice({
      requiredFeatures: usedFeatures(adapter),
      requiredLimits: usedLimits(adapter),
    });
  } catch (thrown) {
    throw thrown instanceof OnestepError ? thrown : unavailable(thrown);
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

function unavailable(cause: unknown): OnestepError {
  return new OnestepError('engine-unavailable', {}, cause);
}
