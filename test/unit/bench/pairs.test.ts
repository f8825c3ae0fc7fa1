import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import sharp from 'sharp';
import { measurePair } from '../../bench/measure';
import { findPairs } from '../../bench/pairs';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onestep-pairs-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), '');
}

async function putPicture(path: string, side: number): Promise<void> {
  await put(path);
  await sharp({ create: { width: side, height: side, channels: 3, background: '#468' } })
    .png()
    .toFile(join(folder, path));
}

it('matches by name, whatever the extension, and finds folders of other results', async () => {
  await Promise.all(['lr/a.png', 'hr/a.jpg', 'other/a.png', 'notes/readme.txt'].map(put));
  const [pair, ...more] = await findPairs(folder);
  expect(more).toEqual([]);
  expect(pair).toMatchObject({ name: 'a', highPath: join(folder, 'hr/a.jpg') });
  expect([...pair!.others]).toEqual([['other', join(folder, 'other/a.png')]]);
});

it.each([
  [[], 'There is no folder'],
  [['lr/a.png'], 'There is no folder'],
  [['lr/readme.txt', 'hr/a.png'], 'There are no pictures in'],
  [['lr/a.png', 'hr/b.png'], 'There is no picture a in'],
  [['lr/a.png', 'hr/a.png', 'other/b.png'], 'There is no picture a in'],
])('says what is missing: %j', async (files, sentence) => {
  await Promise.all(files.map(put));
  await expect(findPairs(folder)).rejects.toThrow(sentence);
});

it('refuses a pair of another scale', async () => {
  await putPicture('lr/a.png', 8);
  await putPicture('hr/a.png', 16);
  const [pair] = await findPairs(folder);
  await expect(measurePair(pair!, new Map())).rejects.toThrow('must be exactly 4 times as large');
});

it('names the column whose size does not match', async () => {
  await putPicture('lr/a.png', 8);
  await putPicture('hr/a.png', 32);
  await putPicture('other/a.png', 30);
  const [pair] = await findPairs(folder);
  await expect(measurePair(pair!, new Map())).rejects.toThrow('a, other: Sizes do not match');
});
