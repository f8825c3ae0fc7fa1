import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultCacheFolder } from '../../../../models/convert/node/file-cache';
import {
  openAdapter,
  openBase,
  type CheckpointAccess,
} from '../../../../models/convert/node/open-checkpoint';
import { serve, quickNetwork, startBadServer, type BadServer } from './bad-server';

const SMALL = new TextEncoder().encode('{"a":1}');
const LARGE = new Uint8Array(50_000).fill(7);
const hex = (algorithm: string, ...parts: (string | Uint8Array)[]) => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
const small = (path: string) => ({
  type: 'file',
  path,
  size: SMALL.length,
  oid: hex('sha1', `blob ${SMALL.length}\0`, SMALL),
});
const large = (path: string) => ({
  type: 'file',
  path,
  size: LARGE.length,
  oid: 'b'.repeat(40),
  lfs: { oid: hex('sha256', LARGE), size: LARGE.length, pointerSize: 130 },
});

let server: BadServer;
let cacheFolder: string;

beforeEach(async () => {
  server = await startBadServer();
  cacheFolder = await mkdtemp(join(tmpdir(), 'onestep-cache-'));
});
afterEach(async () => {
  await server.close();
  await rm(cacheFolder, { recursive: true });
});

const access = (changed: Partial<CheckpointAccess> = {}): CheckpointAccess => ({
  cacheFolder,
  network: quickNetwork(),
  endpoint: server.origin,
  ...changed,
});

function serveTree(path: string, entries: unknown): void {
  server.handle(`/api/models/o/n/tree/${path}?recursive=true`, (_, response) =>
    response.end(JSON.stringify(entries)),
  );
}

describe('a hub', () => {
  it('opens the files of a folder once, checked against their hashes', async () => {
    serveTree('main', [
      { type: 'directory', path: 'unet', oid: 'c'.repeat(40), size: 0 },
      small('unet/config.json'),
      large('unet/model.safetensors'),
    ]);
    server.handle('/o/n/resolve/main/unet/config.json', serve(SMALL));
    server.handle('/o/n/resolve/main/unet/model.safetensors', serve(LARGE));
    for (let run = 0; run < 2; run++) {
      const folder = await openBase('hf:o/n', access());
      expect(await folder.open('vae/config.json')).toBeNull();
      const [config, weights] = await Promise.all([
        folder.open('unet/config.json'),
        folder.open('unet/model.safetensors'),
        folder.open('unet/model.safetensors'),
      ]);
      expect(await config!.read(0, SMALL.length)).toEqual(SMALL);
      expect(weights!.size).toBe(LARGE.length);
    }
    expect(server.log.filter((line) => line.includes('resolve'))).toHaveLength(2);
  });

  it('opens a folder inside, of another revision', async () => {
    serveTree('refs%2Fpr%2F1', [small('sub/unet/config.json'), small('subway/x')]);
    server.handle('/o/n/resolve/refs%2Fpr%2F1/sub/unet/config.json', serve(SMALL));
    const folder = await openBase('hf:o/n@refs%2Fpr%2F1/sub', access());
    expect((await folder.open('unet/config.json'))!.size).toBe(SMALL.length);
  });

  it('opens an adapter by its path or its usual name', async () => {
    serveTree('main/models', [large('models/other.pkl')]);
    server.handle('/o/n/resolve/main/models/other.pkl', serve(LARGE));
    expect((await openAdapter('hf:o/n@main/models/other.pkl', access())).size).toBe(LARGE.length);
    serveTree('main', [large('osediff.pkl')]);
    server.handle('/o/n/resolve/main/osediff.pkl', serve(LARGE));
    expect((await openAdapter('hf:o/n', access())).size).toBe(LARGE.length);
    serveTree('v2', []);
    await expect(openAdapter('hf:o/n@v2', access())).rejects.toMatchObject({
      code: 'checkpoint-missing',
    });
  });

  it('sends the token, and follows the pages of the list', async () => {
    const seen: (string | undefined)[] = [];
    const second = `${server.origin}/api/page2`;
    server.handle('/api/models/o/n/tree/main?recursive=true', ({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(200, { Link: `<${second}>; rel="next"` }).end('[]');
    });
    server.handle('/api/page2', ({ headers }, response) => {
      seen.push(headers.authorization);
      response.end(JSON.stringify([small('config.json')]));
    });
    server.handle('/o/n/resolve/main/config.json', (request, response, count) => {
      seen.push(request.headers.authorization);
      serve(SMALL)(request, response, count);
    });
    const folder = await openBase('hf:o/n', access({ token: 'secret' }));
    expect(await folder.open('config.json')).not.toBeNull();
    expect(seen).toEqual(['Bearer secret', 'Bearer secret', 'Bearer secret']);
  });

  it('keeps the token from hosts that the hub sends it to', async () => {
    const other = await startBadServer();
    try {
      serveTree('main', [small('config.json')]);
      server.handle('/o/n/resolve/main/config.json', (_, response) =>
        response.writeHead(302, { Location: `${other.origin}/stored` }).end(),
      );
      let seen: unknown = 'nothing';
      other.handle('/stored', (request, response, count) => {
        seen = request.headers.authorization;
        serve(SMALL)(request, response, count);
      });
      const folder = await openBase('hf:o/n', access({ token: 'secret' }));
      expect(await folder.open('config.json')).not.toBeNull();
      expect(seen).toBeUndefined();
      expect(other.log).toEqual(['/stored bytes=0-']);
    } finally {
      await other.close();
    }
  });

  it('asks for room for all weights before the first is downloaded', async () => {
    const huge = { ...large('unet/model.safetensors'), size: 2 ** 52 };
    serveTree('main', [huge, small('unet/config.json')]);
    await expect(openBase('hf:o/n', access())).rejects.toMatchObject({ code: 'disk-full' });
    // Nobody reads this one.
    serveTree('v2', [{ ...huge, path: 'unet/model.onnx' }]);
    expect(await openBase('hf:o/n@v2', access())).toBeDefined();
  });

  it('refuses a file that is not the listed one', async () => {
    serveTree('main', [large('a'), small('b')]);
    server.handle('/o/n/resolve/main/a', serve(LARGE.map(() => 8)));
    server.handle('/o/n/resolve/main/b', serve(LARGE));
    const folder = await openBase('hf:o/n', access());
    await expect(folder.open('a')).rejects.toMatchObject({ code: 'download-changed' });
    await expect(folder.open('b')).rejects.toMatchObject({ code: 'download-changed' });
  });

  it.each<[string, string, () => void]>([
    ['a repository that is not there', 'download-forbidden', () => undefined],
    ['a list that is none', 'download-failed', () => serveTree('main', { error: 'x' })],
    [
      'an entry without hash',
      'download-failed',
      () => serveTree('main', [{ ...small('a'), oid: 1 }]),
    ],
    [
      'half a list',
      'download-failed',
      () =>
        server.handle('/api/models/o/n/tree/main?recursive=true', (_, response) =>
          response.end('[{"type":'),
        ),
    ],
    [
      'a next page elsewhere',
      'download-failed',
      () =>
        server.handle('/api/models/o/n/tree/main?recursive=true', (_, response) =>
          response.writeHead(200, { Link: '<https://x.org/>; rel="next"' }).end('[]'),
        ),
    ],
    [
      'a list without end',
      'download-failed',
      () => {
        const url = '/api/models/o/n/tree/main?recursive=true';
        const link = `<${server.origin}${url}>; rel="next"`;
        server.handle(url, (_, response) => response.writeHead(200, { Link: link }).end('[]'));
      },
    ],
  ])('refuses %s', async (_, code, prepare) => {
    prepare();
    await expect(openBase('hf:o/n', access())).rejects.toMatchObject({ code });
  });
});

describe('an address', () => {
  it('is a folder for a base and a file for an adapter', async () => {
    server.handle('/sd/unet/config.json?key=1', serve(SMALL));
    const folder = await openBase(`${server.origin}/sd/?key=1`, access());
    expect(await (await folder.open('unet/config.json'))!.read(0, 7)).toEqual(SMALL);
    expect(await folder.open('vae/config.json')).toBeNull();
    server.handle('/osediff.pkl', serve(LARGE));
    const hash = hex('sha256', LARGE);
    const good = await openAdapter(`${server.origin}/osediff.pkl#sha256=${hash}`, access());
    expect(good.size).toBe(LARGE.length);
    const wrong = openAdapter(`${server.origin}/osediff.pkl#sha256=${'0'.repeat(64)}`, access());
    await expect(wrong).rejects.toMatchObject({ code: 'download-changed' });
  });

  it('is asked once, and then kept', async () => {
    server.handle('/a.pkl', serve(LARGE));
    const progress: number[] = [];
    for (let run = 0; run < 2; run++) {
      await openAdapter(
        `${server.origin}/a.pkl`,
        access({ onProgress: ({ doneBytes }) => progress.push(doneBytes) }),
      );
    }
    expect(server.log).toHaveLength(1);
    expect(progress.at(-1)).toBe(LARGE.length);
    expect(await readdir(cacheFolder)).toEqual(['address']);
  });

  it('keeps no file outside the cache, whatever it is called', async () => {
    server.handle('/a/..', serve(SMALL));
    const source = await openAdapter(`${server.origin}/a/..`, {
      ...access(),
      // `fetch` would take the dots away.
      network: quickNetwork({ fetch: (url, init) => fetch(url.replace('/a/..', '/b'), init) }),
    }).catch((error: unknown) => error);
    expect(source).toMatchObject({ code: 'download-forbidden' });
    expect(await readdir(cacheFolder)).toEqual([]);
  });
});

it('keeps downloads where the system does', () => {
  expect(defaultCacheFolder({ ONESTEP_CACHE: '/c' })).toBe('/c');
  expect(defaultCacheFolder({ XDG_CACHE_HOME: '/x' })).toBe(join('/x', 'onestep'));
  expect(defaultCacheFolder({})).toMatch(/\.cache.onestep$/);
});
