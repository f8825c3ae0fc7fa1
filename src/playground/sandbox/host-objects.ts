import { MIXED } from '../figma/mixed';
import type { ClassMembers, Parcel, Wire } from './wire';

/** What the host's half needs from the machine to send callbacks and promises through. */
export interface GuestLink {
  callBack(callbackId: number, args: readonly unknown[]): unknown;
  /** A promise of the host has a result for the plugin. */
  settle(promiseId: number, isError: boolean, value: unknown): void;
}

type Callback = (...args: unknown[]) => unknown;

/**
 * The host's half of the membrane: knows every API object the plugin has seen, and turns values into
 * their travelling form and back.
 */
export class HostObjects {
  readonly #link: GuestLink;
  readonly #objectsById = new Map<number, object>();
  readonly #idsByObject = new Map<object, number>();
  readonly #classIds = new Map<object, number>();
  readonly #callbacksById = new Map<number, Callback>();
  readonly #idsByCallback = new Map<Callback, number>();
  #lastPromiseId = 0;

  constructor(link: GuestLink) {
    this.#link = link;
  }

  /** Does what the plugin asks of an API object. */
  use(operation: 'get' | 'set' | 'call', id: number, member: string, args: unknown[]): unknown {
    const target = this.#objectsById.get(id) as Record<string, unknown> | undefined;
    if (!target) throw new TypeError(`Illegal invocation of ${member}`);
    if (operation === 'get') return target[member];
    if (operation === 'set') {
      target[member] = args[0];
      return undefined;
    }
    return (target[member] as Callback)(...args);
  }

  pack(value: unknown): Parcel {
    const buffers: ArrayBuffer[] = [];
    const wire = this.#encode(value, buffers);
    return { json: JSON.stringify([Object.isFrozen(value), wire]), buffers };
  }

  unpack({ json, buffers }: Parcel): unknown {
    return this.#decode(JSON.parse(json) as Wire, buffers);
  }

  #encode(value: unknown, buffers: ArrayBuffer[]): Wire {
    switch (typeof value) {
      case 'undefined':
        return ['undefined'];
      case 'boolean':
      case 'string':
        return value;
      case 'number':
        if (Object.is(value, -0)) return ['number', '-0'];
        return Number.isFinite(value) ? value : ['number', String(value)];
      case 'object':
        return value === null ? null : this.#encodeObject(value, buffers);
      case 'symbol':
        if (value === MIXED) return ['mixed'];
        break;
      case 'function': {
        const id = this.#idsByCallback.get(value as Callback);
        if (id !== undefined) return ['callback', id];
      }
    }
    throw new TypeError(`The stand-in cannot hand a ${typeof value} to a plugin`);
  }

  #encodeObject(value: object, buffers: ArrayBuffer[]): Wire {
    if (value instanceof Uint8Array) {
      buffers.push(value.slice().buffer);
      return ['bytes', buffers.length - 1];
    }
    if (Array.isArray(value)) {
      return value.length > 0 && value.every(isApiObject)
        ? this.#encodeApiObjects(value)
        : ['list', ...value.map((entry) => this.#encode(entry, buffers))];
    }
    if (value instanceof Promise) return ['promise', this.#follow(value)];
    if (isApiObject(value)) return this.#encodeApiObject(value);
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, this.#encode(member, buffers)]),
    );
  }

  /** Objects of a class go by identity; the first of a class brings the names of its members along. */
  #encodeApiObject(value: object): Wire {
    const id = this.#idOf(value);
    const prototype = Object.getPrototypeOf(value) as object;
    const classId = this.#classIds.get(prototype);
    if (classId !== undefined) return ['api', id, classId];
    this.#classIds.set(prototype, this.#classIds.size + 1);
    return ['api', id, this.#classIds.size, membersOf(value)];
  }

  /** A page may have ten thousand layers, and the plugin gets them in one piece, as it does in Figma. */
  #encodeApiObjects(values: readonly object[]): Wire {
    const newClasses: Wire[] = [];
    const ids: number[] = [];
    for (const value of values) {
      const prototype = Object.getPrototypeOf(value) as object;
      let classId = this.#classIds.get(prototype);
      if (classId === undefined) {
        classId = this.#classIds.size + 1;
        this.#classIds.set(prototype, classId);
        newClasses.push([classId, membersOf(value)]);
      }
      ids.push(this.#idOf(value), classId);
    }
    return ['apis', newClasses, ids];
  }

  #idOf(value: object): number {
    const known = this.#idsByObject.get(value);
    if (known !== undefined) return known;
    const id = this.#idsByObject.size + 1;
    this.#idsByObject.set(value, id);
    this.#objectsById.set(id, value);
    return id;
  }

  #follow(promise: Promise<unknown>): number {
    const id = ++this.#lastPromiseId;
    promise.then(
      (value) => this.#link.settle(id, false, value),
      (error: unknown) => this.#link.settle(id, true, plainError(error)),
    );
    return id;
  }

  #decode(wire: Wire, buffers: readonly ArrayBuffer[]): unknown {
    if (typeof wire !== 'object' || wire === null) return wire;
    if (!isTagged(wire)) {
      return Object.fromEntries(
        Object.entries(wire).map(([key, member]) => [key, this.#decode(member, buffers)]),
      );
    }
    const [tag, ...rest] = wire as readonly [string, ...Wire[]];
    switch (tag) {
      case 'list':
        return rest.map((entry) => this.#decode(entry, buffers));
      case 'number':
        return Number(rest[0]);
      case 'bytes':
        return new Uint8Array(buffers[rest[0] as number]!);
      case 'mixed':
        return MIXED;
      case 'api':
        return this.#objectsById.get(rest[0] as number);
      case 'callback':
        return this.#callbackOf(rest[0] as number);
      default:
        return undefined;
    }
  }

  /** The same function of the plugin is the same function here, so that `off` finds it. */
  #callbackOf(id: number): Callback {
    const known = this.#callbacksById.get(id);
    if (known) return known;
    const callback: Callback = (...args) => this.#link.callBack(id, args);
    this.#callbacksById.set(id, callback);
    this.#idsByCallback.set(callback, id);
    return callback;
  }
}

/** Everything with a class of its own that has no other form to travel in. */
function isApiObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) || value instanceof Promise || value instanceof Uint8Array) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype && prototype !== null;
}

/** `Array.isArray` does not narrow a readonly list away. */
function isTagged(wire: object): wire is readonly Wire[] {
  return Array.isArray(wire);
}

/** Names of everything public on an object of the API, up to but without `Object.prototype`. */
function membersOf(value: object): ClassMembers {
  const members = new Map<string, 'method' | 'readonly' | 'writable'>();
  for (
    let holder: object = value;
    holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder) as object
  ) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (name === 'constructor' || members.has(name)) continue;
      members.set(name, kindOf(descriptor));
    }
  }
  return [...members];
}

function kindOf({ value, writable, set }: PropertyDescriptor): 'method' | 'readonly' | 'writable' {
  if (typeof value === 'function') return 'method';
  return set || writable ? 'writable' : 'readonly';
}

function plainError(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}
