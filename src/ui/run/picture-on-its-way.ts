/** One picture's way to its result: read from the canvas, restored by the engine. */
import type { EnhanceProgress, EnhanceResult } from '../../inference/engine';
import { OnestepError } from '../../shared/errors';
import { Followed } from '../../shared/followed';
import { FIGMA_MAX_SIDE_PX } from '../../shared/limits';
import type { Picture } from '../../shared/protocol';
import type { RpcClient } from '../../shared/rpc-client';
import type { EngineClient } from '../engine/engine-client';
import { planPicture, type PicturePlan } from '../pictures/picture-plan';
import { answerInTime } from '../sandbox/answer-in-time';
import { refuseWrongResult } from './check-result';
import { sourceOf, type PictureSource } from './picture-source';
import type { RunOptions } from './run-options';

/** Reading may mean that Figma downloads the picture first. */
const READ_LIMIT_MS = 120_000;

export interface WayDependencies {
  readonly rpc: RpcClient;
  readonly engine: Pick<EngineClient, 'enhance'>;
}

/**
 * A picture that is read and restored from now on, whether it is its turn already or only the next one.
 * Nothing is written, and nothing said, before somebody asks.
 */
export class PictureOnItsWay {
  readonly picture: Picture;
  readonly plan: PicturePlan;
  readonly source: PictureSource;
  /**
   * @throws OnestepError `cancelled` when it was dropped, or the reason why there is no result
   */
  readonly result: Promise<EnhanceResult>;
  /** Where the engine is. */
  readonly progress = new Followed<EnhanceProgress>();
  readonly #abort = new AbortController();

  constructor(picture: Picture, options: RunOptions, dependencies: WayDependencies) {
    this.picture = picture;
    this.plan = planPicture(picture, options, options.fromOriginals);
    this.source = sourceOf(picture, options.fromOriginals);
    this.result = this.#goThrough(options, dependencies);
    // One that is dropped may have nobody who waits for it.
    this.result.catch(() => undefined);
  }

  get isDropped(): boolean {
    return this.#abort.signal.aborted;
  }

  drop(): void {
    this.#abort.abort();
  }

  async #goThrough(
    { prompt, controls, output }: RunOptions,
    { rpc, engine }: WayDependencies,
  ): Promise<EnhanceResult> {
    const { signal } = this.#abort;
    const { bytes } = await answerInTime(
      rpc.call('picture/read', { imageHash: this.source.imageHash }, { signal }),
      READ_LIMIT_MS,
      'picture/read',
    );
    const result = await engine.enhance(
      bytes,
      {
        ...output,
        scale: this.plan.scale,
        maxSidePx: FIGMA_MAX_SIDE_PX,
        // A file may lose it for a smaller size; in a design a white box would cover what lies behind.
        keepsTransparency: true,
        ...(prompt === '' ? {} : { prompt }),
        ...(controls === null ? {} : { controls }),
      },
      {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) this.progress.report(progress);
        },
      },
    );
    if (signal.aborted) throw new OnestepError('cancelled');
    refuseWrongResult(result, this.source);
    return result;
  }
}
