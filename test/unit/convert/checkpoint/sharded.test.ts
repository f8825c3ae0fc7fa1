import { describe, expect, it } from 'vitest';
import { openWeights, weightFiles } from '../../../../models/convert/checkpoint/sharded';
import { memorySource } from '../../../support/memory-source';
import type { SourceFolder } from '../../../../models/convert/sources/random-access-source';
import { bytesOf, safetensorsBytes } from './safetensors-bytes';

const file = (...names: string[]) =>
  safetensorsBytes(
    Object.fromEntries(
      names.map((name, i) => [
        name,
        { dtype: 'F32', shape: [1], bytes: bytesOf(Float32Array.of(i)) },
      ]),
    ),
  );

function folderOf(files: Record<string, Uint8Array | object>): SourceFolder {
  return {
    name: 'folder',
    async open(path) {
      const content = files[path];
      if (content === undefined) return null;
      const json = () => new TextEncoder().encode(JSON.stringify(content));
      return memorySource(content instanceof Uint8Array ? content : json(), path);
    },
  };
}

const INDEX = 'unet/diffusion_pytorch_model.safetensors.index.json';
const index = (map: Record<string, unknown>) => ({ metadata: {}, weight_map: map });

describe('openWeights', () => {
  it.each([
    'diffusion_pytorch_model.safetensors',
    'model.safetensors',
    'diffusion_pytorch_model.fp16.safetensors',
  ])('finds %s', async (name) => {
    const weights = await openWeights(folderOf({ [`unet/${name}`]: file('a') }), 'unet');
    expect([...weights.keys()]).toEqual(['a']);
  });

  it('prefers the full precision', async () => {
    const weights = await openWeights(
      folderOf({
        'vae/model.fp16.safetensors': file('half'),
        'vae/model.safetensors': file('full'),
      }),
      'vae',
    );
    expect([...weights.keys()]).toEqual(['full']);
  });

  it('reads shards through their index', async () => {
    const weights = await openWeights(
      folderOf({
        [INDEX]: index({ b: '1.safetensors', a: '0.safetensors', c: '1.safetensors' }),
        'unet/0.safetensors': file('a'),
        'unet/1.safetensors': file('b', 'c'),
      }),
      'unet',
    );
    expect([...weights.keys()]).toEqual(['b', 'a', 'c']);
    expect([...(await weights.get('c')!.readFloat32())]).toEqual([1]);
  });

  const shard = { 'unet/0.safetensors': file('a') };
  it.each<[string, string, Record<string, Uint8Array | object>]>([
    ['no weights', 'checkpoint-missing', {}],
    ['no shard', 'checkpoint-missing', { [INDEX]: index({ a: '9.safetensors' }) }],
    [
      'a tensor that its shard has not',
      'checkpoint-invalid',
      { [INDEX]: index({ a: '0.safetensors', z: '0.safetensors' }), ...shard },
    ],
    [
      'a tensor that is not listed',
      'checkpoint-invalid',
      { [INDEX]: index({ a: '0.safetensors' }), 'unet/0.safetensors': file('a', 'b') },
    ],
    [
      'a shard outside',
      'checkpoint-invalid',
      { [INDEX]: index({ a: '../0.safetensors' }), ...shard },
    ],
    ['a shard that is a number', 'checkpoint-invalid', { [INDEX]: index({ a: 5 }), ...shard }],
    ['no map', 'checkpoint-invalid', { [INDEX]: [] }],
    ['null', 'checkpoint-invalid', { [INDEX]: new TextEncoder().encode('null') }],
    ['no JSON', 'checkpoint-invalid', { [INDEX]: new TextEncoder().encode('{') }],
  ])('refuses %s', async (_, code, files) => {
    await expect(openWeights(folderOf(files), 'unet')).rejects.toMatchObject({ code });
  });
});

describe('weightFiles', () => {
  it('names what would be read', () => {
    const paths = new Set(['unet/model.fp16.safetensors', 'unet/model.safetensors', 'vae/x.bin']);
    expect(weightFiles(paths, 'unet')).toEqual(['unet/model.safetensors']);
    expect(weightFiles(paths, 'vae')).toEqual([]);
    const shards = new Set([
      INDEX,
      'unet/0.safetensors',
      'unet/1.safetensors',
      'vae/2.safetensors',
    ]);
    expect(weightFiles(shards, 'unet')).toEqual(['unet/0.safetensors', 'unet/1.safetensors']);
  });
});
