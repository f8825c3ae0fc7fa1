import { describe, expect, it } from 'vitest';
import {
  createHandedSource,
  createOpenedSource,
} from '../../../../src/inference/browser/worker-source';
import { sha256Hex, sha256HexOfFile } from '../../../../src/inference/pack/digest';
import { areOnDisk, openGraphFiles } from '../../../../src/inference/pack/open-graph-files';
import { settle } from '../../../../src/shared/outcome';

const MODEL = Uint8Array.of(1, 2, 3);
const SHARD = Uint8Array.of(4, 5, 6, 7);

async function graphOf(shard: Uint8Array) {
  const described = async (file: string, bytes: Uint8Array) => ({
    file,
    bytes: bytes.length,
    sha256: await sha256Hex(bytes),
  });
  return {
    ...(await described('unet.onnx', MODEL)),
    shards: [await described('weights/a.bin', shard)],
    inputs: ['x'],
    outputs: ['y'],
  };
}

const blobs = (shard: Uint8Array) => ({
  'unet.onnx': new Blob([MODEL]),
  'weights/a.bin': new Blob([Uint8Array.from(shard)]),
});
const handed = (shard: Uint8Array, readsBlobs: boolean) =>
  createHandedSource({ packFiles: {}, packBlobs: blobs(shard) }, { readsBlobs });
const opened = (files: Readonly<Record<string, Blob>>, readsBlobs: boolean) =>
  createOpenedSource((path) => settle(async () => files[path]!), { readsBlobs });

describe('the weights of a graph', () => {
  it('stay on the disk where the runtime reads files of a browser', async () => {
    for (const source of [handed(SHARD, true), opened(blobs(SHARD), true)]) {
      const files = await openGraphFiles(source, await graphOf(SHARD));
      expect(files.model).toEqual(MODEL);
      expect(files.shards).toEqual([{ path: 'weights/a.bin', data: expect.any(Blob) as Blob }]);
      expect(areOnDisk(files)).toBe(true);
    }
  });

  it('are read where it does not', async () => {
    for (const source of [handed(SHARD, false), opened(blobs(SHARD), false)]) {
      const files = await openGraphFiles(source, await graphOf(SHARD));
      expect(files.shards).toEqual([{ path: 'weights/a.bin', data: SHARD }]);
      expect(areOnDisk(files)).toBe(false);
    }
  });

  it.each([true, false])('are refused when they are not as described (on disk: %s)', async (on) => {
    const rotten = Uint8Array.of(4, 5, 6, 8);
    await expect(openGraphFiles(handed(rotten, on), await graphOf(SHARD))).rejects.toMatchObject({
      code: 'pack-checksum',
      details: { file: 'weights/a.bin' },
    });
    const short = opened(blobs(SHARD.subarray(1)), on);
    await expect(openGraphFiles(short, await graphOf(SHARD))).rejects.toMatchObject({
      code: 'pack-checksum',
    });
  });

  it('are missing when the disk has lost them', async () => {
    const lost = { 'unet.onnx': new Blob([MODEL]) };
    const source = createHandedSource({ packFiles: {}, packBlobs: lost }, { readsBlobs: true });
    await expect(openGraphFiles(source, await graphOf(SHARD))).rejects.toMatchObject({
      code: 'pack-missing',
      details: { path: 'weights/a.bin' },
    });
  });
});

describe('the digest of a file', () => {
  it('is the same in pieces, which large files are read in', async () => {
    const pieces: number[] = [];
    const bytes = new Uint8Array(130 * 2 ** 20).fill(7);
    const file = {
      size: bytes.length,
      slice: (start: number, end: number) => {
        pieces.push(end - start);
        return new Blob([bytes.subarray(start, end)]);
      },
      arrayBuffer: () => Promise.reject(new Error('too large')),
    };
    expect(await sha256HexOfFile(file)).toBe(await sha256Hex(bytes));
    expect(Math.max(...pieces)).toBeLessThanOrEqual(4 * 2 ** 20);
  });
});
