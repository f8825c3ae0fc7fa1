import type { InjectedTheme } from './inner-frame';
import { LOADER_URL, withHostHead } from './inner-frame';
import type {
  InnerFrameMessage,
  InnerFrameReport,
  OpenFramesMessage,
  SandboxPageMessage,
} from './frame-messages';

/** The running UI of a plugin, inside the same chain of frames as in Figma. */
export interface PluginFrame {
  /** Outermost frame. Moving it in the document reloads it, as with any frame. */
  readonly element: HTMLIFrameElement;
  /** Messages sent before the UI has loaded wait for it, in order. */
  post(pluginMessage: unknown): void;
  setTheme(theme: InjectedTheme): void;
  dispose(): void;
}

export interface PluginFrameOptions {
  readonly html: string;
  readonly title: string;
  readonly policy: string;
  /** Null when the plugin did not ask for `themeColors`. */
  readonly theme: InjectedTheme | null;
  onMessage(pluginMessage: unknown): void;
  onLoad(): void;
}

/** Builds the chain; it starts loading when `element` is put into the page. */
export function createPluginFrame(options: PluginFrameOptions): PluginFrame {
  const element = document.createElement('iframe');
  element.src = '/plugin-sandbox';
  element.title = options.title;
  element.allow = FRAME_PERMISSIONS;

  let theme = options.theme;
  let isLoaded = false;
  const early: unknown[] = [];

  const innerWindow = (): Window | undefined => element.contentWindow?.frames[0]?.frames[0];
  // The inner frame has no origin that could be named as the target.
  const tellInner = (message: InnerFrameMessage | { pluginMessage: unknown }): void =>
    innerWindow()?.postMessage(message, '*');

  const hearSandboxPage = (message: SandboxPageMessage): void => {
    if (message.playground === 'from-ui') {
      options.onMessage(message.pluginMessage);
      return;
    }
    const open: OpenFramesMessage = {
      playground: 'open-frames',
      policy: options.policy,
      loaderUrl: LOADER_URL,
    };
    element.contentWindow?.postMessage(open, location.origin);
  };

  const hearInnerFrame = (report: InnerFrameReport): void => {
    if (report.playground === 'loader-ready') {
      tellInner({ playground: 'write-html', html: withHostHead(options.html, theme) });
      return;
    }
    isLoaded = true;
    for (const pluginMessage of early.splice(0)) tellInner({ pluginMessage });
    options.onLoad();
  };

  const hear = (event: MessageEvent): void => {
    if (event.source === null) return;
    if (event.source === element.contentWindow) hearSandboxPage(event.data as SandboxPageMessage);
    else if (event.source === innerWindow()) hearInnerFrame(event.data as InnerFrameReport);
  };
  window.addEventListener('message', hear);

  return {
    element,
    post: (pluginMessage) => {
      if (isLoaded) tellInner({ pluginMessage });
      else early.push(pluginMessage);
    },
    setTheme: (next) => {
      if (theme === null) return;
      theme = next;
      tellInner({ playground: 'theme', ...next });
    },
    dispose: () => {
      window.removeEventListener('message', hear);
      element.remove();
    },
  };
}

/** What Figma lets a plugin's frame ask for; each frame of the chain must pass it on. */
export const FRAME_PERMISSIONS = 'camera; microphone; display-capture; clipboard-write';
