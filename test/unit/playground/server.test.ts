import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startPlaygroundServer,
  type PlaygroundServer,
} from '../../../src/playground/server/start-server';

const FILES = {
  'manifest.json': '{"main":"dist/code.js","ui":"dist/ui.html"}',
  'package.json': '{"private":true}',
  'dist/code.js': '1',
  'dist/ui.html': '<p>UI</p>',
  'dist/playground/index.html': '<p>Page</p>',
  'dist/playground/plugin-sandbox.html': '<p>Shim</p>',
  'dist/playground/quickjs.wasm': '\0asm',
};

let root: string;
let server: PlaygroundServer | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'playground-'));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(root, { recursive: true });
});

const start = async (port = 0): Promise<(path: string) => Promise<Response>> => {
  server = await startPlaygroundServer({ port, root });
  const { url } = server;
  return (path) => fetch(url + path);
};

describe('the playground server', () => {
  it('serves the page, the frames and the plugin, and lets nothing be cached', async () => {
    const get = await start();
    const types = {
      '/': 'text/html',
      '/plugin-sandbox': 'text/html',
      '/quickjs.wasm': 'application/wasm',
      '/plugin/manifest.json': 'application/json',
      '/plugin/dist/code.js': 'text/javascript',
      '/plugin/dist/ui.html': 'text/html',
    };
    for (const [path, type] of Object.entries(types)) {
      const response = await get(path);
      expect(response.status, path).toBe(200);
      expect(response.headers.get('Content-Type'), path).toContain(type);
      expect(response.headers.get('Cache-Control'), path).toBe('no-store');
    }
  });

  it('gives the plugin as it is built now', async () => {
    const get = await start();
    await writeFile(join(root, 'dist/code.js'), '2');
    expect(await (await get('/plugin/dist/code.js')).text()).toBe('2');
  });

  it.each([
    '/plugin/package.json',
    '/plugin/..%2fpackage.json',
    '/plugin/',
    '/package.json',
    '/nothing',
  ])('does not give %s away', async (path) => {
    const get = await start();
    expect((await get(path)).status).toBe(404);
  });

  it('takes the next port when the wanted one is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      await start(port);
      expect(Number(new URL(server!.url).port)).toBeGreaterThan(port);
    } finally {
      other.close();
    }
  });

  it('says what is not built', async () => {
    await rm(join(root, 'dist/ui.html'));
    await expect(start()).rejects.toThrow('Not built yet: dist/ui.html. Run npm run build first.');
  });
});
