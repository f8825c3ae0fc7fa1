import type { PluginRun } from './plugin-run';

/** Handle to a stored picture, as `createImage` and `getImageByHash` give it. */
export class ImageApi implements Image {
  readonly #run: PluginRun;
  readonly #hash: string;

  constructor(run: PluginRun, hash: string) {
    this.#run = run;
    this.#hash = hash;
    Object.preventExtensions(this);
  }

  get hash(): string {
    return this.#hash;
  }

  async getBytesAsync(): Promise<Uint8Array> {
    this.#run.assertRunning('getBytesAsync');
    return this.#run.document.images.bytesOf(this.#hash)!;
  }

  async getSizeAsync(): Promise<{ width: number; height: number }> {
    this.#run.assertRunning('getSizeAsync');
    return { ...this.#run.document.images.sizeOf(this.#hash)! };
  }
}
