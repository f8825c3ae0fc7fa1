import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../../models/convert/node/write-whole';
import { throwIfCancelled, type CancelSignal } from '../../shared/cancel';
import { OnestepError } from '../../shared/errors';
import { diskView } from './file-system-view';

export interface WriteOptions {
  /** Replace a file that has the target's name; never an input or a result of this run. */
  readonly force: boolean;
  readonly signal: CancelSignal;
}

/**
 * Writes results so that a file with the final name is always whole: first to a temporary file in
 * the same folder, then under its name in one step that fails, rather than overwrite, when a file of
 * that name has appeared since the plan was made.
 */
export class ResultWriter {
  readonly #inputIdentities: ReadonlySet<string>;
  readonly #resultIdentities = new Set<string>();
  #temporary: string | null = null;

  /** @param inputIdentities files (`FileFacts.identity`) that no result may replace */
  constructor(inputIdentities: ReadonlySet<string>) {
    this.#inputIdentities = inputIdentities;
  }

  /**
   * Writes one result; a missing folder is created.
   *
   * @throws OnestepError `output-exists`, `output-is-input`, `output-collision`,
   * `output-unwritable`, `cancelled`; none of them leaves a file behind.
   */
  async write(target: string, bytes: Uint8Array, { force, signal }: WriteOptions): Promise<void> {
    try {
      const folder = dirname(target);
      await mkdir(folder, { recursive: true });
      const temporary = join(folder, `.onestep-${randomUUID()}.tmp`);
      this.#temporary = temporary;
      await writeWhole(temporary, bytes);
      throwIfCancelled(signal);
      await (force ? this.#replace(temporary, target) : publishNew(temporary, target));
      const written = await diskView.facts(target);
      if (written !== null) this.#resultIdentities.add(written.identity);
    } catch (thrown) {
      if (thrown instanceof OnestepError) throw thrown;
      throw new OnestepError('output-unwritable', { path: target }, thrown);
    } finally {
      this.discardTemporary();
    }
  }

  /** Removes the file that is being written, if any; synchronous, so that it works at exit. */
  discardTemporary(): void {
    if (this.#temporary !== null) rmSync(this.#temporary, { force: true });
    this.#temporary = null;
  }

  async #replace(temporary: string, target: string): Promise<void> {
    const existing = await diskView.facts(target);
    if (existing !== null) {
      if (this.#inputIdentities.has(existing.identity)) {
        throw new OnestepError('output-is-input', { path: target });
      }
      if (this.#resultIdentities.has(existing.identity)) {
        throw new OnestepError('output-collision', { path: target });
      }
    }
    await rename(temporary, target);
  }
}

/** Gives the temporary file its name, unless the name is taken: `link`, unlike `rename`, then fails. */
async function publishNew(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (isTaken(error)) throw new OnestepError('output-exists', { path: target });
    await publishByReserving(temporary, target);
  }
}

/** For file systems without hard links (FAT, exFAT, some network drives): takes the name, then fills it. */
async function publishByReserving(temporary: string, target: string): Promise<void> {
  try {
    await (await open(target, 'wx')).close();
  } catch (error) {
    if (isTaken(error)) throw new OnestepError('output-exists', { path: target });
    throw error;
  }
  try {
    await rename(temporary, target);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}
