import type { MemoryLimits } from '../tiles/memory-model';
import type { ComputeDevice } from './compute-device';
import type { GraphFiles, GraphSession } from './graph-session';

/** Colour planes: red, then green, then blue, each row-major; `data.length === 3 * height * width`. */
export interface ColourPlanes {
  readonly data: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** What is wanted of a network beside the picture. */
export interface NetworkRun {
  /** Name of the output that is fetched. */
  readonly output: string;
  /** Enlargement that this output promises. */
  readonly scale: number;
  /** Undefined for networks without a condition. */
  readonly condition: Float32Array | undefined;
}

/** A network that turns one picture into another. */
export interface ModelSession {
  /**
   * Runs the network once. Values are about 0..1 (sRGB), those of the answer are not clamped.
   *
   * @throws OnestepError `engine-memory` (a smaller picture may do), `engine-crashed`,
   * `pack-graph` (the graph does not answer with three planes of a picture)
   */
  run(input: ColourPlanes, wanted: Pick<NetworkRun, 'output' | 'condition'>): Promise<ColourPlanes>;
  /** Frees the network. Nothing may be run afterwards. */
  release(): Promise<void>;
}

/** A graph of a pack, ready to be loaded. */
export interface ModelGraph {
  /** The ONNX file. */
  readonly bytes: Uint8Array;
  /** Name of the picture that goes in, float32 (1, 3, height, width). */
  readonly input: string;
  /** Name of the condition that goes in, float32 (1, size), where there is one. */
  readonly condition: string | undefined;
  /** Names of the pictures that come out, each float32 (1, 3, height, width). */
  readonly outputs: readonly string[];
}

/** What runs networks in one place: wasm in a worker, or the native library in Node. */
export interface ModelRuntime {
  readonly name: 'webgpu' | 'wasm' | 'node-cpu' | 'node-webgpu';
  /** How large the files of networks that are open at once may be together; one may be larger. */
  readonly sessionBudgetBytes: number;
  readonly memory: MemoryLimits;
  /** Whether networks compute in memory of their own, to and from which tensors are copied. */
  readonly hasDeviceMemory: boolean;
  /** What the networks compute on, where it can be lost. */
  readonly device?: ComputeDevice | undefined;
  /**
   * Sessions are created one after another, because loading in parallel breaks onnxruntime-web.
   *
   * @throws OnestepError `pack-graph`, `engine-memory`, `engine-unavailable`
   */
  createSession(graph: ModelGraph): Promise<ModelSession>;
  /** As `createSession`, for graphs of any tensors, whose weights may lie in files of their own. */
  createGraphSession(graph: GraphFiles): Promise<GraphSession>;
  /** Resolves in a new macrotask, so that messages that have arrived meanwhile are heard first. */
  nextTask(): Promise<void>;
}
