import { link, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { useOnestepCommand } from './onestep-command';
import { writePng } from './pictures';

const onestep = useOnestepCommand();
let original: Buffer;

beforeEach(async () => {
  await writePng(onestep.path('a.png'));
  original = await readFile(onestep.path('a.png'));
});

async function expectOriginal(): Promise<void> {
  expect((await readFile(onestep.path('a.png'))).equals(original)).toBe(true);
}

describe.each([[[]], [['--force']]])('an input is never overwritten (%j)', (flags) => {
  it('by its own name, written in several ways', async () => {
    await mkdir(onestep.path('sub'));
    for (const output of ['a.png', './a.png', 'sub/../a.png', onestep.path('a.png'), '.']) {
      const run = await onestep.run(['enhance', 'a.png', '-o', output, ...flags]);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('would overwrite the input');
    }
    await expectOriginal();
  });

  it('through a symbolic link, a linked folder or a hard link', async () => {
    await symlink('a.png', onestep.path('symbolic.png'));
    await link(onestep.path('a.png'), onestep.path('hard.png'));
    await symlink('.', onestep.path('folder'));
    for (const output of ['symbolic.png', 'hard.png', 'folder/a.png', 'folder']) {
      const run = await onestep.run(['enhance', 'a.png', '-o', output, ...flags]);
      expect(run.stderr).toContain('would overwrite the input');
    }
    const reverse = await onestep.run(['enhance', 'symbolic.png', '-o', 'a.png', ...flags]);
    expect(reverse.stderr).toContain('would overwrite the input');
    await expectOriginal();
  });

  it('by the result of another input', async () => {
    await mkdir(onestep.path('sub'));
    await writePng(onestep.path('sub/a.png'), 10, 10);
    const run = await onestep.run(['enhance', 'sub/a.png', 'a.png', '-o', '.', ...flags]);
    expect(run.exitCode).toBe(1);
    await expectOriginal();
  });
});

it('gives a name to the first of two inputs only, with or without --force', async () => {
  for (const folder of ['x', 'y']) {
    await mkdir(onestep.path(folder));
    await writePng(onestep.path(`${folder}/same.png`), folder === 'x' ? 10 : 20, 10);
  }
  for (const flags of [[], ['--force']]) {
    const run = await onestep.run(['enhance', 'x/same.png', 'y/same.png', '-o', 'out/', ...flags]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('(40 × 40 px');
    expect(run.stderr).toContain('Two inputs would be written to out/same.png.');
    await rename(onestep.path('out'), onestep.path(`done${flags.length}`));
  }
});

describe('an existing file', () => {
  it('is left alone without --force and replaced with it', async () => {
    await writeFile(onestep.path('out.png'), 'precious');
    const refused = await onestep.run(['enhance', 'a.png', '-o', 'out.png']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      'out.png exists already.\n  Choose another name, or add --force',
    );
    expect(await readFile(onestep.path('out.png'), 'utf8')).toBe('precious');

    const forced = await onestep.run(['enhance', 'a.png', '-o', 'out.png', '--force']);
    expect(forced.exitCode).toBe(0);
    expect((await readFile(onestep.path('out.png'))).subarray(1, 4).toString()).toBe('PNG');
    expect(await onestep.list()).toEqual(['a.png', 'out.png']);
  });

  it('behind a link stays as it is; the link is replaced', async () => {
    await writeFile(onestep.path('precious.png'), 'precious');
    await symlink('precious.png', onestep.path('out.png'));
    expect((await onestep.run(['enhance', 'a.png', '-o', 'out.png'])).exitCode).toBe(1);
    expect((await onestep.run(['enhance', 'a.png', '-o', 'out.png', '--force'])).exitCode).toBe(0);
    expect(await readFile(onestep.path('precious.png'), 'utf8')).toBe('precious');
  });
});

it('refuses a target in a missing folder before any work', async () => {
  const run = await onestep.run(['enhance', 'a.png', '-o', 'missing/out.png']);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('missing/out.png could not be written.');
});
