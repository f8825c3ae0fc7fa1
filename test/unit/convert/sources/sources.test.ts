import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileSource } from '../../../../models/convert/node/file-source';
import { openFolderSource } from '../../../../models/convert/node/folder-source';
import { blobFolder } from '../../../../models/convert/sources/blob-folder';
import { blobSource } from '../../../../models/convert/sources/blob-source';
import { memorySource } from '../../../support/memory-source';
import type { RandomAccessSource } from '../../../../models/convert/sources/random-access-source';

const BYTES = Uint8Array.of(1, 2, 3, 4, 5);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onestep-sources-'));
  await mkdir(join(folder, 'unet'));
  await writeFile(join(folder, 'unet', 'file'), BYTES);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each<[string, () => Promise<RandomAccessSource>]>([
  ['file', () => openFileSource(join(folder, 'unet', 'file'))],
  ['blob', async () => blobSource(new Blob([BYTES]), 'blob')],
  ['memory', async () => memorySource(BYTES, 'memory')],
])('%s', (_, open) => {
  it('reads what is there and nothing else', async () => {
    const source = await open();
    expect(source.size).toBe(5);
    expect(await source.read(1, 3)).toEqual(Uint8Array.of(2, 3, 4));
    expect(await source.read(5, 0)).toHaveLength(0);
    await expect(source.read(3, 3)).rejects.toMatchObject({ code: 'checkpoint-truncated' });
    for (const [offset, length] of [
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [0, NaN],
    ] as const) {
      await expect(source.read(offset, length)).rejects.toMatchObject({
        code: 'checkpoint-invalid',
      });
    }
  });

  it('gives memory of its own', async () => {
    const source = await open();
    (await source.read(0, 1))[0] = 9;
    expect(await source.read(0, 1)).toEqual(Uint8Array.of(1));
  });
});

describe('files and folders', () => {
  it('notices a file that became shorter', async () => {
    const path = join(folder, 'shrinks');
    await writeFile(path, BYTES);
    const source = await openFileSource(path);
    await writeFile(path, BYTES.subarray(0, 2));
    await expect(source.read(0, 5)).rejects.toMatchObject({ code: 'checkpoint-truncated' });
  });

  it('says what is wrong with a path', async () => {
    await expect(openFileSource(join(folder, 'no'))).rejects.toMatchObject({
      code: 'input-missing',
    });
    await expect(openFileSource(folder)).rejects.toMatchObject({ code: 'input-is-folder' });
    await expect(openFolderSource(join(folder, 'no'))).rejects.toMatchObject({
      code: 'input-missing',
    });
    await expect(openFolderSource(join(folder, 'unet', 'file'))).rejects.toMatchObject({
      code: 'input-unreadable',
    });
  });

  it('opens Blobs by their path', async () => {
    const source = blobFolder(new Map([['unet/file', new Blob([BYTES])]]), 'chosen');
    expect((await source.open('unet/file'))!.size).toBe(5);
    expect(await source.open('unet/other')).toBeNull();
    await expect(source.open('../x')).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  });

  it('opens files of a folder, and none outside', async () => {
    const source = await openFolderSource(folder);
    expect((await source.open('unet/file'))!.size).toBe(5);
    expect(await source.open('unet/other')).toBeNull();
    expect(await source.open('unet/file/other')).toBeNull();
    for (const path of ['../x', 'unet/../../x', '/etc/passwd', 'a//b', '', '.', 'c:x', 'a\\b']) {
      await expect(source.open(path), path).rejects.toMatchObject({ code: 'checkpoint-invalid' });
    }
  });
});
