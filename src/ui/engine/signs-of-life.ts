import type { EngineInfo } from '../../inference/engine';
import { OnestepError } from '../../shared/errors';

const BEAT_MS = 5000;
/**
 * How long an engine may work without a word. A tile of a small network takes seconds on the slowest
 * machine; one of a diffusion network without a GPU can take many minutes.
 */
const SILENCE_LIMIT_MS: Readonly<Record<EngineInfo['kind'], number>> = {
  direct: 3 * 60_000,
  latent: 30 * 60_000,
};

export interface SignsOfLife {
  /** Something was heard. */
  heard(): void;
  /** Rejects with `engine-crashed` when nothing was heard for too long. */
  readonly missed: Promise<never>;
  stop(): void;
}

/**
 * Tells an engine that is stuck from one that is slow. Beats are counted rather than the clock read, so
 * that a computer that was asleep in between is not taken for a dead engine.
 */
export function listenForSignsOfLife(kind: EngineInfo['kind']): SignsOfLife {
  const limitMs = SILENCE_LIMIT_MS[kind];
  let silentMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const missed = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      silentMs += BEAT_MS;
      if (silentMs < limitMs) return;
      clearInterval(timer);
      reject(new OnestepError('engine-crashed', {}, `no sign of life in ${limitMs / 1000} s`));
    }, BEAT_MS);
  });
  return {
    heard: () => {
      silentMs = 0;
    },
    missed,
    stop: () => clearInterval(timer),
  };
}
