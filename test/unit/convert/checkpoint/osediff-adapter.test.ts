import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOsediffAdapter } from '../../../../models/convert/checkpoint/osediff-adapter';
import { openSafetensors } from '../../../../models/convert/checkpoint/safetensors';
import type { CheckpointTensor } from '../../../../models/convert/checkpoint/tensor';
import { openFileSource } from '../../../../models/convert/node/file-source';
import { memorySource } from '../../../support/memory-source';
import { GOLDEN, GOLDEN_MISSING, SKIP_NOTE } from '../golden-folder';
import { dict, int, list, pickle, tensor, text } from './pickle-bytes';
import { torchBytes } from './zip-bytes';

describe.skipIf(GOLDEN_MISSING)(`golden adapter${SKIP_NOTE}`, () => {
  it('equals the same tensors in safetensors, one by one', async () => {
    const adapter = await readOsediffAdapter(
      await openFileSource(join(GOLDEN, 'model/osediff.pkl')),
    );
    const expected = await openSafetensors(
      await openFileSource(join(GOLDEN, 'model/osediff_state.safetensors')),
    );
    const read = new Map<string, CheckpointTensor>([
      ...[...adapter.unet.values()].map((tensor) => [`unet.${tensor.name}`, tensor] as const),
      ...[...adapter.vae.values()].map((tensor) => [`vae.${tensor.name}`, tensor] as const),
    ]);
    expect([...read.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [name, tensor] of expected) {
      expect(read.get(name)!.shape, name).toEqual(tensor.shape);
      expect(await read.get(name)!.readFloat32(), name).toEqual(await tensor.readFloat32());
    }
  });

  it('has ranks and the lists of modules, each name once', async () => {
    const adapter = await readOsediffAdapter(
      await openFileSource(join(GOLDEN, 'model/osediff.pkl')),
    );
    expect([adapter.rankUnet, adapter.rankVae]).toEqual([4, 4]);
    const { unetEncoder, unetDecoder, unetOthers, vaeEncoder } = adapter.modules;
    expect([unetEncoder, unetDecoder, unetOthers, vaeEncoder].map((names) => names.length)).toEqual(
      [93, 148, 16, 31],
    );
    expect(vaeEncoder[0]).toBe('encoder.conv_in');
  });
});

describe('readOsediffAdapter', () => {
  const one = tensor({ count: 1, shape: [1], strides: [1] });
  const fields: Record<string, Uint8Array> = {
    vae_lora_encoder_modules: list(text('a'), text('a'), text('b')),
    unet_lora_encoder_modules: list(text('c')),
    unet_lora_decoder_modules: list(),
    unet_lora_others_modules: list(),
    rank_unet: int(8),
    rank_vae: int(2),
    state_dict_unet: dict(text('c.lora_A'), one),
    state_dict_vae: dict(text('a.lora_A'), one),
  };
  const read = (changed: Record<string, Uint8Array | undefined>) => {
    const items = Object.entries({ ...fields, ...changed }).flatMap(([key, value]) =>
      value === undefined ? [] : [text(key), value],
    );
    const bytes = torchBytes(pickle(dict(...items)), [new Uint8Array(4)]);
    return readOsediffAdapter(memorySource(bytes, 'x.pkl'));
  };

  it('reads another rank and names the tensors', async () => {
    const adapter = await read({});
    expect([adapter.rankUnet, adapter.rankVae]).toEqual([8, 2]);
    expect(adapter.unet.get('c.lora_A')!.name).toBe('c.lora_A');
    expect(adapter.modules.vaeEncoder).toEqual(['a', 'b']);
  });

  it.each<[string, Record<string, Uint8Array | undefined>]>([
    ['the adapter has no rank_unet', { rank_unet: undefined }],
    ['its rank_vae is no rank', { rank_vae: int(0) }],
    ['its rank_vae is no rank', { rank_vae: int(1_000_000) }],
    ['its state_dict_vae is no state dict', { state_dict_vae: list() }],
    ['its state_dict_vae holds more than tensors', { state_dict_vae: dict(text('a'), int(1)) }],
    [
      'its unet_lora_others_modules is no list of names',
      { unet_lora_others_modules: list(int(1)) },
    ],
  ])('refuses: %s', async (reason, changed) => {
    await expect(read(changed)).rejects.toMatchObject({
      code: 'checkpoint-unsupported',
      details: { file: 'x.pkl', reason },
    });
  });

  it('refuses an archive with something else', async () => {
    const bytes = torchBytes(pickle(list()));
    await expect(readOsediffAdapter(memorySource(bytes, 'x.pkl'))).rejects.toMatchObject({
      code: 'checkpoint-unsupported',
    });
  });
});
