import type { MessageChannelEnd } from '../../shared/message-channel';

/**
 * The wire to the plugin's sandbox. Figma wraps every value in `pluginMessage`; the frame has a null
 * origin and no name for its parent, so messages go to `*` and carry nothing secret.
 */
export function connectSandbox(frame: Window): MessageChannelEnd {
  let receiver: (message: unknown) => void = () => undefined;
  frame.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (typeof data === 'object' && data !== null && 'pluginMessage' in data) {
      receiver(data.pluginMessage);
    }
  });
  return {
    post: (message) => frame.parent.postMessage({ pluginMessage: message }, '*'),
    receive: (handler) => {
      receiver = handler;
    },
  };
}
