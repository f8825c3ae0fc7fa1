import { describe, expect, it } from 'vitest';
import { scaled, sliceRows } from '../../../../models/convert/graphs/derived-weights';
import { withTodaysVaeKeys } from '../../../../models/convert/graphs/vae-keys';
import { Weights } from '../../../../models/convert/graphs/weights';
import { OnestepError } from '../../../../src/shared/errors';
import { source, tensor, tensorMap } from './sources';

function refusal(ask: () => unknown): OnestepError {
  try {
    ask();
  } catch (error) {
    if (error instanceof OnestepError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('weights', () => {
  const tensors = tensorMap(tensor('a.weight', [2, 3]), tensor('b.weight', [4, 4, 1, 1]));

  it('name a missing tensor', () => {
    const error = refusal(() => new Weights(tensors, 'unet').get('c.weight', [1]));
    expect(error.code).toBe('checkpoint-invalid');
    expect(error.details).toEqual({ file: 'unet: c.weight', key: 'c.weight' });
  });

  it('name a tensor of another shape', () => {
    const error = refusal(() => new Weights(tensors, 'unet').get('a.weight', [3, 2]));
    expect(error.code).toBe('checkpoint-unsupported');
    expect(error.details['reason']).toBe(
      'a.weight of the unet is 2×3, and its configuration asks for 3×2',
    );
  });

  it('take a 1×1 convolution for a linear layer', () => {
    expect(new Weights(tensors, 'vae').get('b.weight', [4, 4]).shape).toEqual([4, 4]);
  });

  it('tell which tensors nobody wanted', () => {
    const weights = new Weights(tensors, 'unet');
    weights.get('a.weight', [2, 3]);
    expect(weights.unused()).toEqual(['unet: b.weight']);
    weights.ignore('b.weight');
    expect(weights.unused()).toEqual([]);
  });
});

describe('derived weights', () => {
  it('are slices of rows, and multiples', async () => {
    const slice = sliceRows(source('a', [4, 3]), 'b', 1, 2);
    expect(slice.shape).toEqual([2, 3]);
    expect([...(await slice.load())]).toEqual([3, 4, 5, 6, 7, 8]);
    expect([...(await scaled(source('a', [3]), 2).load())]).toEqual([0, 2, 4]);
  });
});

describe("the VAE's attention", () => {
  it('has the names of today, whichever the file has', () => {
    const path = 'encoder.mid_block.attentions.0';
    const old = ['query', 'key', 'value', 'proj_attn', 'group_norm'].map((name) =>
      tensor(`${path}.${name}.weight`, [1]),
    );
    const today = ['to_q', 'to_k', 'to_v', 'to_out.0', 'group_norm'].map(
      (name) => `${path}.${name}.weight`,
    );
    expect([...withTodaysVaeKeys(tensorMap(...old)).keys()]).toEqual(today);
    const already = tensorMap(...today.map((name) => tensor(name, [1])));
    expect([...withTodaysVaeKeys(already).keys()]).toEqual(today);
  });
});
