/** Whatever is done to a checkpoint: it can be read, or it is refused with a code; quickly, and small. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSafetensors } from '../../../../models/convert/checkpoint/safetensors';
import { openTorchArchive } from '../../../../models/convert/checkpoint/torch-archive';
import { readOsediffAdapter } from '../../../../models/convert/checkpoint/osediff-adapter';
import { OP } from '../../../../models/convert/checkpoint/pickle/opcodes';
import { memorySource } from '../../../support/memory-source';
import { OnestepError } from '../../../../src/shared/errors';
import { dict, global, int, list, pickle, tensor, text } from './pickle-bytes';
import { bytesOf, safetensorsBytes, withHeader } from './safetensors-bytes';
import { torchBytes } from './zip-bytes';

const CODES = new Set([
  'checkpoint-invalid',
  'checkpoint-truncated',
  'checkpoint-refused',
  'checkpoint-unsupported',
]);
/** Far above what anything takes: it finds what never ends, not what is slow today. */
const LIMIT_MS = 20_000;

async function survives(read: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  try {
    await read();
  } catch (error) {
    expect(error).toBeInstanceOf(OnestepError);
    expect(CODES).toContain((error as OnestepError).code);
  }
  expect(performance.now() - start).toBeLessThan(LIMIT_MS);
}

/** Changes, cuts and repeats bytes. */
const damage = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.option(fc.nat(bytes.length)),
      fc.option(fc.tuple(fc.nat(bytes.length - 1), fc.nat(64))),
    )
    .map(([changes, end, repeated]) => {
      const copy = bytes.slice(0, end ?? bytes.length);
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
      if (repeated === null) return copy;
      const [at, length] = repeated;
      return Uint8Array.from([...copy.subarray(0, at + length), ...copy.subarray(at)]);
    });

async function readAllSafetensors(bytes: Uint8Array): Promise<void> {
  const tensors = await openSafetensors(memorySource(bytes, 'x'));
  for (const tensor of tensors.values()) {
    const values = await tensor.readFloat32();
    expect(values.length).toBe(tensor.shape.reduce((a, b) => a * b, 1));
  }
}

async function readAllAdapter(bytes: Uint8Array): Promise<void> {
  const adapter = await readOsediffAdapter(memorySource(bytes, 'x'));
  for (const tensor of [...adapter.unet.values(), ...adapter.vae.values()]) {
    await tensor.readFloat32();
  }
}

describe('damaged safetensors', () => {
  const good = safetensorsBytes({
    a: { dtype: 'F32', shape: [2, 3], bytes: bytesOf(new Float32Array(6)) },
    b: { dtype: 'F16', shape: [4], bytes: bytesOf(new Uint16Array(4)) },
    c: { dtype: 'I64', shape: [], bytes: bytesOf(new BigInt64Array(1)) },
  });

  it('are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(damage(good), (bytes) => survives(() => readAllSafetensors(bytes))),
      { numRuns: 1000 },
    );
  });

  it('are read or refused with any header', async () => {
    const entry = fc.record(
      {
        dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'BOOL', 'toString'), fc.anything()),
        shape: fc.oneof(fc.array(fc.oneof(fc.integer(), fc.double())), fc.anything()),
        data_offsets: fc.oneof(fc.array(fc.oneof(fc.nat(40), fc.double())), fc.anything()),
      },
      { requiredKeys: [] },
    );
    const header = fc.oneof(fc.dictionary(fc.string(), entry), fc.json());
    await fc.assert(
      fc.asyncProperty(header, async (value) => {
        let bytes: Uint8Array;
        try {
          bytes = withHeader(value, [new Uint8Array(32)]);
        } catch {
          return; // not JSON at all: a bigint, a circle
        }
        await survives(() => readAllSafetensors(bytes));
      }),
      { numRuns: 500 },
    );
  });
});

describe('damaged torch archives', () => {
  const one = tensor({ count: 6, shape: [2, 3], strides: [3, 1] });
  const content = pickle(
    dict(
      ...[text('vae_lora_encoder_modules'), list(text('a'), text('a'))],
      ...[text('unet_lora_encoder_modules'), list(text('c'))],
      ...[text('unet_lora_decoder_modules'), list(), text('unet_lora_others_modules'), list()],
      ...[text('rank_unet'), int(4), text('rank_vae'), int(4)],
      ...[text('state_dict_unet'), dict(text('c.lora_A'), one)],
      ...[text('state_dict_vae'), dict(text('a.lora_A'), one)],
    ),
  );
  const storage = bytesOf(new Float32Array(6));

  it('are read or refused', async () => {
    await survives(() => readAllAdapter(torchBytes(content, [storage])));
    await fc.assert(
      fc.asyncProperty(damage(torchBytes(content, [storage])), (bytes) =>
        survives(() => readAllAdapter(bytes)),
      ),
      { numRuns: 1000 },
    );
  });

  it('are read or refused when only the pickle is damaged', async () => {
    await fc.assert(
      fc.asyncProperty(damage(content), (bytes) =>
        survives(() => readAllAdapter(torchBytes(bytes, [storage]))),
      ),
      { numRuns: 1000 },
    );
  });

  it('are read or refused with opcodes in any order', async () => {
    const piece = fc.oneof(
      fc.constantFrom<number | Uint8Array>(...Object.values(OP)),
      fc.constantFrom<number | Uint8Array>(
        ...[text('storage'), text('0'), int(6), int(1_000_000_000), one, list(), dict()],
        ...[global('torch', 'FloatStorage'), global('torch', 'Size')],
        ...[global('collections', 'OrderedDict'), global('torch._utils', '_rebuild_tensor_v2')],
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), (pieces) =>
        survives(() =>
          openTorchArchive(memorySource(torchBytes(pickle(...pieces), [storage]), 'x')),
        ),
      ),
      { numRuns: 1000 },
    );
  });

  it('stay small: no stream takes more memory than it is worth', async () => {
    const before = process.memoryUsage().heapUsed;
    // Six million lists, each remembered.
    const bytes = pickle(
      Uint8Array.from({ length: 12_000_000 }, (_, i) => (i % 2 ? OP.MEMOIZE : OP.EMPTY_LIST)),
    );
    await survives(() => openTorchArchive(memorySource(torchBytes(bytes), 'x')));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(600 * 1024 * 1024);
  });
});
