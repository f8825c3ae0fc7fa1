/**
 * What crosses between a plugin's sandbox and its UI: plain objects, arrays, numbers, strings,
 * booleans, null, undefined and `Uint8Array`. Everything is copied; anything else is refused, so that
 * a message which would not arrive in Figma does not arrive here either.
 *
 * @throws TypeError naming the place and the kind of what cannot cross.
 */
export function copyMessage(value: unknown): unknown {
  return copyMember(value, 'message', new Set());
}

function copyMember(value: unknown, place: string, above: Set<object>): unknown {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'number':
    case 'string':
      return value;
    case 'object':
      return value === null ? null : copyObject(value, place, above);
    default:
      throw refusal(place, typeof value);
  }
}

function copyObject(value: object, place: string, above: Set<object>): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  const isList = Array.isArray(value);
  if (!isList && !isPlainObject(value)) throw refusal(place, kindOf(value));
  if (above.has(value)) throw new TypeError(`in postMessage: ${place} contains itself`);
  above.add(value);
  const copy = isList
    ? value.map((entry, index) => copyMember(entry, `${place}[${index}]`, above))
    : Object.fromEntries(
        Object.entries(value).map(([key, member]) => [
          key,
          copyMember(member, `${place}.${key}`, above),
        ]),
      );
  above.delete(value);
  return copy;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function kindOf(value: object): string {
  const { constructor } = value as { constructor?: unknown };
  return typeof constructor === 'function' ? constructor.name : 'an object of unknown kind';
}

function refusal(place: string, kind: string): TypeError {
  return new TypeError(`in postMessage: cannot send ${place}, which is of type ${kind}`);
}
