import { checkPaintsOfSyncSetter } from './check-paints';
import type { PaintStyleRecord } from './document-state';
import { frozenCopy } from './frozen-copy';
import { withPluginData } from './plugin-data';
import type { PluginRun } from './plugin-run';

type Members = Pick<
  PaintStyle,
  | 'id'
  | 'type'
  | 'name'
  | 'remote'
  | 'key'
  | 'paints'
  | 'setPluginData'
  | 'getPluginData'
  | 'getPluginDataKeys'
>;

/** A shared paint style. One that comes from a library can be read only. */
export class PaintStyleApi implements Members {
  readonly #run: PluginRun;
  readonly #id: string;

  constructor(run: PluginRun, id: string) {
    this.#run = run;
    this.#id = id;
    Object.preventExtensions(this);
  }

  get id(): string {
    return this.#id;
  }

  get type(): 'PAINT' {
    return 'PAINT';
  }

  get key(): string {
    return this.#id;
  }

  get remote(): boolean {
    return this.#read('get_remote').remote;
  }

  get name(): string {
    return this.#read('get_name').name;
  }
  set name(name: string) {
    this.#assertWritable('set_name');
    this.#run.document.changeStyle(this.#id, { name });
  }

  get paints(): readonly Paint[] {
    return frozenCopy(this.#read('get_paints').paints);
  }
  set paints(paints: readonly Paint[]) {
    this.#assertWritable('set_paints');
    const { document } = this.#run;
    document.changeStyle(this.#id, {
      paints: checkPaintsOfSyncSetter(document, 'set_paints', 'setFillsAsync', paints),
    });
  }

  setPluginData(key: string, value: string): void {
    const { pluginData, remote } = this.#read('setPluginData');
    if (remote) throw readOnlyError('setPluginData', this.#id);
    this.#run.document.changeStyle(this.#id, {
      pluginData: withPluginData(pluginData, key, value),
    });
  }

  getPluginData(key: string): string {
    return this.#read('getPluginData').pluginData[key] ?? '';
  }

  getPluginDataKeys(): string[] {
    return Object.keys(this.#read('getPluginDataKeys').pluginData);
  }

  #read(member: string): PaintStyleRecord {
    this.#run.assertRunning(member);
    return this.#run.document.style(this.#id)!;
  }

  #assertWritable(member: string): void {
    this.#run.assertEditable(member);
    if (this.#read(member).remote) throw readOnlyError(member, this.#id);
  }
}

function readOnlyError(member: string, id: string): Error {
  return new Error(`in ${member}: Cannot write to internal and read-only style ${id}`);
}
