/** Opens the engine page in a frame of the panel, and gives a typed way to talk to it. */
import * as Comlink from 'comlink';
import * as v from 'valibot';
import type { EnginePageApi } from '../../engine-page/page-api';
import {
  ENGINE_PAGE_PATH,
  ENGINE_PROTOCOL_VERSION,
  GreetingSchema,
  ReadySchema,
  type Greeting,
  type Hello,
} from '../../shared/engine-handshake';
import { OnestepError } from '../../shared/errors';
import { withTimeLimit } from '../../shared/with-time-limit';
import { ENGINE_FRAME_TITLE } from '../text/engine-text';
import { localAccessObstacle } from './local-access';

export interface EnginePage {
  readonly api: Comlink.Remote<EnginePageApi>;
  /** Ends the page with all that runs in it. */
  close(): void;
}

const LOAD_LIMIT_MS = 10_000;
/**
 * The page says that it is there before it has loaded. What has loaded and says nothing is the
 * browser's own page about a host that is down.
 */
const SILENCE_LIMIT_MS = 500;
const GREETING_LIMIT_MS = 3000;
const NOT_LOADED = 'the page did not load';

/**
 * @param address where the page is hosted, without a slash at the end: `http://localhost:8124`,
 * `https://team.github.io/onestep`
 * @throws OnestepError `engine-host-unreachable`, `engine-host-refused` (details: address), and where
 * the browser keeps the page away `engine-host-framed`, `engine-host-denied`, `engine-host-asking`
 */
export async function openEnginePage(address: string, window: Window): Promise<EnginePage> {
  const { document } = window;
  const nonce = makeNonce();
  const frame = document.createElement('iframe');
  // Not `hidden`: browsers slow frames down that are not drawn.
  frame.className = 'engine-frame';
  frame.title = ENGINE_FRAME_TITLE;
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  // On a public page a browser asks before it lets a frame reach this machine; it must be passed on.
  frame.allow = 'local-network-access; loopback-network; cross-origin-isolated';
  frame.src = `${address}${ENGINE_PAGE_PATH}#${nonce}`;
  const channel = new MessageChannel();
  const close = (): void => {
    channel.port1.close();
    frame.remove();
  };
  const unreachable = (cause: string) => (): OnestepError =>
    new OnestepError('engine-host-unreachable', { address }, cause);
  try {
    const ready = untilReady(frame, window, unreachable('the page is not there'));
    document.body.append(frame);
    await withTimeLimit(ready, LOAD_LIMIT_MS, unreachable(NOT_LOADED));
    const greeting = firstMessage(channel.port1);
    const hello: Hello = { onestepEngine: 'hello', version: ENGINE_PROTOCOL_VERSION, nonce };
    frame.contentWindow?.postMessage(hello, new URL(address).origin, [channel.port2]);
    const answer = await withTimeLimit(
      greeting,
      GREETING_LIMIT_MS,
      unreachable('the page did not greet'),
    );
    if (answer.onestepEngine === 'refused') {
      throw new OnestepError('engine-host-refused', { address }, answer.reason);
    }
    return { api: Comlink.wrap<EnginePageApi>(channel.port1), close };
  } catch (thrown) {
    close();
    throw await explained(thrown, address, window);
  }
}

/** Looks for the browser's part in a page that did not answer. */
async function explained(thrown: unknown, address: string, window: Window): Promise<unknown> {
  if (!(thrown instanceof OnestepError) || thrown.code !== 'engine-host-unreachable') return thrown;
  const timedOut = thrown.technicalCause === NOT_LOADED;
  const code = await localAccessObstacle(address, window, timedOut);
  return code === null ? thrown : new OnestepError(code, { address }, thrown.technicalCause);
}

function untilReady(
  frame: HTMLIFrameElement,
  window: Window,
  silentError: () => OnestepError,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = ({ source, data }: MessageEvent): void => {
      if (source !== frame.contentWindow || !v.is(ReadySchema, data)) return;
      window.removeEventListener('message', hear);
      resolve();
    };
    window.addEventListener('message', hear);
    frame.addEventListener('load', () => {
      setTimeout(() => {
        window.removeEventListener('message', hear);
        reject(silentError());
      }, SILENCE_LIMIT_MS);
    });
  });
}

function firstMessage(port: MessagePort): Promise<Greeting> {
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent): void => {
      const greeting = v.safeParse(GreetingSchema, data);
      if (!greeting.success) return;
      port.removeEventListener('message', hear);
      resolve(greeting.output);
    };
    port.addEventListener('message', hear);
    port.start();
  });
}

/** 128 random bits in hex. */
function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
