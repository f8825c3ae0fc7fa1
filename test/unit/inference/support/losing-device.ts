import { OnestepError } from '../../../../src/shared/errors';
import type { ComputeDevice } from '../../../../src/inference/runtime/compute-device';
import type { ModelRuntime } from '../../../../src/inference/runtime/model-session';

/** What a network meets in one of its runs. */
export type Fault = 'engine-device-lost' | 'engine-memory' | null;

export interface LosingRuntime {
  readonly runtime: ModelRuntime;
  /** How many devices there have been. */
  devices(): number;
  /** Takes the device away while nothing runs. */
  lose(): void;
}

/**
 * A runtime on a device that can be lost. Networks of a lost device answer nothing any more, and none
 * opens on it; those of its successor have to be opened anew.
 *
 * @param faultOf asked before each run of a network; the first one has the number 0
 */
export function losingRuntime(inner: ModelRuntime, faultOf: (run: number) => Fault): LosingRuntime {
  let generation = 1;
  let isLost = false;
  let runs = 0;
  const lost = (): OnestepError => new OnestepError('engine-device-lost');
  const device: ComputeDevice = {
    get isLost() {
      return isLost;
    },
    reopen: async () => {
      generation += 1;
      isLost = false;
    },
    watch: (work) => work(),
  };
  /** A function that lets work of a session be done as long as the device of today lives. */
  const guard = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
    if (isLost) throw lost();
    const born = generation;
    return async (work) => {
      const fault = faultOf(runs++);
      if (fault === 'engine-device-lost') isLost = true;
      if (isLost || born !== generation) throw lost();
      if (fault !== null) throw new OnestepError(fault);
      return work();
    };
  };
  return {
    runtime: {
      ...inner,
      device,
      createSession: async (graph) => {
        const alive = guard();
        const session = await inner.createSession(graph);
        return { ...session, run: (...given) => alive(() => session.run(...given)) };
      },
      createGraphSession: async (graph) => {
        const alive = guard();
        const session = await inner.createGraphSession(graph);
        return {
          ...session,
          run: (...given) => alive(() => session.run(...given)),
          runOnDevice: (...given) => alive(() => session.runOnDevice(...given)),
        };
      },
    },
    devices: () => generation,
    lose: () => {
      isLost = true;
    },
  };
}
