import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { useOnestepCommand } from './onestep-command';
import { writePng } from './pictures';

const onestep = useOnestepCommand();

it('prints its version', async () => {
  expect(await onestep.run(['--version'])).toEqual({
    exitCode: 0,
    stdout: `${version}\n`,
    stderr: '',
  });
});

it('prints help with examples on standard output', async () => {
  const run = await onestep.run(['enhance', '--help']);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toBe('');
  for (const part of ['Usage: onestep enhance', 'Examples:', 'Exit codes:', '--force']) {
    expect(run.stdout).toContain(part);
  }
});

describe('mistakes end with 2 and a sentence with a next step', () => {
  it.each([
    [[], 'Usage: onestep'],
    [['enhance'], 'No picture is named.\n  Name at least one file'],
    [['photo.jpg'], 'There is no command “photo.jpg”.\n  To enhance a picture, write'],
    [['enhance', 'a.png', '--forse'], "Unknown option '--forse'. Did you mean --force?\n  Run"],
    [['enhance', 'a.png', '-o'], "Option '-o, --output <path>' argument missing.\n  Run"],
    [['enhance', 'a.png', '--scale', '8'], '--scale cannot be “8”.\n  Use a number from 1 to 4'],
    [['enhance', 'a.png', '--scale', '0.5'], '--scale cannot be “0.5”.'],
    [['enhance', 'a.png', '--denoise', '2'], '--denoise cannot be “2”.\n  Use auto, or a number'],
    [['enhance', 'a.png', '--crisp', 'auto'], '--crisp cannot be “auto”.\n  Use a number from 0'],
    [
      ['enhance', 'a.png', '--content', 'cat'],
      '--content cannot be “cat”.\n  Use auto, photo, illustration, text',
    ],
    [['enhance', 'a.png', '--quality', '0'], '--quality cannot be “0”.\n  Use a whole number from'],
    [['enhance', 'a.png', '--quality', 'high'], '--quality cannot be “high”.'],
    [['enhance', 'a.png', '--strength', '2'], '--strength cannot be “2”.\n  Use a number from 0'],
    [['enhance', 'a.png', '--scale', 'two'], '--scale cannot be “two”.'],
    [['enhance', 'a.png', '--format', 'tiff'], '--format cannot be “tiff”.\n  Use auto, png'],
    [['enhance', 'a.png', '-o', ''], '-o cannot be “”.'],
    [['enhance', 'a.png', '-o', 'x.tiff'], 'x.tiff has no known picture extension.\n  Use .png'],
    [
      ['enhance', 'a.png', '-o', 'x.png', '--format', 'jpeg'],
      '--format cannot be “jpeg”.\n  Use png',
    ],
    [
      ['enhance', 'a.png', 'b.png', '-o', 'x.png'],
      'x.png is a file, but there are several inputs.',
    ],
    [['enhance', 'a.png', '--pack', 'nowhere'], 'The model pack was not found at nowhere'],
  ])('%j', async (words, sentence) => {
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(words);
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(sentence);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(await onestep.list()).toEqual(['a.png']);
  });
});

it('does not let a file name act on the terminal', async () => {
  const name = 'x\u001b[2J.png';
  await writeFile(onestep.path(name), 'no picture');
  const run = await onestep.run(['enhance', name]);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).not.toContain('\u001b');
});
