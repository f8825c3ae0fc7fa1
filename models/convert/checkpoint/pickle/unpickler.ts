/**
 * Pickle's stack machine without its power: it builds data and calls nothing. What a stream names
 * goes to `PickleWorld`, which knows a short list and refuses everything else.
 *
 * No step recurses and no step makes more than its opcode is worth, so time and memory are bounded
 * by the length of the stream.
 */
import { OnestepError } from '../../../../src/shared/errors';
import { ByteCursor } from './byte-cursor';
import { OP } from './opcodes';
import { TorchOpaque, type TorchKey, type TorchValue } from './pickle-value';

/** What lies outside the stream: names, and data that is stored apart. */
export interface PickleWorld {
  /** @throws OnestepError `checkpoint-refused` (details: file, global) for all names but a few */
  global(module: string, name: string): PickleGlobal;
  /** What a persistent id stands for: torch keeps its storages in entries of their own. */
  persistent(id: TorchValue): TorchValue;
}

/** A name that the world knows. `call` only ever builds data. */
export abstract class PickleGlobal extends TorchOpaque {
  abstract call(args: readonly TorchValue[]): TorchValue;
}

/** SD 2.1's largest part takes 40,000; the limit keeps the memory of a hostile stream small. */
const MAX_OPERATIONS = 500_000;
/** Integers of a checkpoint are sizes and counts. */
const MAX_INTEGER_BYTES = 32;
const MIN_PROTOCOL = 2;
const MAX_PROTOCOL = 5;

/**
 * @param bytes one pickle; what comes after its end is not looked at
 * @throws OnestepError `checkpoint-refused`, `checkpoint-invalid`, `checkpoint-truncated`
 */
export function unpickle(bytes: Uint8Array, world: PickleWorld, file: string): TorchValue {
  return new Unpickler(bytes, world, file).run();
}

class Unpickler {
  readonly #in: ByteCursor;
  readonly #world: PickleWorld;
  readonly #file: string;
  readonly #stack: TorchValue[] = [];
  /** Heights of the stack at which marks were set. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, TorchValue>();

  constructor(bytes: Uint8Array, world: PickleWorld, file: string) {
    this.#in = new ByteCursor(bytes, file);
    this.#world = world;
    this.#file = file;
  }

  run(): TorchValue {
    for (let operations = 0; operations < MAX_OPERATIONS; operations++) {
      const op = this.#in.uint8();
      if (op === OP.STOP) return this.#pop();
      this.#step(op);
    }
    throw this.#invalid('a pickle with too many operations');
  }

  #step(op: number): void {
    const input = this.#in;
    switch (op) {
      case OP.PROTO:
        return this.#checkProtocol(input.uint8());
      case OP.FRAME:
        return void input.uint64();
      case OP.MARK:
        return void this.#marks.push(this.#stack.length);
      case OP.POP:
        return void this.#pop();
      case OP.POP_MARK:
        return void this.#popToMark();
      case OP.DUP:
        return this.#push(this.#top());
      case OP.NONE:
        return this.#push(null);
      case OP.NEWTRUE:
        return this.#push(true);
      case OP.NEWFALSE:
        return this.#push(false);
      case OP.BININT:
        return this.#push(input.int32());
      case OP.BININT1:
        return this.#push(input.uint8());
      case OP.BININT2:
        return this.#push(input.uint16());
      case OP.LONG1:
        return this.#push(this.#integer(input.uint8()));
      case OP.LONG4:
        return this.#push(this.#integer(input.int32()));
      case OP.BINFLOAT:
        return this.#push(input.float64());
      case OP.BINUNICODE:
        return this.#push(input.text(input.uint32()));
      case OP.SHORT_BINUNICODE:
        return this.#push(input.text(input.uint8()));
      case OP.BINUNICODE8:
        return this.#push(input.text(input.uint64()));
      case OP.EMPTY_LIST:
      case OP.EMPTY_TUPLE:
        return this.#push([]);
      case OP.LIST:
      case OP.TUPLE:
        return this.#push(this.#popToMark());
      case OP.TUPLE1:
        return this.#push(this.#popMany(1));
      case OP.TUPLE2:
        return this.#push(this.#popMany(2));
      case OP.TUPLE3:
        return this.#push(this.#popMany(3));
      case OP.APPEND:
        return this.#append(this.#popMany(1));
      case OP.APPENDS:
        return this.#append(this.#popToMark());
      case OP.EMPTY_DICT:
        return this.#push(new Map());
      case OP.DICT: {
        const items = this.#popToMark();
        this.#push(new Map());
        return this.#setItems(items);
      }
      case OP.SETITEM:
        return this.#setItems(this.#popMany(2));
      case OP.SETITEMS:
        return this.#setItems(this.#popToMark());
      case OP.BINPUT:
        return void this.#memo.set(input.uint8(), this.#top());
      case OP.LONG_BINPUT:
        return void this.#memo.set(input.uint32(), this.#top());
      case OP.MEMOIZE:
        return void this.#memo.set(this.#memo.size, this.#top());
      case OP.BINGET:
        return this.#push(this.#remembered(input.uint8()));
      case OP.LONG_BINGET:
        return this.#push(this.#remembered(input.uint32()));
      case OP.GLOBAL:
        return this.#push(this.#world.global(input.line(), input.line()));
      case OP.INST:
        // Names and calls in one; asked for only so that the refusal has the name.
        this.#world.global(input.line(), input.line());
        throw this.#invalid('an instance of an old class');
      case OP.STACK_GLOBAL: {
        const [module, name] = this.#popMany(2);
        if (typeof module !== 'string' || typeof name !== 'string') {
          throw this.#invalid('the name of a global is no text');
        }
        return this.#push(this.#world.global(module, name));
      }
      case OP.EXT1:
        return this.#push(this.#world.global('copyreg extension', String(input.uint8())));
      case OP.EXT2:
        return this.#push(this.#world.global('copyreg extension', String(input.uint16())));
      case OP.EXT4:
        return this.#push(this.#world.global('copyreg extension', String(input.int32())));
      case OP.REDUCE:
        return this.#reduce();
      case OP.BUILD:
        return this.#build();
      case OP.BINPERSID:
        return this.#push(this.#world.persistent(this.#pop()));
      default:
        throw this.#invalid(`opcode 0x${op.toString(16)} at ${this.#in.position - 1}`);
    }
  }

  #checkProtocol(version: number): void {
    if (version < MIN_PROTOCOL || version > MAX_PROTOCOL) {
      throw this.#invalid(`pickle protocol ${version}`);
    }
  }

  #integer(length: number): number | bigint {
    if (length < 0 || length > MAX_INTEGER_BYTES) throw this.#invalid(`${length} bytes of integer`);
    const value = this.#in.bigint(length);
    const exact = Number(value);
    return Number.isSafeInteger(exact) ? exact : value;
  }

  #append(items: readonly TorchValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#invalid('appends to what is no list');
    for (const item of items) list.push(item);
  }

  #setItems(items: readonly TorchValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map) || items.length % 2 !== 0) {
      throw this.#invalid('sets items of what is no dict');
    }
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]!;
      if (!isKey(key)) throw this.#invalid('a key that is no text or number');
      // Python keeps the last one, but nothing that writes a pickle does this.
      if (dict.has(key)) throw this.#invalid(`two values for ${String(key)}`);
      dict.set(key, items[i + 1]!);
    }
  }

  #remembered(index: number): TorchValue {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#invalid(`nothing was remembered as ${index}`);
    return value;
  }

  #reduce(): void {
    const [callee, args] = this.#popMany(2);
    if (!(callee instanceof PickleGlobal)) throw this.#invalid('calls what is no function');
    if (!Array.isArray(args)) throw this.#invalid('arguments that are no tuple');
    this.#push(callee.call(args));
  }

  /** A state dict has its version numbers as attributes; they say nothing about the tensors. */
  #build(): void {
    this.#pop();
    if (!(this.#top() instanceof Map)) throw this.#invalid('sets attributes of what is no dict');
  }

  #push(value: TorchValue): void {
    this.#stack.push(value);
  }

  #top(): TorchValue {
    this.#checkHeight(1);
    return this.#stack.at(-1)!;
  }

  #pop(): TorchValue {
    this.#checkHeight(1);
    return this.#stack.pop()!;
  }

  #popMany(count: number): TorchValue[] {
    this.#checkHeight(count);
    return this.#stack.splice(this.#stack.length - count);
  }

  #popToMark(): TorchValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#invalid('no mark on the stack');
    return this.#stack.splice(mark);
  }

  /** What lies below a mark can only be reached after the mark is taken away. */
  #checkHeight(count: number): void {
    if (this.#stack.length - count < (this.#marks.at(-1) ?? 0)) {
      throw this.#invalid('takes from an empty stack');
    }
  }

  #invalid(cause: string): OnestepError {
    return new OnestepError('checkpoint-invalid', { file: this.#file }, cause);
  }
}

function isKey(value: TorchValue): value is TorchKey {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}
