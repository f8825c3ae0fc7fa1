import { describe, expect, it } from 'vitest';
import { mergeLora } from '../../../../models/convert/lora/merge';
import { errorText } from '../../../../src/shared/error-texts';
import { OnestepError } from '../../../../src/shared/errors';
import { tensor, tensorMap } from '../graphs/sources';

async function read(map: ReturnType<typeof mergeLora>, key: string): Promise<number[]> {
  return [...(await map.get(key)!.readFloat32())];
}

function refusal(merge: () => unknown): OnestepError {
  try {
    merge();
  } catch (error) {
    if (error instanceof OnestepError) return error;
    throw error;
  }
  throw new Error('not refused');
}

const linearBase = tensorMap(tensor('a.weight', [2, 3], [1, 2, 3, 4, 5, 6]));
const linearAdapter = tensorMap(
  tensor('a.lora_A.default_encoder.weight', [1, 3], [1, 10, 100]),
  tensor('a.lora_B.default_encoder.weight', [2, 1], [1, -1]),
);

describe('merging an adapter', () => {
  it('adds B·A at 8 / rank to a linear layer', async () => {
    const merged = mergeLora(linearBase, linearAdapter, 1, 'unet');
    expect(await read(merged, 'a.weight')).toEqual([9, 82, 803, -4, -75, -794]);
    const rank2 = tensorMap(
      tensor('a.lora_A.x.weight', [2, 3], [1, 0, 0, 0, 1, 0]),
      tensor('a.lora_B.x.weight', [2, 2], [1, 2, 3, 4]),
    );
    expect(await read(mergeLora(linearBase, rank2, 2, 'unet'), 'a.weight')).toEqual([
      5, 10, 3, 16, 21, 6,
    ]);
  });

  it('leaves the base as it is, and reads it anew each time', async () => {
    const merged = mergeLora(linearBase, linearAdapter, 1, 'unet');
    const first = await read(merged, 'a.weight');
    expect(await read(merged, 'a.weight')).toEqual(first);
    expect([...(await linearBase.get('a.weight')!.readFloat32())]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('merges a k×k A and a 1×1 B into a convolution', async () => {
    const base = tensorMap(tensor('c.weight', [2, 1, 2, 2], Array<number>(8).fill(0)));
    const adapter = tensorMap(
      tensor('c.lora_A.x.weight', [1, 1, 2, 2], [1, 2, 3, 4]),
      tensor('c.lora_B.x.weight', [2, 1, 1, 1], [1, 2]),
    );
    expect(await read(mergeLora(base, adapter, 1, 'unet'), 'c.weight')).toEqual([
      8, 16, 24, 32, 16, 32, 48, 64,
    ]);
  });

  it("takes the adapter's own base layer before the change", async () => {
    const base = tensorMap(tensor('a.weight', [1, 1], [5]), tensor('a.bias', [1], [1]));
    const adapter = tensorMap(
      tensor('a.base_layer.weight', [1, 1], [100]),
      tensor('a.base_layer.bias', [1], [7]),
      tensor('a.lora_A.x.weight', [1, 1], [1]),
      tensor('a.lora_B.x.weight', [1, 1], [1]),
    );
    const merged = mergeLora(base, adapter, 1, 'unet');
    expect(await read(merged, 'a.weight')).toEqual([108]);
    expect(await read(merged, 'a.bias')).toEqual([7]);
  });

  it.each([
    ['of another width', [1, 4], [2, 1], /a is 1×4 and 2×1 where 1×3 and 2×1 belong/],
    ['of another rank than it says', [2, 3], [2, 2], /1×3/],
  ])('refuses an adapter %s', (_, down, up, reason) => {
    const adapter = tensorMap(tensor('a.lora_A.x.weight', down), tensor('a.lora_B.x.weight', up));
    const error = refusal(() => mergeLora(linearBase, adapter, 1, 'unet'));
    expect(error.code).toBe('checkpoint-unsupported');
    expect(errorText(error).what).toMatch(reason);
  });

  it('refuses layers and base layers that the model has not', () => {
    const layer = tensorMap(
      tensor('b.lora_A.x.weight', [1, 1]),
      tensor('b.lora_B.x.weight', [1, 1]),
    );
    expect(errorText(refusal(() => mergeLora(linearBase, layer, 1, 'unet'))).what).toMatch(
      /changes b, which the unet has not/,
    );
    const own = tensorMap(tensor('b.base_layer.weight', [1, 1]));
    expect(errorText(refusal(() => mergeLora(linearBase, own, 1, 'unet'))).what).toMatch(
      /b\.weight as 1×1 where the base has nothing/,
    );
  });

  it('names a key that is not understood, and half of a pair', () => {
    const surplus = tensorMap(tensor('a.magnitude', [1]));
    expect(refusal(() => mergeLora(linearBase, surplus, 1, 'unet')).details['key']).toBe(
      'a.magnitude',
    );
    const half = tensorMap(tensor('a.lora_A.x.weight', [1, 3]));
    expect(refusal(() => mergeLora(linearBase, half, 1, 'unet')).details['key']).toBe('a');
  });
});
