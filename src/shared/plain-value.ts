/**
 * What Figma lets through between a plugin's sandbox and its UI: plain objects, arrays, numbers,
 * strings, booleans, null, undefined and `Uint8Array`. Nothing else is ever sent.
 */
export type PlainValue =
  | null
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** True when `value` consists of nothing but what may cross; looks at every member. */
export function isPlainValue(value: unknown): value is PlainValue {
  if (value === null || value === undefined) return true;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return true;
  }
  if (typeof value !== 'object') return false;
  if (value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every(isPlainValue);
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm has that realm's Object.prototype, whose own prototype is null.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  return Object.values(value).every(isPlainValue);
}

/**
 * Bytes as they arrive. Some hosts deliver a `Uint8Array` of another realm, or a plain object with
 * numeric keys; both become a `Uint8Array` of this realm.
 *
 * @returns null when `value` holds anything but bytes.
 */
export function toBytes(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'object' || value === null) return null;
  if (Object.prototype.toString.call(value) === '[object Uint8Array]') {
    return Uint8Array.from(value as Uint8Array);
  }
  const numbers: unknown[] = Array.isArray(value) ? value : indexedValues(value);
  const isByte = (entry: unknown): entry is number =>
    typeof entry === 'number' && Number.isInteger(entry) && entry >= 0 && entry <= 255;
  return numbers.every(isByte) ? Uint8Array.from(numbers) : null;
}

/** The values under the keys 0, 1, 2 … in order; one foreign key makes the object not-bytes. */
function indexedValues(value: object): unknown[] {
  const keys = Object.keys(value);
  const record = value as Record<string, unknown>;
  return keys.map((_, index) => record[String(index)]);
}
