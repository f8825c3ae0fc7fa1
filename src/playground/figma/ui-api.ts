import { copyMessage } from './copy-message';
import type { PluginRun } from './plugin-run';

/** Origin of a window that shows the HTML of the manifest: a `data:` frame has none. */
const UI_ORIGIN = 'null';

/** `figma.ui` */
export class UiApi implements UIAPI {
  readonly #run: PluginRun;
  #onmessage: MessageEventHandler | undefined;

  constructor(run: PluginRun) {
    this.#run = run;
    Object.preventExtensions(this);
  }

  get onmessage(): MessageEventHandler | undefined {
    return this.#onmessage;
  }
  set onmessage(handler: MessageEventHandler | undefined) {
    this.#run.assertRunning('set_onmessage');
    if (this.#onmessage) this.#run.uiEvents.remove('message', this.#onmessage);
    if (handler) this.#run.uiEvents.add('message', handler);
    this.#onmessage = handler;
  }

  on(type: 'message', callback: MessageEventHandler): void {
    this.#run.assertRunning('on');
    this.#run.uiEvents.add(type, callback);
  }

  once(type: 'message', callback: MessageEventHandler): void {
    this.#run.assertRunning('once');
    this.#run.uiEvents.add(type, callback, true);
  }

  off(type: 'message', callback: MessageEventHandler): void {
    this.#run.uiEvents.remove(type, callback);
  }

  postMessage(message: unknown): void {
    this.#assertOpen('postMessage');
    this.#run.host.postToUi(copyMessage(message));
  }

  show(): void {
    this.#assertOpen('show');
    this.#run.host.setUiVisible(true);
  }

  hide(): void {
    this.#assertOpen('hide');
    this.#run.host.setUiVisible(false);
  }

  resize(width: number, height: number): void {
    this.#assertOpen('resize');
    if (!Number.isFinite(width) || !Number.isFinite(height)) {
      throw new Error('in resize: Expected two finite numbers');
    }
    const size = windowSize(width, height);
    this.#run.host.resizeUi(size.width, size.height);
  }

  reposition(): void {
    // Where the window stands is the host's business; the call is allowed and does nothing.
    this.#assertOpen('reposition');
  }

  getPosition(): { windowSpace: Vector; canvasSpace: Vector } {
    this.#assertOpen('getPosition');
    return { windowSpace: { x: 0, y: 0 }, canvasSpace: { x: 0, y: 0 } };
  }

  close(): void {
    this.#assertOpen('close');
    this.#run.isUiOpen = false;
    this.#run.host.closeUi();
  }

  #assertOpen(member: string): void {
    this.#run.assertRunning(member);
    if (!this.#run.isUiOpen)
      throw new Error(`in ${member}: No UI is open; call figma.showUI first`);
  }
}

/** Hands a message of the window to the plugin. One that comes after the end is lost, as in Figma. */
export function receiveFromUi(run: PluginRun, message: unknown): void {
  if (run.hasEnded || !run.isUiOpen) return;
  run.uiEvents.fire('message', copyMessage(message), { origin: UI_ORIGIN });
}

const MIN_WIDTH_PX = 70;

/** Figma's smallest window applied to a wished size. */
export function windowSize(width: number, height: number): { width: number; height: number } {
  return { width: Math.max(MIN_WIDTH_PX, width), height: Math.max(0, height) };
}
