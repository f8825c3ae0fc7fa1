import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { pluginFiles } from './plugin-files';

export interface PlaygroundServer {
  /** Address of the page, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface PlaygroundServerOptions {
  /** First port to try; 0 for any free one. */
  readonly port: number;
  /** Folder of manifest.json and dist/. */
  readonly root?: string;
}

/**
 * Only this machine can reach it. Not `localhost`, where the engine page is: browsers put frames of one
 * site into one process, and there a page below a plugin’s frame, which has no origin, gets no GPU.
 * In Figma the two are never of one site.
 */
const HOST = '127.0.0.1';
const PORTS_TO_TRY = 20;

/**
 * Serves the playground page and the built plugin, and lets nothing of it be cached.
 *
 * @throws Error with a sentence for the user when something is not built, or no port is free.
 */
export async function startPlaygroundServer(
  options: PlaygroundServerOptions,
): Promise<PlaygroundServer> {
  const root = options.root ?? process.cwd();
  assertBuilt(root);
  const servePage = sirv(join(root, 'dist/playground'), { dev: true, etag: false });
  const servePlugin = pluginFiles(root);

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Cache-Control', 'no-store');
    if (servePlugin(request, response)) return;
    servePage(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
    });
  });
  const port = await listen(server, options.port);
  return {
    url: `http://${HOST}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function assertBuilt(root: string): void {
  const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as {
    main: string;
    ui: string;
  };
  const needed = [manifest.main, manifest.ui, 'dist/playground/index.html'];
  const missing = needed.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) {
    throw new Error(`Not built yet: ${missing.join(', ')}. Run npm run build first.`);
  }
}

/** The wanted port, or the next free one after it. */
async function listen(server: Server, first: number): Promise<number> {
  const last = first === 0 ? 0 : first + PORTS_TO_TRY - 1;
  for (let port = first; port <= last; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, HOST, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`The ports ${first} to ${last} are all in use. Choose another one with --port.`);
}
