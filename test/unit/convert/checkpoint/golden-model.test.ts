/** The miniature base model: everything in it can be read. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWeights } from '../../../../models/convert/checkpoint/sharded';
import type { TorchDict } from '../../../../models/convert/checkpoint/pickle/pickle-value';
import { openTorchArchive } from '../../../../models/convert/checkpoint/torch-archive';
import { TorchTensor } from '../../../../models/convert/checkpoint/torch-tensor';
import { openFileSource } from '../../../../models/convert/node/file-source';
import { openFolderSource } from '../../../../models/convert/node/folder-source';
import { readJsonFile } from '../../../../models/convert/sources/read-json';
import { GOLDEN, GOLDEN_MISSING, SKIP_NOTE } from '../golden-folder';

describe.skipIf(GOLDEN_MISSING)(`golden model${SKIP_NOTE}`, () => {
  it.each([
    ['unet', 'F32', 'conv_in.weight'],
    ['vae', 'F16', 'encoder.mid_block.attentions.0.query.weight'],
    ['text_encoder', 'F16', 'text_model.embeddings.token_embedding.weight'],
  ])('reads every tensor of %s', async (component, dtype, known) => {
    const weights = await openWeights(await openFolderSource(join(GOLDEN, 'model')), component);
    expect(weights.get(known)!.dtype).toBe(dtype);
    for (const tensor of weights.values()) {
      const values = await tensor.readFloat32();
      expect(values.length).toBe(tensor.shape.reduce((a, b) => a * b, 1));
      expect(values.every(Number.isFinite), tensor.name).toBe(true);
    }
  });

  it('reads the configurations', async () => {
    const folder = await openFolderSource(join(GOLDEN, 'model'));
    expect(await readJsonFile(folder, 'unet/config.json')).toMatchObject({ in_channels: 4 });
    await expect(readJsonFile(folder, 'unet/nothing.json')).rejects.toMatchObject({
      code: 'checkpoint-missing',
      details: { file: 'unet/nothing.json' },
    });
  });

  it.each([
    ['ram.pth', 'model', 'F16'],
    ['DAPE.pth', null, 'F32'],
  ])('reads the state dict of %s', async (file, key, dtype) => {
    const content = await openTorchArchive(await openFileSource(join(GOLDEN, 'ram', file)));
    const dict = (key === null ? content : (content as TorchDict).get(key)) as TorchDict;
    for (const tensor of dict.values()) {
      if (!(tensor instanceof TorchTensor)) throw new Error('more than tensors');
      expect([dtype, 'I64']).toContain(tensor.dtype);
      expect((await tensor.readFloat32()).every(Number.isFinite)).toBe(true);
    }
  });
});
