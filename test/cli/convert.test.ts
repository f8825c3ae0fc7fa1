import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { OP } from '../../models/convert/checkpoint/pickle/opcodes';
import { GOLDEN, GOLDEN_ADAPTER, GOLDEN_MODEL, GOLDEN_NOTE } from '../support/golden';
import { global, pickle, text, tuple } from '../unit/convert/checkpoint/pickle-bytes';
import { torchBytes } from '../unit/convert/checkpoint/zip-bytes';
import { SD15_UNET } from '../unit/convert/graphs/configs';
import { useOnestepCommand } from './onestep-command';

const onestep = useOnestepCommand();

const convert = (
  { base = GOLDEN_MODEL, adapter = GOLDEN_ADAPTER, out = 'pack' },
  ...more: readonly string[]
) =>
  onestep.run([
    ...['convert', '--family', 'osediff', '--base', base, '--adapter', adapter],
    ...['--precision', 'fp32', '--out', out, ...more],
  ]);

describe.skipIf(GOLDEN === null)(`the miniature checkpoint${GOLDEN_NOTE}`, () => {
  it('becomes a pack that inspect finds whole, twice the same', async () => {
    const run = await convert({});
    expect(run.stderr).toBe(
      'Its licence is CreativeML-OpenRAIL++-M AND Apache-2.0; the texts are in its pack.json.\n',
    );
    expect(run.stdout).toMatch(/^pack \(OSEDiff, fp32, \d+\.\d MiB\)\n$/);
    expect(run.exitCode).toBe(0);
    expect(await onestep.list('pack')).toEqual([
      'cross-attention.onnx',
      'decoder.onnx',
      'encoder.onnx',
      'pack.json',
      'prompts.bin',
      'step.onnx',
      'text-encoder.onnx',
      'tokenizer.json',
      'unet.onnx',
      'weights',
    ]);

    const shown = await onestep.run(['inspect', 'pack']);
    expect(shown.exitCode).toBe(0);
    for (const part of ['OSEDiff 1.0.0 (latent, fp32)', 'OpenRAIL++-M', 'textEncoder', 'unet']) {
      expect(shown.stdout).toContain(part);
    }
    const json = JSON.parse((await onestep.run(['inspect', 'pack', '--json'])).stdout) as object;
    expect(json).toMatchObject({ kind: 'latent', precision: 'fp32', whole: true });

    await convert({ out: 'again' });
    const description = await readFile(onestep.path('pack/pack.json'));
    expect(await readFile(onestep.path('again/pack.json'))).toEqual(description);
  });

  it('replaces a pack only when it is told to, and never touches other files', async () => {
    await convert({});
    await writeFile(onestep.path('pack/notes.txt'), 'mine');
    const refused = await convert({}, '--precision', 'int8');
    expect(refused.stderr).toContain('pack exists already.\n  Choose another name, or add --force');
    expect(refused.exitCode).toBe(2);
    const before = await onestep.list('pack/weights');

    expect((await convert({}, '--precision', 'int8', '--force')).exitCode).toBe(0);
    const after = await onestep.list('pack/weights');
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    expect(await readFile(onestep.path('pack/notes.txt'), 'utf8')).toBe('mine');
    expect((await onestep.run(['inspect', 'pack'])).stdout).toContain('int8');
  });

  it('is not written among other things, and leaves an old pack when it is refused', async () => {
    await mkdir(onestep.path('photos'));
    await writeFile(onestep.path('photos/a.jpg'), '');
    const among = await convert({ out: 'photos' }, '--force');
    expect(among.stderr).toContain('--out cannot be “photos”.\n  Use an empty folder');
    expect(among.exitCode).toBe(2);

    await convert({});
    await writeFile(onestep.path('bad.pkl'), 'no pickle');
    const refused = await convert({ adapter: 'bad.pkl' }, '--force');
    expect(refused.exitCode).toBe(1);
    expect((await onestep.run(['inspect', 'pack'])).exitCode).toBe(0);
  });

  it('is found damaged when a byte of it has changed', async () => {
    await convert({});
    const [shard] = await onestep.list('pack/weights');
    const file = onestep.path(join('pack/weights', shard!));
    const bytes = await readFile(file);
    bytes[100]! ^= 1;
    await writeFile(file, bytes);
    const run = await onestep.run(['inspect', 'pack']);
    expect(run.stderr).toContain(`damaged: weights/${shard} is not what its description says`);
    expect(run.exitCode).toBe(1);
  });
});

describe.skipIf(GOLDEN === null)(`refusals${GOLDEN_NOTE}`, () => {
  /** A copy of the miniature to be spoiled. */
  const spoilt = async (): Promise<string> => {
    await cp(GOLDEN_MODEL, onestep.path('model'), { recursive: true });
    return 'model';
  };
  const replace = async (path: string, bytes: string | Uint8Array): Promise<void> => {
    await chmod(onestep.path(path), 0o644);
    await writeFile(onestep.path(path), bytes);
  };
  const refusal = async (request: Parameters<typeof convert>[0]): Promise<string> => {
    const run = await convert(request);
    expect(run.stdout).toBe('');
    expect(run.exitCode).toBe(1);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(await onestep.list()).not.toContain('pack');
    return run.stderr;
  };

  it('of Stable Diffusion 1.5', async () => {
    const base = await spoilt();
    await replace('model/unet/config.json', JSON.stringify(SD15_UNET));
    expect(await refusal({ base })).toContain(
      'This is not a model that can be converted: its UNet is that of Stable Diffusion 1.x.\n' +
        '  OSEDiff needs Stable Diffusion 2.1 base and an OSEDiff adapter.\n',
    );
  });

  it('of a base that predicts velocities', async () => {
    const base = await spoilt();
    const file = 'model/scheduler/scheduler_config.json';
    const config = JSON.parse(await readFile(onestep.path(file), 'utf8')) as object;
    await replace(file, JSON.stringify({ ...config, prediction_type: 'v_prediction' }));
    expect(await refusal({ base })).toContain('it predicts velocities (v-prediction)');
  });

  it('of a pickle that would run code', async () => {
    const attack = pickle(global('os', 'system'), tuple(text('touch owned')), OP.REDUCE);
    await writeFile(onestep.path('evil.pkl'), torchBytes(attack));
    expect(await refusal({ adapter: 'evil.pkl' })).toContain(
      'evil.pkl asks to run code (os.system), which is never done.\n' +
        '  Do not use this file; get the checkpoint from its publisher.\n',
    );
    expect(await onestep.list()).toEqual(['evil.pkl']);
  });

  it('of a safetensors file that is cut off', async () => {
    const base = await spoilt();
    const file = 'model/unet/diffusion_pytorch_model.safetensors';
    const bytes = await readFile(onestep.path(file));
    await replace(file, bytes.subarray(0, bytes.length / 2));
    expect(await refusal({ base })).toMatch(
      /diffusion_pytorch_model\.safetensors is cut off: its end is missing\.\n {2}Download the file again\.\n/,
    );
  });
});

it('says where a token belongs when a file is not open to everybody', async () => {
  const server = createServer((_, response) => response.writeHead(403).end());
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  vi.stubEnv('ONESTEP_CACHE', onestep.path('cache'));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/osediff.pkl`;
  const run = await convert({ base: '.', adapter: url });
  vi.unstubAllEnvs();
  server.close();
  expect(run.stderr).toBe(
    `${url} is not open to everybody, or does not exist.\n` +
      '  Check the address; for a private repository set HF_TOKEN to a token that may read it.\n',
  );
  expect(run.exitCode).toBe(1);
});

describe('mistakes end with 2 and a sentence', () => {
  it.each([
    [['convert', '--adapter', 'a.pkl', '--out', 'p'], '--base cannot be “”.\n  Use a folder'],
    [['convert', '--base', 'b', '--adapter', 'a', '--out', 'p'], 'There is no file b.'],
    [['convert', '--precision', 'fp8'], '--precision cannot be “fp8”.\n  Use fp32, fp16, int8'],
    [['convert', '--family', 'sdxl'], '--family cannot be “sdxl”.\n  Use osediff'],
    [['inspect'], 'Use the folder of a model pack'],
    [['inspect', 'nowhere'], 'The model pack was not found at nowhere'],
  ])('%j', async (words, sentence) => {
    const run = await onestep.run(words);
    expect(run.stderr).toContain(sentence);
    expect(run.exitCode).toBe(2);
    expect(await onestep.list()).toEqual([]);
  });
});
