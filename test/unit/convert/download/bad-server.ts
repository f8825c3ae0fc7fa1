/** A local server that behaves as badly as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Network } from '../../../../models/convert/download/network';

/** Answers one request; `count` starts with 1 and counts the requests for this path. */
export type Handler = (request: Incoming, response: ServerResponse, count: number) => void;

export interface Incoming {
  readonly path: string;
  readonly range: { readonly start: number; readonly end: number | null } | null;
  readonly headers: IncomingMessage['headers'];
}

export interface BadServer {
  readonly origin: string;
  /** Every request so far: path and range header. */
  readonly log: readonly string[];
  handle(path: string, handler: Handler): void;
  close(): Promise<void>;
}

export async function startBadServer(): Promise<BadServer> {
  const handlers = new Map<string, Handler>();
  const counts = new Map<string, number>();
  const log: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url!;
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    log.push(`${path} ${request.headers.range ?? '-'}`);
    const handler = handlers.get(path);
    if (handler === undefined) {
      response.writeHead(404).end();
      return;
    }
    const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const range =
      match === null
        ? null
        : { start: Number(match[1]), end: match[2] === '' ? null : Number(match[2]) + 1 };
    handler({ path, range, headers: request.headers }, response, count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    handle: (path, handler) => void handlers.set(path, handler),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The real `fetch` in a hurry. */
export const quickNetwork = (changed: Partial<Network> = {}): Network => ({
  fetch,
  maxRetries: 3,
  retryDelayMs: 1,
  stallMs: 2000,
  ...changed,
});

/** A proper answer to a range request. */
export function serve(bytes: Uint8Array, etag = '"one"'): Handler {
  return (request, response) => sendRange(bytes, etag, request, response);
}

export function sendRange(
  bytes: Uint8Array,
  etag: string,
  { range }: Incoming,
  response: ServerResponse,
  options: { cutAfter?: number } = {},
): void {
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? bytes.length, bytes.length);
  if (start >= bytes.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}`, ETag: etag }).end();
    return;
  }
  const headers = { 'Content-Length': end - start, ETag: etag };
  if (range === null) response.writeHead(200, headers);
  else {
    const contentRange = `bytes ${start}-${end - 1}/${bytes.length}`;
    response.writeHead(206, { ...headers, 'Content-Range': contentRange });
  }
  if (options.cutAfter === undefined) {
    response.end(bytes.subarray(start, end));
    return;
  }
  response.write(bytes.subarray(start, Math.min(end, start + options.cutAfter)), () => {
    // Time for what was written to arrive: `fetch` forgets what nobody read when a connection ends.
    setTimeout(() => response.socket?.end(), 50);
  });
}
