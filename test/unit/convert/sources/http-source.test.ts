import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSafetensors } from '../../../../models/convert/checkpoint/safetensors';
import { httpFolder } from '../../../../models/convert/sources/http-folder';
import { openHttpSource } from '../../../../models/convert/sources/http-source';
import { bytesOf, safetensorsBytes } from '../checkpoint/safetensors-bytes';
import {
  quickNetwork,
  sendRange,
  serve,
  startBadServer,
  type BadServer,
  type Handler,
} from '../download/bad-server';

const BYTES = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7 + (i >> 8)) & 255);

let server: BadServer;
beforeEach(async () => {
  server = await startBadServer();
});
afterEach(() => server.close());

const open = (changed = {}) => openHttpSource({ url: `${server.origin}/f` }, quickNetwork(changed));

describe('openHttpSource', () => {
  it('reads parts and knows the size', async () => {
    server.handle('/f', serve(BYTES));
    const source = await open();
    expect(source.size).toBe(BYTES.length);
    expect(await source.read(9_990, 10)).toEqual(BYTES.slice(9_990));
    expect(await source.read(5, 0)).toHaveLength(0);
    expect(server.log).toEqual(['/f bytes=0-0', '/f bytes=9990-9999']);
    await expect(source.read(9_990, 11)).rejects.toMatchObject({ code: 'checkpoint-truncated' });
    await expect(source.read(-1, 1)).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  });

  it('reads tensors without the rest of the file', async () => {
    const big = { dtype: 'F32', shape: [1000], bytes: new Uint8Array(4000) };
    const small = { dtype: 'F32', shape: [2], bytes: bytesOf(Float32Array.of(1, 2)) };
    server.handle('/f', serve(safetensorsBytes({ big, small })));
    const tensors = await openSafetensors(await open());
    expect([...(await tensors.get('small')!.readFloat32())]).toEqual([1, 2]);
  });

  it('tries again after a cut and a 503', async () => {
    server.handle('/f', (request, response, count) => {
      if (count === 2) sendRange(BYTES, '"one"', request, response, { cutAfter: 100 });
      else if (count === 3) response.writeHead(503).end();
      else sendRange(BYTES, '"one"', request, response);
    });
    expect(await (await open()).read(0, 5000)).toEqual(BYTES.slice(0, 5000));
  });

  it('knows an empty file', async () => {
    server.handle('/f', serve(new Uint8Array(0)));
    expect((await open()).size).toBe(0);
  });

  it.each<[string, string, Handler]>([
    ['404', 'download-forbidden', (_, response) => response.writeHead(404).end()],
    ['no ranges', 'download-failed', (_, response) => response.writeHead(200).end(BYTES)],
    ['busy for ever', 'download-failed', (_, response) => response.writeHead(503).end()],
  ])('refuses to open: %s', async (_, code, handler) => {
    server.handle('/f', handler);
    await expect(open()).rejects.toMatchObject({ code });
  });

  const answer =
    (status: number, headers: Record<string, string>, length: number): Handler =>
    (_, response) =>
      response.writeHead(status, { ETag: '"one"', ...headers }).end(BYTES.subarray(0, length));
  it.each<[string, string, Handler]>([
    ['another tag', 'download-changed', serve(BYTES, '"two"')],
    ['another size', 'download-changed', serve(BYTES.subarray(0, 9000))],
    [
      'another range',
      'download-failed',
      answer(206, { 'Content-Range': 'bytes 1-100/10000' }, 100),
    ],
    [
      'a shorter range',
      'download-failed',
      answer(206, { 'Content-Range': 'bytes 0-50/10000' }, 51),
    ],
    ['the whole file', 'download-failed', answer(200, {}, 10_000)],
    [
      'too many bytes',
      'download-failed',
      answer(206, { 'Content-Range': 'bytes 0-99/10000' }, 200),
    ],
    ['too few bytes', 'download-failed', answer(206, { 'Content-Range': 'bytes 0-99/10000' }, 50)],
  ])('refuses a read that gives %s', async (_, code, handler) => {
    server.handle('/f', (request, response, count) =>
      (count === 1 ? serve(BYTES) : handler)(request, response, count),
    );
    const source = await open();
    await expect(source.read(0, 100)).rejects.toMatchObject({ code });
  });
});

describe('httpFolder', () => {
  it('opens what is there', async () => {
    server.handle('/sd/unet/a%20b', serve(BYTES));
    server.handle('/sd/closed', (_, response) => response.writeHead(403).end());
    const folder = httpFolder({ url: `${server.origin}/sd/` }, quickNetwork());
    expect((await folder.open('unet/a b'))!.size).toBe(BYTES.length);
    expect(await folder.open('unet/other')).toBeNull();
    await expect(folder.open('closed')).rejects.toMatchObject({ code: 'download-forbidden' });
    await expect(folder.open('../x')).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  });
});
