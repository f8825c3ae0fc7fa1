import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile, type RemoteFile } from '../../../../models/convert/download/download-file';
import type { Network } from '../../../../models/convert/download/network';
import { NodePartialFile } from '../../../../models/convert/node/partial-file';
import { CancelToken } from '../../../../src/shared/cancel';
import { quickNetwork, sendRange, serve, startBadServer, type BadServer } from './bad-server';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 255);
const OTHER = BYTES.map((value) => value ^ 255);
const sha256 = (bytes: Uint8Array) =>
  ({ kind: 'sha256', hex: createHash('sha256').update(bytes).digest('hex') }) as const;

/** How much of a cut answer arrives is up to the machine. */
const FURTHER_ON = /^\/f bytes=[1-9]\d*-$/;

let server: BadServer;
let folder: string;
let file: string;

beforeEach(async () => {
  server = await startBadServer();
  folder = await mkdtemp(join(tmpdir(), 'onestep-download-'));
  file = join(folder, 'deep', 'file.bin');
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function download(
  remote: Partial<RemoteFile> = {},
  network: Partial<Network> = {},
  onProgress?: (done: number, total: number | null) => void,
): Promise<void> {
  const partial = new NodePartialFile(file);
  try {
    await downloadFile({ url: `${server.origin}/f`, ...remote }, partial, {
      network: quickNetwork(network),
      onProgress: ({ doneBytes, totalBytes }) => onProgress?.(doneBytes, totalBytes),
    });
  } finally {
    await partial.close();
  }
}

const content = async (): Promise<Buffer> => readFile(file);

describe('downloadFile', () => {
  it('downloads, checks and leaves nothing else behind', async () => {
    server.handle('/f', serve(BYTES));
    const progress: number[] = [];
    await download({ size: BYTES.length, hash: sha256(BYTES) }, {}, (done, total) => {
      progress.push(done);
      expect(total).toBe(BYTES.length);
    });
    expect(await content()).toEqual(Buffer.from(BYTES));
    expect(progress.at(-1)).toBe(BYTES.length);
    expect((await readdir(join(folder, 'deep'))).sort()).toEqual([
      'file.bin',
      'file.bin.download.json',
    ]);
  });

  it("checks git's name of a blob", async () => {
    server.handle('/f', serve(BYTES));
    const hex = createHash('sha1').update(`blob ${BYTES.length}\0`).update(BYTES).digest('hex');
    await download({ hash: { kind: 'git-blob', hex } });
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('goes on where the connection was cut, as often as it gains something', async () => {
    server.handle('/f', (request, response, count) =>
      sendRange(BYTES, '"one"', request, response, count < 9 ? { cutAfter: 20_000 } : {}),
    );
    await download({ hash: sha256(BYTES) });
    expect(await content()).toEqual(Buffer.from(BYTES));
    expect(server.log).toHaveLength(9);
    expect(server.log.at(-1)).toMatch(FURTHER_ON);
  });

  it('gives up a server that cuts without a byte, and keeps what it has', async () => {
    server.handle('/f', (request, response, count) =>
      sendRange(BYTES, '"one"', request, response, { cutAfter: count === 1 ? 20_000 : 0 }),
    );
    await expect(download()).rejects.toMatchObject({
      code: 'download-failed',
      details: { url: `${server.origin}/f` },
    });
    expect(server.log.length).toBeLessThanOrEqual(6);
    expect(existsSync(file)).toBe(false);

    // The next run takes over.
    server.handle('/f', serve(BYTES));
    await download();
    expect(server.log.at(-1)).toMatch(FURTHER_ON);
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('tries again after 503 and 429', async () => {
    server.handle('/f', (request, response, count) => {
      if (count === 1) response.writeHead(503).end('busy');
      else if (count === 2) response.writeHead(429, { 'Retry-After': '0' }).end();
      else sendRange(BYTES, '"one"', request, response);
    });
    const retries: string[] = [];
    await download({}, { onRetry: ({ cause, delayMs }) => retries.push(`${cause}, ${delayMs}`) });
    expect(await content()).toEqual(Buffer.from(BYTES));
    expect(retries).toEqual(['status 503, 1', 'status 429, 0']);
  });

  it('gives up a server that is busy for ever', async () => {
    server.handle('/f', (_, response) => response.writeHead(503).end());
    await expect(download()).rejects.toMatchObject({ code: 'download-failed' });
    expect(server.log).toHaveLength(4);
  });

  it.each([401, 403, 404])('does not insist after %i', async (status) => {
    server.handle('/f', (_, response) => response.writeHead(status).end());
    await expect(download()).rejects.toMatchObject({
      code: 'download-forbidden',
      details: { url: `${server.origin}/f`, status },
    });
    expect(server.log).toHaveLength(1);
  });

  it('says so when nobody listens', async () => {
    const url = 'http://127.0.0.1:9/f';
    await expect(download({ url })).rejects.toMatchObject({ code: 'download-failed' });
  });

  it('takes the whole from a server without ranges', async () => {
    server.handle('/f', (_, response, count) => {
      if (count === 1) sendRange(BYTES, '"one"', NO_RANGE, response, { cutAfter: 50_000 });
      else sendRange(BYTES, '"one"', NO_RANGE, response);
    });
    await download({ hash: sha256(BYTES) });
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('takes a body of unknown length, and an empty one', async () => {
    server.handle('/f', (_, response) => response.writeHead(200).end(BYTES));
    await download();
    expect(await content()).toEqual(Buffer.from(BYTES));
    file = join(folder, 'empty');
    server.handle('/f', serve(new Uint8Array(0)));
    await download();
    expect(await content()).toHaveLength(0);
  });

  it('takes part after part from a server that gives little at a time', async () => {
    server.handle('/f', (request, response) => {
      const { start } = request.range!;
      const range = { start, end: start + 100_000 };
      sendRange(BYTES, '"one"', { ...request, range }, response);
    });
    await download();
    expect(await content()).toEqual(Buffer.from(BYTES));
    expect(server.log).toHaveLength(3);
  });

  const NO_RANGE = { path: '/f', range: null, headers: {} };
  const chunked = (status: number, headers: Record<string, string>, bytes: Uint8Array) =>
    ((_, response) => response.writeHead(status, headers).end(bytes)) as Parameters<
      BadServer['handle']
    >[1];
  const total = BYTES.length;
  it.each<[string, string, Parameters<BadServer['handle']>[1]]>([
    [
      'more bytes than announced',
      'download-failed',
      chunked(
        206,
        { 'Content-Range': `bytes 0-${total - 1}/${total}` },
        Buffer.concat([BYTES, OTHER]),
      ),
    ],
    [
      'fewer bytes than announced, each time',
      'download-failed',
      (request, response) => {
        const start = request.range!.start;
        response.writeHead(206, { 'Content-Range': `bytes ${start}-${total - 1}/${total}` });
        response.end(BYTES.subarray(start, Math.min(1000, total)));
      },
    ],
    [
      'another range',
      'download-failed',
      chunked(206, { 'Content-Range': `bytes 5-9/${total}` }, BYTES.subarray(5, 10)),
    ],
    ['no Content-Range', 'download-failed', chunked(206, {}, BYTES)],
    [
      'a Content-Range that contradicts itself',
      'download-failed',
      chunked(206, { 'Content-Range': 'bytes 0-9/5' }, BYTES),
    ],
    ['another size than published', 'download-changed', serve(BYTES.subarray(0, 1000))],
    ['other bytes than published', 'download-changed', serve(OTHER)],
    [
      'a redirect to nowhere',
      'download-failed',
      chunked(302, { Location: 'http://127.0.0.1:9/' }, BYTES),
    ],
    ['status 418', 'download-failed', chunked(418, {}, BYTES)],
  ])('refuses %s', async (_, code, handler) => {
    server.handle('/f', handler);
    await expect(download({ size: total, hash: sha256(BYTES) })).rejects.toMatchObject({ code });
    expect(existsSync(file)).toBe(false);
  });

  it('begins again when the file is another one than at the first part', async () => {
    server.handle('/f', (request, response, count) =>
      count === 1
        ? sendRange(BYTES, '"one"', request, response, { cutAfter: 50_000 })
        : sendRange(OTHER, '"two"', request, response),
    );
    await download();
    expect(await content()).toEqual(Buffer.from(OTHER));
  });

  it('does not begin again for ever', async () => {
    server.handle('/f', (request, response, count) =>
      sendRange(BYTES, `"${count}"`, request, response, { cutAfter: 20_000 }),
    );
    await expect(download()).rejects.toMatchObject({ code: 'download-changed' });
    expect(await readdir(join(folder, 'deep'))).toEqual([]);
  });

  it('with a published hash goes on under another tag', async () => {
    server.handle('/f', (request, response, count) =>
      sendRange(BYTES, `"${count}"`, request, response, count < 4 ? { cutAfter: 20_000 } : {}),
    );
    await download({ hash: sha256(BYTES) });
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('throws a wrong part away, so that the next run starts clean', async () => {
    server.handle('/f', serve(OTHER));
    const published = { size: BYTES.length, hash: sha256(BYTES) };
    await expect(download(published)).rejects.toMatchObject({ code: 'download-changed' });
    server.handle('/f', serve(BYTES));
    await download(published);
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('begins again after a damaged description or a part that is too long', async () => {
    server.handle('/f', (request, response, count) =>
      sendRange(BYTES, '"one"', request, response, count === 1 ? { cutAfter: 1000 } : {}),
    );
    await expect(download({}, { maxRetries: 0 })).rejects.toMatchObject({
      code: 'download-failed',
    });
    await writeFile(`${file}.partial`, new Uint8Array(400_000));
    await download();
    expect(await content()).toEqual(Buffer.from(BYTES));
    await rm(file);
    await writeFile(`${file}.partial.json`, '{"url":');
    await writeFile(`${file}.partial`, new Uint8Array(10));
    await download();
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('stops when it is told to, keeps its part and goes on later', async () => {
    server.handle('/f', (request, response, count) => {
      if (count > 1) sendRange(BYTES, '"one"', request, response);
      else {
        // Half of it, and then silence.
        const contentRange = `bytes 0-${total - 1}/${total}`;
        response.writeHead(206, { 'Content-Range': contentRange, ETag: '"one"' });
        response.write(BYTES.subarray(0, 150_000));
      }
    });
    const token = new CancelToken();
    const cancelled = download({}, { signal: token }, (done) => {
      if (done === 150_000) token.cancel();
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await download();
    expect(server.log.at(-1)).toBe('/f bytes=150000-');
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('is cancelled while it waits to try again', async () => {
    server.handle('/f', (_, response) => response.writeHead(503).end());
    const token = new CancelToken();
    const onRetry = (): void => token.cancel();
    const cancelled = download({}, { signal: token, retryDelayMs: 30_000, onRetry });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.log).toHaveLength(1);
  });

  it('takes silence for a cut', async () => {
    server.handle('/f', (request, response, count) => {
      if (count > 1) sendRange(BYTES, '"one"', request, response);
    });
    await download({}, { stallMs: 300 });
    expect(await content()).toEqual(Buffer.from(BYTES));
  });

  it('asks for room before it begins', async () => {
    server.handle('/f', serve(BYTES));
    class SmallDisk extends NodePartialFile {
      override async freeBytes(): Promise<number> {
        return 1_000_000;
      }
    }
    const url = `${server.origin}/f`;
    await expect(
      downloadFile({ url }, new SmallDisk(file), { network: quickNetwork() }),
    ).rejects.toMatchObject({ code: 'disk-full', details: { needed: '68 MB' } });
  });
});
