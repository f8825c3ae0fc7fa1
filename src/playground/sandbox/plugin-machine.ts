import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSWASMModule,
} from 'quickjs-emscripten';
import { guestRealm, type GuestCalls } from './guest-realm';
import { HostObjects } from './host-objects';
import { bufferList, packHandle, readBuffers, readParcel } from './parcels';
import { TimerTable } from './timer-table';
import { withHandle } from './with-handle';

/** Figma's own limit is not documented; this one keeps a runaway plugin from taking the page along. */
const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

/** Promise callbacks run before the clock is looked at. */
const JOBS_PER_LOOK = 1000;

export interface MachineOptions {
  readonly maxTurnMs: number;
  onConsole(level: string, text: string): void;
  /** An error no code of the plugin caught; it ends nothing. */
  onError(text: string): void;
  /** The plugin did not come back from a turn and will not be called again. */
  onFrozen(): void;
  /** True once Figma has closed the plugin: then the machine frees itself after the turn. */
  hasEnded(): boolean;
}

/**
 * One QuickJS machine for one run of a plugin. Whatever enters it is a turn: it has a time limit, the
 * promises it settles are followed to the end, and its errors are reported rather than thrown into
 * the program around.
 */
export class PluginMachine {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #options: MachineOptions;
  readonly #objects: HostObjects;
  readonly #timers: TimerTable;
  readonly #guest: QuickJSHandle;
  #depth = 0;
  #deadline = Infinity;
  #isDamaged = false;
  #state: 'alive' | 'frozen' | 'disposing' | 'disposed' = 'alive';

  constructor(quickjs: QuickJSWASMModule, options: MachineOptions) {
    this.#options = options;
    this.#runtime = quickjs.newRuntime();
    this.#runtime.setMemoryLimit(MEMORY_LIMIT_BYTES);
    this.#runtime.setInterruptHandler(() => this.#isOverdue);
    this.#context = this.#runtime.newContext();
    this.#objects = new HostObjects({
      callBack: (id, args) => this.#callBack(id, args),
      settle: (id, isError, value) => this.#settle(id, isError, value),
    });
    this.#timers = new TimerTable((id) => this.#fireTimer(id));
    this.#guest = this.#installGuest();
  }

  /** Gives the plugin its globals. */
  start(figma: object, html: string): void {
    const { json } = this.#objects.pack([figma]);
    this.#call('start', json, html);
  }

  /** @throws Error when the code does not parse or its first run throws. */
  evaluate(code: string): void {
    let failure: Error | null = null;
    this.#turn(() => {
      const result = this.#context.evalCode(code, 'code.js', { type: 'global' });
      if (!result.error) {
        result.value.dispose();
        return;
      }
      failure = this.#takeError(result.error);
      if (this.#isOverdue) throw failure;
    });
    if (failure !== null) throw failure as Error;
  }

  /** Frees the machine, as soon as no code of the plugin is running any more. May be called twice. */
  dispose(): void {
    if (this.#state === 'disposing' || this.#state === 'disposed') return;
    this.#state = 'disposing';
    this.#timers.clear();
    if (this.#depth === 0) this.#free();
  }

  #free(): void {
    this.#state = 'disposed';
    // QuickJS loses count of its values when it is stopped midway or runs out of memory, and freeing
    // it then aborts the whole module, other machines included. Such a machine is left to the page.
    if (this.#isDamaged) return;
    this.#guest.dispose();
    this.#context.dispose();
    this.#runtime.dispose();
  }

  get #isOverdue(): boolean {
    return Date.now() > this.#deadline;
  }

  get #isUsable(): boolean {
    return this.#state === 'alive' || (this.#state === 'disposing' && this.#depth > 0);
  }

  /** Runs `action` inside the machine; only the outermost of nested turns reports errors and ends it. */
  #turn<T>(action: () => T): T | undefined {
    if (!this.#isUsable) return undefined;
    const isOutermost = this.#depth === 0;
    if (isOutermost) this.#deadline = Date.now() + this.#options.maxTurnMs;
    this.#depth += 1;
    try {
      const result = action();
      if (isOutermost) this.#runPendingJobs();
      return result;
    } catch (error) {
      if (!isOutermost) throw error;
      this.#report(error);
      return undefined;
    } finally {
      this.#depth -= 1;
      if (isOutermost) this.#afterTurn();
    }
  }

  #afterTurn(): void {
    this.#deadline = Infinity;
    if (this.#options.hasEnded()) this.dispose();
    if (this.#state === 'disposing') this.#free();
  }

  #runPendingJobs(): void {
    while (this.#runtime.hasPendingJob()) {
      const result = this.#runtime.executePendingJobs(JOBS_PER_LOOK);
      if (result.error) throw this.#takeError(result.error);
      result.dispose();
      // An interruption inside a promise only rejects that promise, so the clock is asked again.
      if (this.#isOverdue) throw new Error('interrupted');
    }
  }

  #report(error: unknown): void {
    if (this.#isOverdue) {
      this.#state = 'frozen';
      this.#isDamaged = true;
      this.#timers.clear();
      this.#options.onError(`The plugin did not answer for ${this.#options.maxTurnMs} ms`);
      this.#options.onFrozen();
      return;
    }
    this.#options.onError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  // ——— from the host into the plugin ———

  #callBack(callbackId: number, args: readonly unknown[]): unknown {
    return this.#turn(() => {
      const { json, buffers } = this.#objects.pack(args);
      const answer = withHandle(bufferList(this.#context, buffers), (list) =>
        this.#invoke('callBack', [callbackId, json, list]),
      );
      const parcel = withHandle(answer, (handle) => readParcel(this.#context, handle));
      return this.#objects.unpack(parcel);
    });
  }

  #settle(promiseId: number, isError: boolean, value: unknown): void {
    this.#turn(() => {
      const { json, buffers } = this.#objects.pack(value);
      withHandle(bufferList(this.#context, buffers), (list) =>
        this.#call('settle', promiseId, isError, json, list),
      );
    });
  }

  #fireTimer(timerId: number): void {
    this.#turn(() => this.#call('fireTimer', timerId));
  }

  #call(name: keyof GuestCalls, ...args: readonly Argument[]): void {
    this.#invoke(name, args).dispose();
  }

  #invoke(name: keyof GuestCalls, args: readonly Argument[]): QuickJSHandle {
    const context = this.#context;
    const owned: QuickJSHandle[] = [];
    try {
      const handles = args.map((argument) => {
        if (typeof argument === 'object') return argument;
        const handle = toHandle(context, argument);
        owned.push(handle);
        return handle;
      });
      const call = context.getProp(this.#guest, name);
      owned.push(call);
      const result = context.callFunction(call, context.undefined, ...handles);
      if (result.error) throw this.#takeError(result.error);
      return result.value;
    } finally {
      for (const handle of owned) handle.dispose();
    }
  }

  #takeError(handle: QuickJSHandle): Error {
    const thrown: unknown = withHandle(handle, (error) => this.#context.dump(error));
    if (typeof thrown !== 'object' || thrown === null) return new Error(String(thrown));
    const { name, message, stack } = thrown as { name?: string; message?: string; stack?: string };
    const error = new Error(message ?? JSON.stringify(thrown));
    error.name = name ?? 'Error';
    if (name === 'InternalError' && message === 'out of memory') this.#isDamaged = true;
    error.stack = `${error.name}: ${error.message}\n${stack ?? ''}`.trimEnd();
    return error;
  }

  // ——— from the plugin into the host ———

  #installGuest(): QuickJSHandle {
    const context = this.#context;
    const host = context.newObject();
    const offer = (name: string, fn: (...args: QuickJSHandle[]) => QuickJSHandle | void): void =>
      withHandle(context.newFunction(name, fn), (handle) => context.setProp(host, name, handle));
    const text = (handle: QuickJSHandle): string => context.getString(handle);
    const number = (handle: QuickJSHandle): number => context.getNumber(handle);

    offer('use', (operation, id, member, json, list) => {
      // A plugin may catch the error that stops its loop; it cannot catch one without calling again.
      if (this.#isOverdue) throw new Error('interrupted');
      const args = this.#objects.unpack({
        json: text(json!),
        buffers: readBuffers(context, list!),
      });
      const answer = this.#objects.use(
        text(operation!) as 'get' | 'set' | 'call',
        number(id!),
        text(member!),
        args as unknown[],
      );
      return packHandle(context, this.#objects.pack(answer));
    });
    offer('log', (level, line) => {
      this.#options.onConsole(text(level!), text(line!));
    });
    offer('reportError', (line) => {
      this.#options.onError(text(line!));
    });
    offer('startTimer', (id, delayMs, repeats) => {
      this.#timers.start(number(id!), number(delayMs!), context.dump(repeats!) === true);
    });
    offer('stopTimer', (id) => {
      this.#timers.stop(number(id!));
    });

    // The guest's half is written as a function of ours and goes over as text.
    const install = context.unwrapResult(
      context.evalCode(`(${guestRealm.toString()})`, 'guest.js'),
    );
    const guest = context.unwrapResult(context.callFunction(install, context.undefined, host));
    install.dispose();
    host.dispose();
    return guest;
  }
}

type Argument = string | number | boolean | QuickJSHandle;

function toHandle(context: QuickJSContext, value: string | number | boolean): QuickJSHandle {
  if (typeof value === 'string') return context.newString(value);
  if (typeof value === 'number') return context.newNumber(value);
  return value ? context.true : context.false;
}
