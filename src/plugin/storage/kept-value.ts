import type { Keeping } from '../../shared/kept';
import { OnestepError } from '../../shared/errors';
import { withTimeLimit } from '../../shared/with-time-limit';

export type Storage = Pick<ClientStorageAPI, 'getAsync' | 'setAsync' | 'deleteAsync'>;

/** One entry of the storage. */
export interface KeptFormat<T> {
  readonly key: string;
  /** Raised when older versions of the plugin could not read what this one writes. */
  readonly version: number;
  /** Makes the best of stored content of any shape, `undefined` for none; never throws. */
  read(content: unknown): T;
}

export interface Kept<T> {
  readonly value: T;
  readonly keeping: Keeping;
}

/** Never rejects: what is kept is a convenience that must not keep the plugin from working. */
export interface KeptValue<T> {
  load(): Promise<Kept<T>>;
  /** Changes what is stored at that moment, which another window may have written. */
  update(change: (value: T) => T): Promise<Kept<T>>;
  /** Forgets it. */
  clear(): Promise<Kept<T>>;
  /** What it takes of the storage, about. */
  sizeBytes(): Promise<number>;
}

/** A healthy storage answers within a few milliseconds. */
const LIMIT_MS = 3000;

/**
 * A value in `figma.clientStorage`, as `{ version, content }`. Changes wait for each other, so that
 * none is lost in this window, and each starts from what is stored, so that those of another window
 * are lost only when both write in the same moment.
 */
export function createKeptValue<T>(storage: Storage, format: KeptFormat<T>): KeptValue<T> {
  const { key, version } = format;
  /** What could not be stored, for as long as the window is open. */
  let unstored: { readonly value: T } | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <R>(act: () => Promise<R>): Promise<R> => {
    const turn = last.then(act);
    last = turn;
    return turn;
  };

  const load = async (): Promise<Kept<T>> => {
    const stored = await answer(() => storage.getAsync(key));
    const keeping = stored === FAILED ? 'unavailable' : keepingOf(stored, version);
    const content = keeping === 'kept' ? contentOf(stored) : undefined;
    return {
      value: unstored === null ? format.read(content) : unstored.value,
      keeping: keeping === 'kept' && unstored !== null ? 'unavailable' : keeping,
    };
  };

  /** Stores a change, unless a newer version would lose what it has written. */
  const put = async (value: T, keeping: Keeping, store: () => Promise<void>): Promise<Kept<T>> => {
    const stored = keeping !== 'newer' && (await answer(store)) !== FAILED;
    unstored = stored ? null : { value };
    if (stored) return { value, keeping: 'kept' };
    return { value, keeping: keeping === 'newer' ? 'newer' : 'unavailable' };
  };

  const update = async (change: (value: T) => T): Promise<Kept<T>> => {
    const before = await load();
    const value = change(before.value);
    return put(value, before.keeping, () => storage.setAsync(key, { version, content: value }));
  };

  const clear = async (): Promise<Kept<T>> => {
    const { keeping } = await load();
    return put(format.read(undefined), keeping, () => storage.deleteAsync(key));
  };

  return {
    load: () => inTurn(load),
    update: (change) => inTurn(() => update(change)),
    clear: () => inTurn(clear),
    sizeBytes: async () => {
      const stored = await answer(() => storage.getAsync(key));
      return stored === FAILED || stored === undefined ? 0 : utf8Length(key + toJson(stored));
    },
  };
}

const FAILED = Symbol('failed');

async function answer(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await withTimeLimit(ask(), LIMIT_MS, () => new OnestepError('internal'));
  } catch {
    return FAILED;
  }
}

function keepingOf(stored: unknown, version: number): 'kept' | 'newer' {
  const { version: found } = fieldsOf(stored);
  return typeof found === 'number' && found > version ? 'newer' : 'kept';
}

function contentOf(stored: unknown): unknown {
  return fieldsOf(stored).content;
}

function fieldsOf(stored: unknown): { readonly version?: unknown; readonly content?: unknown } {
  return typeof stored === 'object' && stored !== null ? stored : {};
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** The sandbox has no TextEncoder. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
