import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

/**
 * Answers requests below `/plugin/`: the manifest and the files it names, read anew each time so that a
 * rebuilt plugin is seen at its next launch. Nothing else of the folder can be asked for.
 *
 * @returns whether the request was one of those.
 */
export function pluginFiles(
  root: string,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/plugin/')) return false;
    const file = pathname.slice('/plugin/'.length);
    try {
      const manifest = readFileSync(join(root, 'manifest.json'));
      const { main, ui } = JSON.parse(manifest.toString()) as { main: string; ui?: string };
      if (!['manifest.json', main, ui].includes(file)) throw new Error('not of the plugin');
      const bytes = file === 'manifest.json' ? manifest : readFileSync(join(root, file));
      response.writeHead(200, {
        'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
      });
      response.end(bytes);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
    }
    return true;
  };
}
