import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEngineServer, type EngineServer } from '../../src/cli/serve/engine-server';
import { findPacks } from '../../src/cli/serve/pack-folders';
import { useOnestepCommand } from './onestep-command';

const PACK = resolve('models/compact');

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

describe('onestep serve', () => {
  const command = useOnestepCommand();
  let server: EngineServer;

  beforeEach(async () => {
    const site = command.path('site');
    await mkdir(join(site, 'v1'), { recursive: true });
    await writeFile(join(site, 'v1/index.html'), '<!doctype html>page');
    await writeFile(join(site, 'v1/engine-page-0123456789abcdef.js'), 'script');
    await writeFile(command.path('secret.txt'), 'secret');
    await symlink(command.path('secret.txt'), join(site, 'v1/link.js'));
    const packs = command.path('packs');
    await mkdir(packs);
    await cp(join(PACK, 'pack.json'), join(packs, 'compact/pack.json'));
    await cp(join(PACK, 'compact.onnx'), join(packs, 'compact/compact.onnx'));
    await writeFile(join(packs, 'compact/notes.txt'), 'not of the pack');
    server = await startEngineServer({ port: 0, site, packs: await findPacks([packs]) });
  });
  afterEach(() => server.close());

  /** As written: `fetch` would tidy the address up first. */
  const ask = (
    path: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> =>
    new Promise((done, failed) => {
      const host = `localhost:${server.port}`;
      const asked = httpRequest(
        { host: '127.0.0.1', port: server.port, path, method, headers: { host, ...headers } },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            done({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts),
            }),
          );
        },
      );
      asked.on('error', failed);
      asked.end();
    });

  test('gives the page anew each time, and keeps what has its hash in its name', async () => {
    const page = await ask('/v1/');
    expect(page.status).toBe(200);
    expect(page.body.toString()).toContain('page');
    expect(page.headers['cache-control']).toBe('no-cache');
    const script = await ask('/v1/engine-page-0123456789abcdef.js');
    expect(script.headers['cache-control']).toContain('immutable');
    expect(script.headers['content-type']).toContain('javascript');
  });

  test('lists packs and gives their files, whole and in part', async () => {
    const index = JSON.parse((await ask('/packs/index.json')).body.toString()) as unknown;
    expect(index).toMatchObject({
      packs: [{ folder: 'compact', title: 'Onestep Compact', kind: 'direct' }],
    });
    const whole = await ask('/packs/compact/compact.onnx');
    expect(whole.status).toBe(200);
    const part = await ask('/packs/compact/compact.onnx', { headers: { range: 'bytes=100-' } });
    expect(part.status).toBe(206);
    expect(part.body.equals(whole.body.subarray(100))).toBe(true);
    const named = await ask(`/packs/compact/compact.onnx?sha256=${'0'.repeat(64)}`);
    expect(named.headers['cache-control']).toContain('immutable');
  });

  test.each([
    '/../secret.txt',
    '/v1/../../secret.txt',
    '/v1/%2e%2e/%2e%2e/secret.txt',
    '/v1/..%2f..%2fsecret.txt',
    '/v1/link.js',
    '/packs/compact/notes.txt',
    '/packs/compact/../../secret.txt',
    '/packs/../secret.txt',
    '/packs/other/pack.json',
    '//etc/passwd',
    '/v1/%00',
    '/%',
  ])('gives nothing for %s', async (path) => {
    const { status, body } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(body.toString()).not.toContain('secret');
  });

  test.each(['evil.example', 'evil.example:8124', 'localhost', 'localhost.evil.example'])(
    'does not answer to the name %s',
    async (host) => {
      expect((await ask('/v1/', { headers: { host } })).status).toBe(421);
    },
  );

  test('is for reading only', async () => {
    expect((await ask('/v1/', { method: 'POST' })).status).toBe(405);
    expect((await ask('/v1/', { method: 'HEAD' })).body).toHaveLength(0);
  });

  test('says that a port is taken', async () => {
    const again = startEngineServer({ port: server.port, site: '.', packs: [] });
    await expect(again).rejects.toMatchObject({ code: 'port-in-use' });
  });

  test('says which folder has no pack', async () => {
    const { exitCode, stderr } = await command.run(['serve', '--port', '0', '--packs', 'nowhere']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('nowhere');
  });
});
