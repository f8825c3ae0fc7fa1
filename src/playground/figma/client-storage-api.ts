import type { PluginRun } from './plugin-run';

/** `figma.clientStorage` */
export class ClientStorageApi implements ClientStorageAPI {
  readonly #run: PluginRun;

  constructor(run: PluginRun) {
    this.#run = run;
    Object.preventExtensions(this);
  }

  async getAsync(key: string): Promise<unknown> {
    this.#run.assertRunning('getAsync');
    return this.#run.document.clientStorage.get(key);
  }

  async setAsync(key: string, value: unknown): Promise<void> {
    this.#run.assertRunning('setAsync');
    this.#run.document.clientStorage.set(key, value);
  }

  async deleteAsync(key: string): Promise<void> {
    this.#run.assertRunning('deleteAsync');
    this.#run.document.clientStorage.delete(key);
  }

  async keysAsync(): Promise<string[]> {
    this.#run.assertRunning('keysAsync');
    return this.#run.document.clientStorage.keys();
  }
}
