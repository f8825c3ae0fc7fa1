import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatentMemory } from '../../../../src/inference/latent/latent-memory';
import { LARGEST_AREAS } from '../../../../src/inference/latent/tile-plans';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import type { LatentPack } from '../../../../src/inference/pack/latent-schema';
import { TileMemory } from '../../../../src/inference/tiles/tile-memory';
import { OnestepError } from '../../../../src/shared/errors';
import { describeLatentPack, latentPackFiles } from '../support/latent-packs';

const GIB = 2 ** 30;
const ROOMY = { place: 'here', totalBytes: 8 * GIB, tensorBytes: 4 * GIB };

async function packOf(precision: LatentPack['precision']): Promise<LatentPack> {
  const pack = await loadPack(createMemorySource(latentPackFiles(describeLatentPack())));
  if (pack.kind !== 'latent') throw new Error('not a latent pack');
  return { ...pack.description, precision };
}

const areasOf = (pack: LatentPack, limits: Partial<typeof ROOMY>, known = new TileMemory()) =>
  new LatentMemory(pack, { memory: { ...ROOMY, ...limits }, sessionBudgetBytes: GIB }, known).areas;

describe('the memory of a latent pack', () => {
  it('sets no limit where there is enough', async () => {
    expect(areasOf(await packOf('fp32'), {})).toEqual(LARGEST_AREAS);
  });

  it('keeps the decoder’s largest tensor within what a device binds', async () => {
    // 256 channels of 64 pixels each.
    const limits = { tensorBytes: 2 ** 27 };
    expect(areasOf(await packOf('fp16'), limits).decode).toBe(64 * 64);
    expect(areasOf(await packOf('int4'), limits).decode).toBe(64 * 32);
    // Its convolutions compute in single precision; 128 channels.
    expect(areasOf(await packOf('fp16'), limits).encode).toBe(64 * 64);
  });

  it('keeps attention within what 32 bits can count', async () => {
    const limits = { ...ROOMY, attentionSteps: 2 ** 31 - 1 };
    // Heads of 512 in the autoencoder, of 64 in the UNet.
    const { encode, predict, decode } = areasOf(await packOf('int4'), limits);
    expect([encode, predict, decode]).toEqual([1448, 4095, 1448]);
  });

  it('plans no tile that takes more than there is', async () => {
    const pack = await packOf('fp32');
    fc.assert(
      fc.property(fc.integer({ min: GIB, max: 4 * GIB }), (totalBytes) => {
        const { decode } = areasOf(pack, { totalBytes });
        expect(GIB + decode * 4 * 256 * 64 * 4).toBeLessThanOrEqual(totalBytes);
      }),
    );
  });

  it('heeds what failed, for that network', async () => {
    const pack = await packOf('fp32');
    const known = new TileMemory();
    const runtime = { memory: ROOMY, sessionBudgetBytes: GIB };
    const memory = new LatentMemory(pack, runtime, known);
    const { run } = memory.watched('decode', {
      channels: 3,
      unit: 8,
      run: async () => {
        throw new OnestepError('engine-memory');
      },
    });
    await run({ left: 0, top: 0, width: 60, height: 50 }).catch(() => undefined);
    expect(memory.areas).toEqual({ ...LARGEST_AREAS, decode: 1500 });
    expect(areasOf(pack, {}, new TileMemory(known.known)).decode).toBe(1500);
    expect(areasOf(pack, { place: 'elsewhere' }, known).decode).toBe(LARGEST_AREAS.decode);
  });
});
