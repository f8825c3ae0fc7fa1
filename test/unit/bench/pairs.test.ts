import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import sharp from 'sharp';
import { measurePair } from '../../bench/measure';
import { lanczosMethod } from '../../bench/methods';
import { findPairs } from '../../bench/pairs';

const TASK = { scale: 4, methods: [] };

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
  await expect(measurePair(pair!, TASK)).rejects.toThrow('must be exactly 4 times as large');
});

it('names the column whose size does not match', async () => {
  await putPicture('lr/a.png', 8);
  await putPicture('hr/a.png', 32);
  await putPicture('other/a.png', 30);
  const [pair] = await findPairs(folder);
  await expect(measurePair(pair!, TASK)).rejects.toThrow('a, other: Sizes do not match');
});

it('measures over the ground that is asked for', async () => {
  const clear = { create: { width: 8, height: 8, channels: 4, background: '#00000000' } } as const;
  const solid = { create: { width: 32, height: 32, channels: 3, background: 'black' } } as const;
  await Promise.all(['lr', 'hr'].map((part) => mkdir(join(folder, part))));
  await sharp(clear).png().toFile(join(folder, 'lr/a.png'));
  await sharp(solid).png().toFile(join(folder, 'hr/a.png'));
  const [pair] = await findPairs(folder);
  const measure = async (ground: 'white' | 'black') => {
    const task = { scale: 4, methods: [lanczosMethod(4)], ground };
    return (await measurePair(pair!, task)).candidates[0]!.figures.psnrY;
  };
  expect(await measure('black')).toBe(Infinity);
  expect(await measure('white')).toBeLessThan(2);
});
