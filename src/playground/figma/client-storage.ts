import { copyMessage } from './copy-message';

/** `figma.clientStorage` holds 5 MB for one plugin; see the platform's documentation. */
const LIMIT_BYTES = 5_000_000;

/** What plugins keep on the user's machine. Outlives plugin runs, is not part of undo. */
export class ClientStorage {
  readonly #values = new Map<string, unknown>();

  get(key: string): unknown {
    return copyMessage(this.#values.get(key));
  }

  /** @throws Error when the value cannot be stored or all values together would be too large. */
  set(key: string, value: unknown): void {
    const copy = copyMessage(value);
    const others = [...this.#values].filter(([other]) => other !== key);
    const total = [...others, [key, copy] as const].reduce(
      (sum, [name, stored]) => sum + name.length + sizeOf(stored),
      0,
    );
    if (total > LIMIT_BYTES) throw new Error('in setAsync: Storage quota exceeded (5 MB)');
    this.#values.set(key, copy);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }
}

/** Bytes count as they are, everything else about as long as its JSON. */
function sizeOf(value: unknown): number {
  let bytes = 0;
  const json = JSON.stringify(value, (_, member: unknown) => {
    if (!(member instanceof Uint8Array)) return member;
    bytes += member.length;
    return null;
  });
  return bytes + (json?.length ?? 0);
}
