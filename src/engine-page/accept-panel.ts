import * as v from 'valibot';
import {
  ENGINE_PROTOCOL_VERSION,
  HelloSchema,
  type Greeting,
  type Hello,
} from '../shared/engine-handshake';

/** What is used of a window, so that a test can stand in for it. */
export interface HelloWindow {
  readonly parent: unknown;
  addEventListener(type: 'message', listener: (event: HelloEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: HelloEvent) => void): void;
}

export interface HelloEvent {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}

/**
 * A plugin's panel has no origin (“null”); one that was navigated to a page of its own would be
 * below Figma's. Nobody else may embed this page: it would lend them this machine's GPU.
 */
const PANEL_ORIGINS = ['null', 'https://www.figma.com'];

/**
 * Waits for the frame that embeds this page. Whoever does not know the nonce that this page was
 * opened with, or speaks another version, is told so over the port they brought, and no more.
 *
 * @param nonce from the page's own address, which only the frame that made it knows
 * @returns the port of the first panel that passed; never rejects
 */
export function acceptPanel(window: HelloWindow, nonce: string): Promise<MessagePort> {
  return new Promise((resolve) => {
    const hear = (event: HelloEvent): void => {
      const [port] = event.ports;
      if (event.source !== window.parent || port === undefined) return;
      const hello = v.safeParse(HelloSchema, event.data);
      if (!hello.success) return;
      const reason = refusalOf(event.origin, hello.output, nonce);
      if (reason !== null) {
        port.postMessage(greeting({ onestepEngine: 'refused', reason }));
        port.close();
        return;
      }
      window.removeEventListener('message', hear);
      port.postMessage(greeting({ onestepEngine: 'welcome' }));
      resolve(port);
    };
    window.addEventListener('message', hear);
  });
}

type Refusal = Extract<Greeting, { onestepEngine: 'refused' }>['reason'];

function refusalOf(origin: string, { version, nonce }: Hello, expected: string): Refusal | null {
  if (!PANEL_ORIGINS.includes(origin)) return 'origin';
  if (nonce !== expected) return 'nonce';
  return version === ENGINE_PROTOCOL_VERSION ? null : 'version';
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function greeting(part: DistributiveOmit<Greeting, 'version'>): Greeting {
  return { ...part, version: ENGINE_PROTOCOL_VERSION };
}
