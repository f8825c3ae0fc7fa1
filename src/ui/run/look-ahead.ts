import type { Picture } from '../../shared/protocol';
import { PictureOnItsWay, type WayDependencies } from './picture-on-its-way';
import { nextInQueue } from './run-state';
import { currentRun, isNext, type RunStore } from './run-watch';

/**
 * The picture that comes after the one in work: it is read meanwhile, and restored as soon as the
 * network has nothing else to do. For the run it still waits, since its turn may never come: it is
 * dropped, and costs nothing but the work, when the user pauses, skips it, or puts another one before it.
 */
export class LookAhead {
  readonly #store: RunStore;
  readonly #dependencies: WayDependencies;
  readonly #unsubscribe: () => void;
  #way: PictureOnItsWay | null = null;

  constructor(store: RunStore, dependencies: WayDependencies) {
    this.#store = store;
    this.#dependencies = dependencies;
    this.#unsubscribe = store.subscribe(() => {
      const hash = this.#way?.picture.imageHash;
      if (hash !== undefined && !isNext(currentRun(store), hash)) this.#drop();
    });
  }

  /** Sends the next picture on its way, unless it is already, or there is none. */
  begin(): void {
    const run = currentRun(this.#store);
    const next = run.status === 'running' ? nextInQueue(run) : undefined;
    if (this.#way !== null || next === undefined) return;
    this.#way = new PictureOnItsWay(next.picture, run.options, this.#dependencies);
  }

  /** A picture whose turn has come: from here on it is the caller's. */
  take(picture: Picture): PictureOnItsWay {
    const way = this.#way;
    this.#way = null;
    if (way?.picture === picture) return way;
    way?.drop();
    return new PictureOnItsWay(picture, currentRun(this.#store).options, this.#dependencies);
  }

  end(): void {
    this.#unsubscribe();
    this.#drop();
  }

  #drop(): void {
    this.#way?.drop();
    this.#way = null;
  }
}
