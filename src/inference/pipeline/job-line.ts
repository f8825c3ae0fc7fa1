import { OnestepError } from '../../shared/errors';
import { orCancelled } from '../../shared/or-cancelled';
import type { AbortSource } from '../../shared/rpc-client';

/** One in the network, and one that is decoded or encoded beside it. */
const MOST_PICTURES = 2;
/**
 * What the sources and results of pictures in work may have together, in pixels: 256 MB as RGBA. One
 * that is larger is worked on alone.
 */
const MOST_PIXELS = 64 * 2 ** 20;

const DISPOSED = 'engine is disposed';

/** A job's place among the others, from before its picture is decoded until after it is encoded. */
export interface JobTurn {
  /**
   * Does what needs the network, as soon as all jobs before this one are through with it; once.
   *
   * @throws OnestepError `cancelled`, `engine-unavailable`, and what `work` throws
   */
  inNetwork<T>(work: () => Promise<T>): Promise<T>;
  /** Makes room for the next job; does nothing the second time. */
  leave(): void;
}

interface WaitingJob {
  readonly pixels: number;
  admit(): void;
}

/**
 * The order of an engine's jobs. The network has one picture at a time, since two would need twice its
 * memory; meanwhile the next one is decoded and the last one encoded, where two pictures have room.
 * Nobody overtakes: jobs enter, and go through the network, in the order they came.
 */
export class JobLine {
  #waiting: WaitingJob[] = [];
  #pictures = 0;
  #pixels = 0;
  /** When the job that entered last is through with the network. */
  #networkFree: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * Resolves when there is room.
   *
   * @param pixels of source and result
   * @throws OnestepError `cancelled`, `engine-unavailable` when the line was closed
   */
  async enter(pixels: number, signal: AbortSource | undefined): Promise<JobTurn> {
    if (this.#closed) throw new OnestepError('engine-unavailable', {}, DISPOSED);
    let admit: () => void = () => undefined;
    const admitted = new Promise<void>((resolve) => (admit = resolve));
    const job: WaitingJob = { pixels, admit };
    this.#waiting.push(job);
    this.#admitWaiting();
    try {
      await orCancelled(admitted, signal);
    } catch (thrown) {
      if (this.#waiting.includes(job)) this.#waiting = this.#waiting.filter((one) => one !== job);
      else this.#giveBack(pixels);
      this.#admitWaiting();
      throw thrown;
    }
    return this.#turn(pixels, signal);
  }

  /** Keeps all further jobs from the network; resolves when it is free for good. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#networkFree;
  }

  #turn(pixels: number, signal: AbortSource | undefined): JobTurn {
    const before = this.#networkFree;
    let passNetworkOn: () => void = () => undefined;
    const through = new Promise<void>((resolve) => (passNetworkOn = resolve));
    this.#networkFree = before.then(() => through);
    let left = false;
    return {
      inNetwork: async (work) => {
        try {
          await orCancelled(before, signal);
          if (this.#closed) throw new OnestepError('engine-unavailable', {}, DISPOSED);
          return await work();
        } finally {
          passNetworkOn();
        }
      },
      leave: () => {
        if (left) return;
        left = true;
        passNetworkOn();
        this.#giveBack(pixels);
        this.#admitWaiting();
      },
    };
  }

  #giveBack(pixels: number): void {
    this.#pictures -= 1;
    this.#pixels -= pixels;
  }

  #admitWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const fits = this.#pictures < MOST_PICTURES && this.#pixels + next.pixels <= MOST_PIXELS;
      if (this.#pictures > 0 && !fits) return;
      this.#waiting.shift();
      this.#pictures += 1;
      this.#pixels += next.pixels;
      next.admit();
    }
  }
}
