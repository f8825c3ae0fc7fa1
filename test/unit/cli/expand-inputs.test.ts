import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expandInputs } from '../../../src/cli/enhance/expand-inputs';

const FILES = ['a.png', 'a1.png', 'b.jpg', 'b+(1).jpg', '.hidden.png', '[x]*.png'];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onestep-expand-'));
  await Promise.all(FILES.map((name) => writeFile(join(folder, name), '')));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['a.png', ['a.png']],
  ['*.jpg', ['b+(1).jpg', 'b.jpg']],
  ['a?.png', ['a1.png']],
  ['b+(?).jpg', ['b+(1).jpg']],
  ['.*.png', ['.hidden.png']],
  // The name of a file, although it looks like a pattern.
  ['[x]*.png', ['[x]*.png']],
  // Left as it is, so that it is reported as missing.
  ['*.gif', ['*.gif']],
])('%s', async (pattern, names) => {
  const expanded = await expandInputs([join(folder, pattern)]);
  expect(expanded).toEqual(names.map((name) => join(folder, name)));
});

it('keeps the order of the inputs', async () => {
  const inputs = ['b.jpg', 'a*.png', 'missing.png'].map((name) => join(folder, name));
  expect((await expandInputs(inputs)).map((path) => path.slice(folder.length + 1))).toEqual([
    'b.jpg',
    'a.png',
    'a1.png',
    'missing.png',
  ]);
});
