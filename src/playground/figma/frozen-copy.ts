/**
 * A deep copy that nobody can change. Figma hands out paints and the like this way: a fresh copy at
 * every read, frozen all the way down.
 */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  const entries = Object.entries(value).map(([key, member]) => [key, frozenCopy(member)]);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
