/**
 * The engine page and packs of this disk, for this machine alone: it listens on loopback, answers only
 * requests that were made to a loopback name (a page elsewhere could point a name of its own here), and
 * gives nothing but the files of the built page and what packs list.
 */
import { realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import send from 'send';
import { isPackPath } from '../../inference/pack/source';
import { OnestepError } from '../../shared/errors';
import { packIndex, type ServedPack } from './pack-folders';

export interface EngineServerOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** The built site, dist/engine. */
  readonly site: string;
  readonly packs: readonly ServedPack[];
  /** Called after each answer. */
  readonly onAnswer?: (answer: AnswerNote) => void;
}

export interface AnswerNote {
  readonly path: string;
  readonly status: number;
  /** Of the body; 0 when the browser had it already. */
  readonly bytes: number;
}

export interface EngineServer {
  readonly port: number;
  /** Address to build the plugin with. */
  readonly origin: string;
  close(): Promise<void>;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
/** Both, because browsers may take either for `localhost`. */
const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1'];

/** @throws OnestepError `port-in-use` (port) */
export async function startEngineServer(options: EngineServerOptions): Promise<EngineServer> {
  const servers: Server[] = [];
  let { port } = options;
  for (const address of LOOPBACK_ADDRESSES) {
    const server = createServer((request, response) => {
      void answer(request, response, port, options);
    });
    try {
      port = await listen(server, address, port);
      servers.push(server);
    } catch (thrown) {
      // A machine without IPv6 is served on the other address alone.
      const { code } = thrown as NodeJS.ErrnoException;
      if (servers.length > 0 && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) continue;
      await closeAll(servers);
      throw code === 'EADDRINUSE' ? new OnestepError('port-in-use', { port }) : thrown;
    }
  }
  return { port, origin: `http://localhost:${port}`, close: () => closeAll(servers) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  { site, packs, onAnswer }: EngineServerOptions,
): Promise<void> {
  const path = pathOf(request);
  response.on('finish', () => {
    const bytes =
      request.method === 'GET' && response.statusCode < 300 ? contentLength(response) : 0;
    onAnswer?.({ path: path ?? '', status: response.statusCode, bytes });
  });
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  if (!LOOPBACK_NAMES.some((name) => request.headers.host === `${name}:${port}`)) {
    return refuse(response, 421, 'This server answers to localhost only.');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'Only reading is possible here.');
  }
  if (path === null) return refuse(response, 400, 'This address cannot be read.');
  if (path === '/packs/index.json') {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Cache-Control', 'no-cache');
    const body = packIndex(packs);
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  const file = await locate(path, site, packs);
  if (file === null) return refuse(response, 404, 'There is no such file.');
  response.setHeader('Cache-Control', cacheControl(request));
  const { root, path: inside } = file;
  send(request, inside, { root, dotfiles: 'deny', cacheControl: false, index: false })
    .on('error', ({ status }: { status?: number }) =>
      refuse(response, status ?? 500, 'Not readable.'),
    )
    .pipe(response);
}

interface Located {
  readonly root: string;
  readonly path: string;
}

/** The file behind an address; null for what nobody may have, through links neither. */
async function locate(
  path: string,
  site: string,
  packs: readonly ServedPack[],
): Promise<Located | null> {
  const [, first = '', name = '', ...rest] = path.split('/');
  if (first === 'packs') {
    const pack = packs.find((served) => served.name === name);
    const inside = rest.join('/');
    return pack?.files.has(inside) === true ? insideFolder(pack.folder, inside) : null;
  }
  const inside = path.slice(1) + (path.endsWith('/') ? 'index.html' : '');
  return isPackPath(inside) ? insideFolder(site, inside) : null;
}

async function insideFolder(folder: string, path: string): Promise<Located | null> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file.startsWith(root + sep) ? { root, path: `/${file.slice(root.length + 1)}` } : null;
  } catch {
    return null;
  }
}

/** What has its content's hash in its address never changes. */
function cacheControl({ url = '' }: IncomingMessage): string {
  const isImmutable = /-[0-9a-f]{16}\.js$|[?]sha256=[0-9a-f]{64}$|\/ort-\d[^/]*\//.test(url);
  return isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function pathOf({ url }: IncomingMessage): string | null {
  try {
    return decodeURIComponent(new URL(url ?? '', 'http://localhost').pathname);
  } catch {
    return null;
  }
}

function contentLength(response: ServerResponse): number {
  return Number(response.getHeader('content-length') ?? 0);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
