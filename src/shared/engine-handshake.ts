/**
 * How the panel and the engine page find each other. The panel makes a frame of the page's address
 * with a fresh nonce behind the `#`; the page says that it is there, which a browser's error page
 * does not; the panel sends it one message with a `MessagePort`. Everything else is said over that
 * port, where no other frame can listen.
 */
import * as v from 'valibot';

/** Raised whenever the handshake or `EnginePageApi` changes shape; part of the page's address. */
export const ENGINE_PROTOCOL_VERSION = 1;

/** Port of `onestep serve`, and of the address that a plugin looks at unless it was built with another. */
export const DEFAULT_ENGINE_PORT = 8124;

/** Where the page of this version lies below the address of its host, so that a host can keep older ones. */
export const ENGINE_PAGE_PATH = `/v${ENGINE_PROTOCOL_VERSION}/`;

const Version = v.pipe(v.number(), v.integer(), v.minValue(1));
const NonceSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** Page → panel, by `window.postMessage`; says nothing that others may not hear. */
export const ReadySchema = v.object({ onestepEngine: v.literal('ready') });
export type Ready = v.InferOutput<typeof ReadySchema>;

/** Panel → page, by `window.postMessage`, with the port in `event.ports[0]`. */
export const HelloSchema = v.object({
  onestepEngine: v.literal('hello'),
  version: Version,
  nonce: NonceSchema,
});
export type Hello = v.InferOutput<typeof HelloSchema>;

export const REFUSALS = ['origin', 'nonce', 'version'] as const;

/** Page → panel, the first message over the port. After a welcome Comlink speaks there. */
export const GreetingSchema = v.variant('onestepEngine', [
  v.object({ onestepEngine: v.literal('welcome'), version: Version }),
  v.object({
    onestepEngine: v.literal('refused'),
    version: Version,
    reason: v.picklist(REFUSALS),
  }),
]);
export type Greeting = v.InferOutput<typeof GreetingSchema>;
