import type { ClassMembers, Parcel, Wire } from './wire';

/** What the host offers to the guest's half. All of it is called inside the plugin's machine. */
export interface HostCalls {
  use(
    operation: 'get' | 'set' | 'call',
    objectId: number,
    member: string,
    json: string,
    buffers: readonly ArrayBuffer[],
  ): Parcel;
  log(level: string, text: string): void;
  /** An error that no code of the plugin is there to catch. */
  reportError(text: string): void;
  startTimer(timerId: number, delayMs: number, repeats: boolean): void;
  stopTimer(timerId: number): void;
}

/** What the guest's half offers to the host. */
export interface GuestCalls {
  /** Defines the globals of the plugin. `parcel` holds `[figma]`, `html` is `__html__`. */
  start(json: string, html: string): void;
  callBack(callbackId: number, json: string, buffers: readonly ArrayBuffer[]): Parcel;
  settle(promiseId: number, isError: boolean, json: string, buffers: readonly ArrayBuffer[]): void;
  fireTimer(timerId: number): void;
}

type NewClasses = readonly (readonly [classId: number, members: ClassMembers])[];

/**
 * The half of the membrane that lives in the plugin's machine. It goes there as text, so it may use
 * nothing from outside itself but the language; what it leaves in the globals is all a plugin gets.
 */
export function guestRealm(host: HostCalls): GuestCalls {
  const mixed = Symbol('figma.mixed');
  const objectsById = new Map<number, object>();
  const idsByObject = new WeakMap<object, number>();
  const prototypesByClass = new Map<number, object>();
  const callbacksById = new Map<number, (...args: unknown[]) => unknown>();
  const idsByCallback = new WeakMap<object, number>();
  const pending = new Map<number, { resolve(v: unknown): void; reject(e: unknown): void }>();
  const timers = new Map<number, { run(): void; repeats: boolean }>();
  let lastCallbackId = 0;
  let lastTimerId = 0;

  // ——— values on their way out ———

  function pack(value: unknown): { json: string; buffers: ArrayBuffer[] } {
    const buffers: ArrayBuffer[] = [];
    const json = JSON.stringify(encode(value, buffers, new Set()));
    return { json, buffers };
  }

  function encode(value: unknown, buffers: ArrayBuffer[], above: Set<object>): Wire {
    switch (typeof value) {
      case 'undefined':
        return ['undefined'];
      case 'boolean':
      case 'string':
        return value;
      case 'number':
        if (Object.is(value, -0)) return ['number', '-0'];
        return Number.isFinite(value) ? value : ['number', String(value)];
      case 'function':
        return ['callback', callbackId(value as (...args: unknown[]) => unknown)];
      case 'object':
        return value === null ? null : encodeObject(value, buffers, above);
      case 'symbol':
        if (value === mixed) return ['mixed'];
    }
    throw new TypeError('Cannot unwrap ' + typeof value);
  }

  function encodeObject(value: object, buffers: ArrayBuffer[], above: Set<object>): Wire {
    const id = idsByObject.get(value);
    if (id !== undefined) return ['api', id];
    if (value instanceof Uint8Array) {
      buffers.push(value.slice().buffer);
      return ['bytes', buffers.length - 1];
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
      throw new TypeError('Cannot unwrap ' + nameOf(value));
    }
    if (above.has(value)) throw new TypeError('Cannot unwrap a value that contains itself');
    above.add(value);
    const encoded = Array.isArray(value)
      ? ['list', ...value.map((entry) => encode(entry, buffers, above))]
      : Object.fromEntries(
          Object.entries(value).map(([key, member]) => [key, encode(member, buffers, above)]),
        );
    above.delete(value);
    return encoded;
  }

  function nameOf(value: object): string {
    const { constructor } = value as { constructor?: unknown };
    return typeof constructor === 'function' ? constructor.name : 'an object of unknown kind';
  }

  function callbackId(callback: (...args: unknown[]) => unknown): number {
    const known = idsByCallback.get(callback);
    if (known !== undefined) return known;
    lastCallbackId += 1;
    callbacksById.set(lastCallbackId, callback);
    idsByCallback.set(callback, lastCallbackId);
    return lastCallbackId;
  }

  // ——— values on their way in ———

  /** The host sends `[isFrozen, value]`, so that what Figma freezes is frozen here too. */
  function unpack(json: string, buffers: readonly ArrayBuffer[]): unknown {
    const [isFrozen, wire] = JSON.parse(json) as [boolean, Wire];
    return decode(wire, buffers, isFrozen);
  }

  function decode(wire: Wire, buffers: readonly ArrayBuffer[], isFrozen: boolean): unknown {
    if (typeof wire !== 'object' || wire === null) return wire;
    if (!isTagged(wire)) {
      const record = Object.fromEntries(
        Object.entries(wire).map(([key, member]) => [key, decode(member, buffers, isFrozen)]),
      );
      return isFrozen ? Object.freeze(record) : record;
    }
    const [tag, first, second, third] = wire;
    switch (tag) {
      case 'list': {
        const list = wire.slice(1).map((entry) => decode(entry, buffers, isFrozen));
        return isFrozen ? Object.freeze(list) : list;
      }
      case 'number':
        return Number(first);
      case 'bytes':
        return new Uint8Array(buffers[first as number]!);
      case 'mixed':
        return mixed;
      case 'callback':
        return callbacksById.get(first as number);
      case 'api':
        return apiObject(first as number, second as number, third as unknown as ClassMembers);
      case 'apis': {
        const list = apiObjects(first as unknown as NewClasses, second as readonly number[]);
        return isFrozen ? Object.freeze(list) : list;
      }
      case 'promise':
        return new Promise((resolve, reject) => {
          pending.set(first as number, { resolve, reject });
        });
      default:
        return undefined;
    }
  }

  /** `Array.isArray` does not narrow a readonly list away. */
  function isTagged(wire: object): wire is readonly Wire[] {
    return Array.isArray(wire);
  }

  function apiObject(id: number, classId: number, members: ClassMembers | undefined): object {
    const known = objectsById.get(id);
    if (known) return known;
    if (members) prototypesByClass.set(classId, prototypeOf(members));
    const created = Object.create(prototypesByClass.get(classId)!) as object;
    objectsById.set(id, created);
    idsByObject.set(created, id);
    return Object.preventExtensions(created);
  }

  function apiObjects(newClasses: NewClasses, ids: readonly number[]): object[] {
    for (const [classId, members] of newClasses)
      prototypesByClass.set(classId, prototypeOf(members));
    const objects: object[] = [];
    for (let at = 0; at < ids.length; at += 2) {
      objects.push(apiObject(ids[at]!, ids[at + 1]!, undefined));
    }
    return objects;
  }

  function prototypeOf(members: ClassMembers): object {
    const prototype = {};
    for (const [name, kind] of members) {
      if (kind === 'method') {
        Object.defineProperty(prototype, name, {
          value(this: object, ...args: unknown[]) {
            return use('call', this, name, args);
          },
        });
        continue;
      }
      Object.defineProperty(prototype, name, {
        enumerable: true,
        get(this: object) {
          return use('get', this, name, []);
        },
        ...(kind === 'writable' && {
          set(this: object, value: unknown) {
            use('set', this, name, [value]);
          },
        }),
      });
    }
    return Object.freeze(prototype);
  }

  function use(
    operation: 'get' | 'set' | 'call',
    target: object,
    member: string,
    args: readonly unknown[],
  ): unknown {
    const id = idsByObject.get(target);
    if (id === undefined) throw new TypeError('Illegal invocation of ' + member);
    const { json, buffers } = packArguments(member, args);
    const answer = host.use(operation, id, member, json, buffers);
    return unpack(answer.json, answer.buffers);
  }

  function packArguments(member: string, args: readonly unknown[]): ReturnType<typeof pack> {
    try {
      return pack(args);
    } catch (error) {
      throw new TypeError('in ' + member + ': ' + (error as Error).message);
    }
  }

  // ——— globals ———

  function describe(value: unknown): string {
    if (typeof value === 'string') return value;
    if (value instanceof Error) {
      return value.name + ': ' + value.message + (value.stack ? '\n' + value.stack : '');
    }
    if (typeof value === 'object' && value !== null) {
      try {
        return idsByObject.has(value) ? String(value) : JSON.stringify(value);
      } catch {
        return nameOf(value);
      }
    }
    return String(value);
  }

  function makeConsole(): object {
    const write =
      (level: string) =>
      (...args: unknown[]): void =>
        host.log(level, args.map(describe).join(' '));
    return {
      log: write('log'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      assert: (condition: unknown, ...args: unknown[]): void => {
        if (!condition) write('error')('Assertion failed:', ...args);
      },
      clear: (): void => undefined,
    };
  }

  function startTimer(
    callback: unknown,
    delayMs: unknown,
    repeats: boolean,
    args: unknown[],
  ): number {
    if (typeof callback !== 'function') throw new TypeError('the callback is not a function');
    lastTimerId += 1;
    timers.set(lastTimerId, { run: () => void callback(...args), repeats });
    host.startTimer(lastTimerId, Math.max(0, Number(delayMs) || 0), repeats);
    return lastTimerId;
  }

  function stopTimer(timerId: unknown): void {
    if (timers.delete(timerId as number)) host.stopTimer(timerId as number);
  }

  function clone(value: unknown, seen: Map<object, unknown>): unknown {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw new TypeError('structuredClone: cannot clone a ' + typeof value);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const remember = <T>(copy: T): T => {
      seen.set(value, copy);
      return copy;
    };
    if (value instanceof Date) return remember(new Date(value));
    if (value instanceof ArrayBuffer) return remember(value.slice(0));
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return remember((value as Uint8Array).slice());
    }
    if (value instanceof Map) {
      const copy = remember(new Map<unknown, unknown>());
      for (const [key, member] of value) copy.set(clone(key, seen), clone(member, seen));
      return copy;
    }
    if (value instanceof Set) {
      const copy = remember(new Set<unknown>());
      for (const member of value) copy.add(clone(member, seen));
      return copy;
    }
    if (value instanceof Error) {
      const copy = remember(new Error(value.message));
      copy.name = value.name;
      return copy;
    }
    const copy = remember<unknown[] | Record<string, unknown>>(Array.isArray(value) ? [] : {});
    for (const [key, member] of Object.entries(value)) {
      Object.defineProperty(copy, key, {
        value: clone(member, seen),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
    return copy;
  }

  function defineGlobals(figma: unknown, html: string): void {
    // Threads are not part of Figma's machine.
    delete (globalThis as { SharedArrayBuffer?: unknown }).SharedArrayBuffer;
    const fixed = { figma, __html__: html, __uiFiles__: Object.freeze({}) };
    for (const [name, value] of Object.entries(fixed)) {
      Object.defineProperty(globalThis, name, { value, enumerable: true });
    }
    const replaceable = {
      console: makeConsole(),
      setTimeout: (callback: unknown, delayMs?: unknown, ...args: unknown[]) =>
        startTimer(callback, delayMs, false, args),
      clearTimeout: stopTimer,
      setInterval: (callback: unknown, delayMs?: unknown, ...args: unknown[]) =>
        startTimer(callback, delayMs, true, args),
      clearInterval: stopTimer,
      fetch: () =>
        Promise.reject(
          new TypeError('Failed to fetch: networkAccess in the manifest allows no domain'),
        ),
      structuredClone: (value: unknown) => clone(value, new Map()),
    };
    for (const [name, value] of Object.entries(replaceable)) {
      Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    }
  }

  return {
    start: (json, html) => {
      const [figma] = unpack(json, []) as [unknown];
      defineGlobals(figma, html);
    },
    callBack: (id, json, buffers) => {
      const answer = callbacksById.get(id)!(...(unpack(json, buffers) as unknown[]));
      if (!(answer instanceof Promise)) return pack(answer);
      // Figma does not wait for asynchronous handlers; what they throw has no other way out.
      answer.catch((error: unknown) => host.reportError(describe(error)));
      return pack(undefined);
    },
    settle: (id, isError, json, buffers) => {
      const waiting = pending.get(id)!;
      pending.delete(id);
      const value = unpack(json, buffers);
      if (!isError) {
        waiting.resolve(value);
        return;
      }
      const { name, message } = value as { name: string; message: string };
      const error = new Error(message);
      error.name = name;
      waiting.reject(error);
    },
    fireTimer: (id) => {
      const timer = timers.get(id);
      if (timer && !timer.repeats) timers.delete(id);
      timer?.run();
    },
  };
}
