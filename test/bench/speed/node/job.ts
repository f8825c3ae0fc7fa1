import type { EnhanceOptions } from '../../../../src/inference/engine';
import type { NodeDevice } from '../../../../src/inference/node/runtime';
import type { RunFigures } from './run-figures';

/** One pack on one device with one picture, timed in a process of its own. */
export interface Job {
  readonly packFolder: string;
  readonly device: NodeDevice;
  /** Nodes that stay on the processor though the device is another. */
  readonly cpuNodes: readonly string[];
  /** The encoded picture. */
  readonly picture: Uint8Array;
  readonly options: EnhanceOptions;
  readonly runs: number;
  /**
   * Hands every answer to JavaScript before the next network starts, which a GPU would not wait for:
   * only then is the time of one network its own.
   */
  readonly stageByStage: boolean;
  /** Compiles shaders though the driver has them from an earlier process. */
  readonly coldShaders: boolean;
  /** Gives every run words of its own, so that the text encoder is needed each time. */
  readonly newPrompts: boolean;
}

/** What the process tells, in this order: what it needs to open, each run, what it took in all. */
export type JobMessage =
  | { readonly kind: 'opened'; readonly openMs: number }
  | { readonly kind: 'run'; readonly figures: RunFigures }
  | { readonly kind: 'done'; readonly memory: JobMemory }
  | { readonly kind: 'failed'; readonly reason: string };

/** Resident memory of the process: its own, mapped pages of weights that were touched, and buffers
 * of a software adapter. What a graphics card has is not in it. */
export interface JobMemory {
  readonly beforeBytes: number;
  readonly peakBytes: number;
}

export interface JobResult {
  /** Loading the pack and its self-test. */
  readonly openMs: number | undefined;
  readonly runs: readonly RunFigures[];
  readonly memory: JobMemory | undefined;
  /** In one line; undefined when all went well. */
  readonly failure: string | undefined;
}
