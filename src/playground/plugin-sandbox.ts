/**
 * Script of the page `/plugin-sandbox`, the frame that stands between the editor and a plugin's UI. It
 * opens an empty frame of the same origin, puts the plugin's content security policy on it, and opens
 * the plugin's own frame in that; the policy comes down with it, because a `data:` page inherits the
 * policy of the page that opened it.
 */
import type { OpenFramesMessage, SandboxPageMessage } from './frame/frame-messages';
import { FRAME_PERMISSIONS } from './frame/plugin-frame';

const FRAME_STYLE = 'border:0;width:100%;height:100%;display:block';

window.addEventListener(
  'message',
  (event: MessageEvent) => {
    if (event.source === window.parent) openFrames(event.data as OpenFramesMessage);
  },
  { once: true },
);
tellEditor({ playground: 'sandbox-ready' });

function openFrames({ policy, loaderUrl }: OpenFramesMessage): void {
  const networkFrame = document.createElement('iframe');
  networkFrame.title = 'Network Plugin Iframe';
  networkFrame.allow = FRAME_PERMISSIONS;
  networkFrame.style.cssText = FRAME_STYLE;
  networkFrame.addEventListener('load', () => fillNetworkFrame(networkFrame, policy, loaderUrl), {
    once: true,
  });
  document.body.append(networkFrame);
}

function fillNetworkFrame(frame: HTMLIFrameElement, policy: string, loaderUrl: string): void {
  const networkWindow = frame.contentWindow;
  const networkDocument = frame.contentDocument;
  if (!networkWindow || !networkDocument) return;

  const meta = networkDocument.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy;
  networkDocument.head.append(meta);
  networkDocument.body.style.cssText = 'margin:0;height:100vh;overflow:hidden';

  const pluginFrame = networkDocument.createElement('iframe');
  pluginFrame.id = 'plugin-iframe';
  pluginFrame.title = 'Inner Plugin Iframe';
  pluginFrame.allow = FRAME_PERMISSIONS;
  pluginFrame.style.cssText = FRAME_STYLE;
  pluginFrame.src = loaderUrl;
  networkDocument.body.append(pluginFrame);

  // A plugin posts to its `parent`, which is the network frame; the editor is two frames further up.
  networkWindow.addEventListener('message', (event: MessageEvent) => {
    const data: unknown = event.data;
    if (event.source !== pluginFrame.contentWindow) return;
    if (typeof data !== 'object' || data === null || !('pluginMessage' in data)) return;
    tellEditor({ playground: 'from-ui', pluginMessage: data.pluginMessage });
  });
}

function tellEditor(message: SandboxPageMessage): void {
  window.parent.postMessage(message, location.origin);
}
