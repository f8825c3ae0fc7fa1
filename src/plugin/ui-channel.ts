import type { MessageChannelEnd } from '../shared/message-channel';

/** The sandbox's end of the wire to the UI frame. Figma copies messages and queues early ones. */
export function uiChannel(ui: Pick<UIAPI, 'postMessage' | 'onmessage'>): MessageChannelEnd {
  return {
    post: (message) => ui.postMessage(message),
    receive: (handler) => {
      ui.onmessage = (message: unknown) => handler(message);
    },
  };
}
