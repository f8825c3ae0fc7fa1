import type { PluginHost, ToastOptions, UiOptions } from '../../src/playground/figma/api';
import type { PlainValue } from '../../src/shared/plain-value';
import type { MessageChannelEnd } from '../../src/shared/message-channel';

/** A host that keeps what the plugin asked of it, and the end of the wire that the UI would hold. */
export class RecordingHost implements PluginHost {
  readonly windows: { html: string; options: UiOptions }[] = [];
  readonly toasts: { text: string; options: ToastOptions }[] = [];
  readonly sizes: [width: number, height: number][] = [];
  /** Everything the plugin posted, also while nobody received. */
  readonly posted: unknown[] = [];
  readonly closings: (string | undefined)[] = [];
  isWindowOpen = false;
  #receive: ((message: unknown) => void) | null = null;

  showUi(html: string, options: UiOptions): void {
    this.windows.push({ html, options });
    this.isWindowOpen = true;
  }

  setUiVisible(): void {}

  resizeUi(width: number, height: number): void {
    this.sizes.push([width, height]);
  }

  closeUi(): void {
    this.isWindowOpen = false;
  }

  postToUi(message: unknown): void {
    this.posted.push(message);
    this.#receive?.(message);
  }

  notify(text: string, options: ToastOptions): void {
    this.toasts.push({ text, options });
  }

  closePlugin(message?: string): void {
    this.closings.push(message);
  }

  scrollIntoView(): void {}

  /** The UI's end; `deliver` brings its messages to the plugin. */
  channel(deliver: (message: PlainValue) => void): MessageChannelEnd {
    return {
      post: deliver,
      receive: (handler) => {
        this.#receive = handler;
      },
    };
  }
}
