import { mkdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resizeBytes } from '../../src/inference/resample/resize-bytes';
import { convertGoldenModel, type TemporaryPack } from '../golden/mini-pack';
import {
  GOLDEN,
  GOLDEN_NOTE,
  loadGoldenCase,
  readGoldenTensors,
  relativeL2,
} from '../support/golden';
import { repeatModel } from '../unit/inference/support/models';
import {
  describePack,
  packFiles,
  twoLevelPack,
  type TestPack,
} from '../unit/inference/support/packs';
import { useOnestepCommand } from './onestep-command';
import {
  colourAt,
  colourful,
  describePicture,
  writeAnimatedGif,
  writeJpeg,
  writePng,
} from './pictures';

const onestep = useOnestepCommand();

describe('one picture', () => {
  it('becomes four times as large, under the name given', async () => {
    await writePng(onestep.path('photo.png'), 128, 128);
    const run = await onestep.run(['enhance', 'photo.png', '-o', 'large.png']);
    expect(run).toEqual({
      exitCode: 0,
      stdout: 'photo.png → large.png (512 × 512 px, 4×)\n',
      stderr: '',
    });
    expect(await describePicture(onestep.path('large.png'))).toMatchObject({
      format: 'png',
      width: 512,
      height: 512,
    });
    expect(await onestep.list()).toEqual(['large.png', 'photo.png']);
  });

  it('gets a name that says the scale when none is given', async () => {
    await writeJpeg(onestep.path('photo.jpg'));
    const run = await onestep.run(['enhance', 'photo.jpg', '--scale', '2']);
    expect(run.exitCode).toBe(0);
    expect(await describePicture(onestep.path('photo@2x.jpg'))).toMatchObject({
      format: 'jpeg',
      width: 48,
      height: 32,
    });
  });

  it('takes scales between', async () => {
    await writePng(onestep.path('a.png'), 20, 10);
    await onestep.run(['enhance', 'a.png', '--scale', '2.5']);
    expect(await describePicture(onestep.path('a@2.5x.png'))).toMatchObject({
      width: 50,
      height: 25,
    });
  });

  it.each([
    ['a.webp', 'webp'],
    ['a.jpeg', 'jpeg'],
    ['a.PNG', 'png'],
  ])('is written in the format that the name %s says', async (name, format) => {
    await writePng(onestep.path('photo.png'));
    expect((await onestep.run(['enhance', 'photo.png', '-o', name])).exitCode).toBe(0);
    expect((await describePicture(onestep.path(name))).format).toBe(format);
  });

  it('is as large a file as the quality asks for', async () => {
    await writePng(onestep.path('photo.png'));
    const sizeAt = async (quality: string): Promise<number> => {
      const name = `${quality}.jpg`;
      await onestep.run(['enhance', 'photo.png', '-o', name, '--quality', quality]);
      return (await readFile(onestep.path(name))).length;
    };
    const [least, most] = [await sizeAt('10'), await sizeAt('100')];
    expect(least).toBeLessThan(most / 2);
  });

  it('is a classic enlargement at strength 0', async () => {
    await writePng(onestep.path('photo.png'));
    await onestep.run(['enhance', 'photo.png', '-o', 'classic.png', '--strength', '0']);
    const data = await sharp(onestep.path('photo.png')).raw().toBuffer();
    const expected = resizeBytes({ width: 24, height: 16, channels: 3, data }, 96, 64);
    const read = await sharp(onestep.path('classic.png')).raw().toBuffer();
    expect(read.equals(Buffer.from(expected.data))).toBe(true);
  });

  it('keeps its transparency', async () => {
    await colourful(24, 16, (x) => (x < 12 ? 0 : 255))
      .png()
      .toFile(onestep.path('icon.png'));
    await onestep.run(['enhance', 'icon.png', '-o', 'large.png']);
    expect((await describePicture(onestep.path('large.png'))).hasAlpha).toBe(true);
    expect((await colourAt(onestep.path('large.png'), 0.1, 0.5))[3]).toBe(0);
    expect((await colourAt(onestep.path('large.png'), 0.9, 0.5))[3]).toBe(255);
  });

  it('comes out upright when the camera was turned', async () => {
    // Orientation 6: the stored picture has to be turned by 90° clockwise to be upright.
    await colourful(24, 16)
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: 6 })
      .toFile(onestep.path('turned.jpg'));
    await onestep.run(['enhance', 'turned.jpg', '-o', 'upright.png']);
    const upright = onestep.path('upright.png');
    expect(await describePicture(upright)).toMatchObject({ width: 64, height: 96 });
    // Stored: red grows to the right, green downwards. Upright: red grows downwards, green to the left.
    const [topLeft, topRight, bottomLeft] = await Promise.all([
      colourAt(upright, 0.05, 0.05),
      colourAt(upright, 0.95, 0.05),
      colourAt(upright, 0.05, 0.95),
    ]);
    expect(topLeft[1]! - topRight[1]!).toBeGreaterThan(150);
    expect(bottomLeft[0]! - topLeft[0]!).toBeGreaterThan(150);
  });

  it('gives the same bytes twice', async () => {
    await writePng(onestep.path('a.png'));
    await onestep.run(['enhance', 'a.png', '-o', 'one.png']);
    await onestep.run(['enhance', 'a.png', '-o', 'two.png']);
    const one = await readFile(onestep.path('one.png'));
    const two = await readFile(onestep.path('two.png'));
    expect(one.equals(two)).toBe(true);
  });
});

describe('files that cannot be enhanced', () => {
  it.each([
    ['text.png', 'not a picture in a format that Onestep reads', () => 'just words'],
    ['empty.png', 'empty (0 bytes)', () => ''],
    ['cut.png', 'cut off', async () => (await colourful(24, 16).png().toBuffer()).subarray(0, 60)],
  ])('%s is refused in a sentence', async (name, sentence, content) => {
    await writeFile(onestep.path(name), await content());
    const run = await onestep.run(['enhance', name, '-o', 'large.png']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(`${name}: `);
    expect(run.stderr).toContain(sentence);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(await onestep.list()).toEqual([name]);
  });

  it('an animation is refused', async () => {
    await writeAnimatedGif(onestep.path('moving.gif'));
    const run = await onestep.run(['enhance', 'moving.gif']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('animated picture');
  });

  it('a missing file and a folder are refused', async () => {
    await mkdir(onestep.path('photos'));
    const run = await onestep.run(['enhance', 'missing.png', 'photos']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('There is no file missing.png.');
    expect(run.stderr).toContain('photos is a folder.');
  });
});

describe('a batch', () => {
  it('goes on after a bad file and says which one it was', async () => {
    await writePng(onestep.path('a.png'));
    await writeFile(onestep.path('bad.png'), 'no picture');
    await writeJpeg(onestep.path('c.jpg'));
    const run = await onestep.run(['enhance', 'a.png', 'bad.png', 'c.jpg', '-o', 'out/']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toBe(
      '[1/3] a.png → out/a.png (96 × 64 px, 4×)\n[3/3] c.jpg → out/c.jpg (96 × 64 px, 4×)\n',
    );
    expect(run.stderr).toMatch(/^\[2\/3\] bad\.png: This is not a picture/);
    expect(run.stderr).toContain('2 of 3 pictures enhanced, 1 failed: bad.png\n');
    expect(await onestep.list('out')).toEqual(['a.png', 'c.jpg']);
  });

  it('expands a pattern that the shell did not', async () => {
    await Promise.all(['b1.png', 'b2.png', 'c.png'].map((name) => writePng(onestep.path(name))));
    const run = await onestep.run(['enhance', 'b?.png', '-o', 'out/', '--format', 'webp']);
    expect(run.exitCode).toBe(0);
    expect(await onestep.list('out')).toEqual(['b1.webp', 'b2.webp']);
  });

  it('prints nothing with --quiet but failures', async () => {
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', 'missing.png', '-o', 'out/', '--quiet']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr.split('\n')[0]).toBe('[1/2] There is no file missing.png.');
    expect(run.stderr).not.toContain('enhanced');
  });

  it('prints one JSON document with --json', async () => {
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', 'missing.png', '-o', 'out/', '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      results: [
        { input: 'a.png', output: 'out/a.png', format: 'png', width: 96, height: 64, scale: 4 },
      ],
      failures: [
        { input: 'missing.png', code: 'input-missing', what: 'There is no file missing.png.' },
      ],
      cancelled: false,
    });
  });
});

describe('Ctrl+C', () => {
  it('stops between tiles, keeps what is finished and leaves nothing partial', async () => {
    await writePng(onestep.path('small.png'));
    await writePng(onestep.path('large.png'), 1500, 1500);
    const run = await onestep.run(['enhance', 'small.png', 'large.png', '-o', 'out/'], (_, kill) =>
      kill('SIGINT'),
    );
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain('Cancelled. Nothing more was changed.');
    expect(run.stderr).toContain('1 of 2 pictures enhanced');
    expect(await onestep.list('out')).toEqual(['small.png']);
  });
});

describe('wishes that the embedded pack cannot fulfil end with 2 and a sentence', () => {
  it.each([
    [['--caption', 'wall'], '--caption cannot be “wall”.\n  Use a pack made from OSEDiff'],
    [['--tiling', 'official'], '--tiling cannot be “official”.\n  Use a pack made from OSEDiff'],
    [['--color-fix', 'adain'], '--color-fix cannot be “adain”.'],
    [['--latent-tile', '64'], '--latent-tile cannot be “64”.'],
    [['--network-size'], '--network-size cannot be “network”.'],
    [['--dump', 'x.safetensors'], '--dump cannot be “x.safetensors”.'],
    [['--scale', '5'], '--scale cannot be “5”.\n  Use a number from 1 to 4'],
    [['--tiling', 'wild'], '--tiling cannot be “wild”.\n  Use auto, official, none'],
    [['--latent-tile', '-3'], '--latent-tile cannot be “-3”.\n  Use a whole number'],
  ])('%j', async (words, sentence) => {
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', ...words]);
    expect(run.stderr).toContain(sentence);
    expect(run.exitCode).toBe(2);
    expect(await onestep.list()).toEqual(['a.png']);
  });
});

describe('a pack with controls', () => {
  /** Writes the pack into the folder that the command runs in. */
  const writePack = async (pack: TestPack): Promise<string> => {
    const folder = onestep.path('pack');
    await mkdir(folder);
    const files = packFiles(describePack(pack), pack.graph);
    for (const [name, bytes] of Object.entries(files)) await writeFile(`${folder}/${name}`, bytes);
    return 'pack';
  };
  const enhance = async (name: string, ...words: string[]) => {
    const run = await onestep.run(['enhance', 'a.png', '-o', name, '--pack', 'pack', ...words]);
    expect(run.exitCode).toBe(0);
    return { run, bytes: await readFile(onestep.path(name)) };
  };

  it('follows flags, and a prompt as far as it goes', async () => {
    await writePack(twoLevelPack());
    await writePng(onestep.path('a.png'));
    const plain = await enhance('plain.png', '--denoise', 'auto', '--content', 'auto');
    const flagged = await enhance('flagged.png', '--denoise', '1', '--content', 'illustration');
    const prompted = await enhance('prompted.png', '--prompt', 'a wall and a logo, remove noise');
    expect(plain.run.stderr).toBe('');
    expect(flagged.run.stderr).toBe('');
    expect(prompted.run.stderr).toBe('prompt: understood “logo”, “remove noise”; ignored “wall”\n');
    expect(flagged.bytes.equals(plain.bytes)).toBe(false);
    expect(prompted.bytes.equals(flagged.bytes)).toBe(true);
    const overruled = ['--denoise', '0.2', '--content', 'illustration'];
    const both = await enhance('both.png', ...overruled, '--prompt', 'logo, remove noise');
    const without = await enhance('without.png', ...overruled);
    expect(both.bytes.equals(without.bytes)).toBe(true);
  });

  it('restores a picture in its own size', async () => {
    await writePack(twoLevelPack());
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', '--scale', '1', '--pack', 'pack']);
    expect(run.stdout).toBe('a.png → a@1x.png (24 × 16 px, 1×)\n');
  });

  it('is described by what can be asked of it', async () => {
    await writePack(twoLevelPack());
    const run = await onestep.run(['inspect', 'pack']);
    expect(run.stdout).toContain('  Scales: 1×, 2×, 4×\n');
    expect(run.stdout).toContain('  Controls: denoise, dejpeg, deblur, content, crisp\n');
    expect(run.stdout).toContain('  Vocabulary: 5 phrases\n');
    const json = await onestep.run(['inspect', 'pack', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ scales: [1, 2, 4], phrases: 5 });
  });

  it.each([
    [['--prompt', 'logo'], 'This model pack does not take a prompt.\n  Leave the prompt out'],
    [['--crisp', '0.5'], '--crisp cannot be “0.5”.\n  Use the pack that comes with Onestep'],
  ])('is needed for %j', async (words, sentence) => {
    await writePack({ graph: repeatModel() });
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', '--pack', 'pack', ...words]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(sentence);
  });
});

describe.skipIf(GOLDEN === null)(`with a pack made from OSEDiff${GOLDEN_NOTE}`, () => {
  let pack: TemporaryPack;
  beforeAll(async () => {
    pack = await convertGoldenModel();
  }, 120_000);
  afterAll(() => pack?.remove());

  it('gives the picture and the stages of the official code', async () => {
    const golden = await loadGoldenCase('plain');
    const { caption, user_prompt: prompt } = golden.settings;
    const run = await onestep.run([
      ...['enhance', golden.path('input.png'), '-o', 'out.png', '--pack', pack.folder],
      ...['--process-size', '128', '--prompt', prompt, '--caption', caption],
      ...['--color-fix', 'adain', '--dump', 'dump.safetensors'],
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('out.png (128 × 128 px, 4×)');
    const dump = await readGoldenTensors(onestep.path('dump.safetensors'));
    expect(dump.get('token_ids')?.data).toEqual(golden.int('token_ids').data);
    expect(dump.get('text_embeds')?.shape).toEqual([1, 77, 32]);
    for (const stage of ['latent', 'noise_pred', 'x0', 'decoded']) {
      const expected = golden.float(`mode.${stage}`);
      expect(dump.get(stage)?.shape).toEqual(expected.shape);
      const deviation = relativeL2(dump.get(stage)!.data as Float32Array, expected.data);
      expect(deviation).toBeLessThan(5e-5);
    }
  });

  it('takes any scale up to 8, and no other', async () => {
    await writePng(onestep.path('a.png'), 16, 12);
    const options = ['--pack', pack.folder, '--process-size', '64'];
    const run = await onestep.run(['enhance', 'a.png', '--scale', '8', ...options]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await describePicture(onestep.path('a@8x.png'))).toMatchObject({
      width: 128,
      height: 96,
    });
    const between = await onestep.run(['enhance', 'a.png', '--scale', '2.5', ...options]);
    expect(between).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await describePicture(onestep.path('a@2.5x.png'))).toMatchObject({
      width: 40,
      height: 30,
    });
    const refused = await onestep.run(['enhance', 'a.png', '--scale', '9', ...options]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('--scale cannot be “9”.\n  Use a number from 1 to 4');
  });

  it('writes the stages of one picture only', async () => {
    await writePng(onestep.path('a.png'));
    await writePng(onestep.path('b.png'));
    const run = await onestep.run([
      ...['enhance', 'a.png', 'b.png', '--pack', pack.folder, '--dump', 'x.safetensors'],
    ]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('--dump cannot be “x.safetensors”.');
    expect(await onestep.list()).toEqual(['a.png', 'b.png']);
  });

  it('says which file of the pack is damaged', async () => {
    await writePng(onestep.path('a.png'));
    const damaged = await convertGoldenModel();
    await writeFile(`${damaged.folder}/unet.onnx`, 'no network');
    const run = await onestep.run(['enhance', 'a.png', '--pack', damaged.folder]);
    await damaged.remove();
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('The model pack is damaged: unet.onnx');
  });
});
