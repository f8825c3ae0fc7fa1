import type { EnhanceOptions, EnhanceProgress, EnhanceResult } from '../../inference/engine';
import { afterAwake } from '../../shared/after-awake';
import { OnestepError, toOnestepError, type ErrorCode } from '../../shared/errors';
import { valueOf } from '../../shared/outcome';
import type { AbortSource } from '../../shared/rpc-client';
import type { RunningEngine } from './engine-place';
import { listenForSignsOfLife, type SignsOfLife } from './signs-of-life';

/** How long a cancelled job may take to reach the end of its tile before its worker is stopped. */
export const CANCEL_LIMIT_MS = 3000;

export interface EnhanceCallOptions {
  readonly signal: AbortSource;
  readonly onProgress: (progress: EnhanceProgress) => void;
}

/** How an engine came to be thrown away. */
export interface EngineEnd {
  readonly error: OnestepError;
  /** Pictures that were on it; of two, nobody knows which one it died of. */
  readonly pictures: number;
  /** It did not die by itself: it went on with a picture that was cancelled. */
  readonly wasStopped: boolean;
}

/** An engine with the jobs that are on it: the picture in work, and the one that comes next. */
export class EngineAtWork {
  readonly #engine: RunningEngine;
  readonly #onEnd: (end: EngineEnd) => void;
  /** In the order they came. */
  readonly #jobs = new Set<SignsOfLife>();
  #end: EngineEnd | null = null;
  #rejectEnded: (error: OnestepError) => void = () => undefined;
  readonly #ended = new Promise<never>((_, reject) => (this.#rejectEnded = reject));
  #lastJobId = 0;
  #isLeaving = false;

  /** @param onEnd called once, before the jobs on the engine are told */
  constructor(engine: RunningEngine, onEnd: (end: EngineEnd) => void) {
    this.#engine = engine;
    this.#onEnd = onEnd;
    this.#ended.catch(() => undefined);
    void engine.died.then((cause) => this.#retire(new OnestepError('engine-crashed', {}, cause)));
  }

  get info(): RunningEngine['info'] {
    return this.#engine.info;
  }

  /** Null while the engine can be used. */
  get end(): EngineEnd | null {
    return this.#end;
  }

  terminate(): void {
    this.#engine.terminate();
  }

  /** Ends the engine once no picture is on it. */
  terminateWhenIdle(): void {
    this.#isLeaving = true;
    if (this.#jobs.size === 0) this.terminate();
  }

  /**
   * Carries out a job. An engine that dies, falls silent, does not answer a cancel or ran out of memory
   * has come to its end, for all jobs that are on it.
   *
   * @param bytes are taken away
   * @throws OnestepError the engine's, `cancelled`, or the error at its `end`
   */
  async run(
    bytes: Uint8Array,
    options: EnhanceOptions,
    { signal, onProgress }: EnhanceCallOptions,
  ): Promise<EnhanceResult> {
    const jobId = ++this.#lastJobId;
    const life = listenForSignsOfLife(this.#engine.info.kind);
    this.#jobs.add(life);
    let settled = false;
    let stopWaiting = (): void => undefined;
    let onAbort: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () => {
        // The answer to a cancel is the job's own `cancelled`; a dead worker is noticed elsewhere.
        this.#engine.cancel(jobId).catch(() => undefined);
        // What waits behind another picture has not begun: no reason to wait for the end of a tile.
        if (this.#isBehindAnother(life)) reject(new OnestepError('cancelled'));
        else stopWaiting = afterAwake(CANCEL_LIMIT_MS, () => reject(new UnansweredCancel()));
      };
    });
    signal.addEventListener('abort', onAbort);
    try {
      const outcome = await Promise.race([
        this.#engine.enhance(jobId, bytes, options, (progress) => {
          // While one picture is in the network, nothing is heard of the other.
          for (const job of this.#jobs) job.heard();
          // A last message may be on its way while the job's end has been seen already.
          if (!settled && !signal.aborted) onProgress(progress);
        }),
        stopped,
        life.missed,
        this.#ended,
      ]);
      return valueOf(outcome);
    } catch (thrown) {
      const error = toOnestepError(thrown, 'engine-crashed');
      if (mustRetire(error)) this.#retire(error);
      throw error;
    } finally {
      settled = true;
      life.stop();
      this.#jobs.delete(life);
      if (this.#isLeaving && this.#jobs.size === 0) this.terminate();
      for (const job of this.#jobs) job.heard();
      stopWaiting();
      signal.removeEventListener('abort', onAbort);
    }
  }

  #isBehindAnother(job: SignsOfLife): boolean {
    const [oldest] = this.#jobs;
    return oldest !== job;
  }

  #retire(error: OnestepError): void {
    if (this.#end !== null) return;
    const wasStopped = error instanceof UnansweredCancel;
    this.#end = { error, pictures: this.#jobs.size, wasStopped };
    this.#engine.terminate();
    this.#onEnd(this.#end);
    this.#rejectEnded(error);
  }
}

/** The cancel of a worker that did not answer it and has to be stopped. */
class UnansweredCancel extends OnestepError {
  constructor() {
    super('cancelled');
  }
}

/**
 * What leaves an engine that is of no more use. The wasm heap never shrinks, so that after running out
 * of memory only a new worker helps; a lost GPU is replaced once in a picture by the engine itself,
 * which finds none, or one with wrong kernels, or loses that as well.
 */
const FATAL: readonly ErrorCode[] = [
  'engine-crashed',
  'engine-memory',
  'engine-device-lost',
  'engine-unavailable',
  'engine-no-webgpu',
  'pack-self-test',
  'pack-half-precision',
  'pack-buffer-size',
];

function mustRetire(error: OnestepError): boolean {
  return FATAL.includes(error.code) || error instanceof UnansweredCancel;
}
