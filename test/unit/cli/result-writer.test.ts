import type * as FileSystem from 'node:fs/promises';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CancelToken } from '../../../src/shared/cancel';
import { diskView } from '../../../src/cli/enhance/file-system-view';
import { ResultWriter } from '../../../src/cli/enhance/result-writer';

const hardLinks = vi.hoisted(() => ({ work: true }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>();
  const link: typeof real.link = (...paths) =>
    hardLinks.work
      ? real.link(...paths)
      : Promise.reject(Object.assign(new Error('not permitted'), { code: 'EPERM' }));
  return { ...real, link };
});

const RESULT = Buffer.from('result');
const WRITE = { force: false, signal: new CancelToken() };
const REPLACE = { ...WRITE, force: true };

let folder: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onestep-writer-'));
  target = join(folder, 'out.png');
});
afterEach(() => rm(folder, { recursive: true }));

const content = (path: string): Promise<string> => readFile(path, 'utf8');

describe.each([[true], [false]])('on a disk with hard links: %s', (work) => {
  beforeEach(() => {
    hardLinks.work = work;
  });

  it('writes a file and leaves nothing else', async () => {
    await new ResultWriter(new Set()).write(target, RESULT, WRITE);
    expect(await content(target)).toBe('result');
    expect(await readdir(folder)).toEqual(['out.png']);
  });

  it('creates the folder', async () => {
    const deep = join(folder, 'a', 'b', 'out.png');
    await new ResultWriter(new Set()).write(deep, RESULT, WRITE);
    expect(await content(deep)).toBe('result');
  });

  it('keeps a file that has appeared since the plan was made', async () => {
    await writeFile(target, 'precious');
    const writing = new ResultWriter(new Set()).write(target, RESULT, WRITE);
    await expect(writing).rejects.toMatchObject({ code: 'output-exists' });
    expect(await content(target)).toBe('precious');
    expect(await readdir(folder)).toEqual(['out.png']);
  });

  it('replaces a file when told to', async () => {
    await writeFile(target, 'old');
    await new ResultWriter(new Set()).write(target, RESULT, REPLACE);
    expect(await content(target)).toBe('result');
    expect(await readdir(folder)).toEqual(['out.png']);
  });
});

describe('even when told to replace', () => {
  it('keeps an input', async () => {
    await writeFile(target, 'input');
    const { identity } = (await diskView.facts(target))!;
    const writing = new ResultWriter(new Set([identity])).write(target, RESULT, REPLACE);
    await expect(writing).rejects.toMatchObject({ code: 'output-is-input' });
    expect(await content(target)).toBe('input');
  });

  it('keeps another result', async () => {
    const writer = new ResultWriter(new Set());
    await writer.write(target, Buffer.from('first'), REPLACE);
    const writing = writer.write(target, RESULT, REPLACE);
    await expect(writing).rejects.toMatchObject({ code: 'output-collision' });
    expect(await content(target)).toBe('first');
    expect(await readdir(folder)).toEqual(['out.png']);
  });
});

it('writes nothing when cancelled', async () => {
  const signal = new CancelToken();
  signal.cancel();
  const writing = new ResultWriter(new Set()).write(target, RESULT, { force: false, signal });
  await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(folder)).toEqual([]);
});

it.each(['file/out.png', 'taken.png'])('says that %s cannot be written', async (name) => {
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'taken.png'));
  const writing = new ResultWriter(new Set()).write(join(folder, name), RESULT, REPLACE);
  await expect(writing).rejects.toMatchObject({ code: 'output-unwritable' });
  expect((await readdir(folder)).sort()).toEqual(['file', 'taken.png']);
});
