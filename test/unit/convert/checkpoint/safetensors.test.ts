import { describe, expect, it } from 'vitest';
import { openSafetensors } from '../../../../models/convert/checkpoint/safetensors';
import { memorySource } from '../../../support/memory-source';
import { bytesOf, concat, safetensorsBytes, withHeader } from './safetensors-bytes';

const open = (bytes: Uint8Array) => openSafetensors(memorySource(bytes, 'x.safetensors'));
const four = { dtype: 'F32', shape: [1], bytes: new Uint8Array(4) };

describe('openSafetensors', () => {
  it('reads every element type as float32', async () => {
    const values = [0, 1, -2, 3];
    const tensors = {
      F64: bytesOf(Float64Array.from(values)),
      F32: bytesOf(Float32Array.from(values)),
      F16: bytesOf(Uint16Array.of(0, 0x3c00, 0xc000, 0x4200)),
      BF16: bytesOf(Uint16Array.of(0, 0x3f80, 0xc000, 0x4040)),
      I64: bytesOf(BigInt64Array.from(values, BigInt)),
      I32: bytesOf(Int32Array.from(values)),
      I16: bytesOf(Int16Array.from(values)),
      I8: bytesOf(Int8Array.from(values)),
    };
    const made = Object.entries(tensors).map(([dtype, bytes]) => [
      dtype,
      { dtype, shape: [2, 2], bytes },
    ]);
    // One odd byte in front, so that nothing after it is aligned.
    const bytes = safetensorsBytes(
      { U8: { dtype: 'U8', shape: [], bytes: Uint8Array.of(255) }, ...Object.fromEntries(made) },
      { format: 'pt' },
    );
    const map = await open(bytes);
    expect([...map.keys()]).toEqual(['U8', ...Object.keys(tensors)]);
    for (const dtype of Object.keys(tensors)) {
      expect([...(await map.get(dtype)!.readFloat32())], dtype).toEqual(values);
      expect(map.get(dtype)!.shape).toEqual([2, 2]);
    }
    expect([...(await map.get('U8')!.readFloat32())]).toEqual([255]);
  });

  it('converts every half exactly', async () => {
    const halves = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
    const bytes = safetensorsBytes({
      h: { dtype: 'F16', shape: [0x10000], bytes: bytesOf(halves) },
    });
    const read = await (await open(bytes)).get('h')!.readFloat32();
    for (let i = 0; i < halves.length; i++) expect(Object.is(read[i], halfValue(i))).toBe(true);
  });

  it('gives bfloat16 its upper half', async () => {
    const halves = bytesOf(Uint16Array.of(0x8000, 0x7f80, 0xff80, 0x0001, 0x3eab));
    const bytes = safetensorsBytes({ h: { dtype: 'BF16', shape: [5], bytes: halves } });
    const read = await (await open(bytes)).get('h')!.readFloat32();
    expect([...read]).toEqual([-0, Infinity, -Infinity, 2 ** -133, 0.333984375]);
  });

  it('gives memory that may be changed', async () => {
    const map = await open(safetensorsBytes({ a: four }));
    (await map.get('a')!.readFloat32())[0] = 7;
    expect([...(await map.get('a')!.readFloat32())]).toEqual([0]);
  });

  it('takes empty tensors and names that objects have themselves', async () => {
    const empty = { dtype: 'F32', shape: [0, 3], bytes: new Uint8Array(0) };
    const map = await open(
      withHeader(
        '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"e":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]}}',
        [four.bytes, empty.bytes],
      ),
    );
    expect([...map.keys()]).toEqual(['__proto__', 'e']);
    expect(await map.get('e')!.readFloat32()).toHaveLength(0);
  });

  const entry = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  it.each<[string, string, Uint8Array]>([
    ['an empty file', 'checkpoint-truncated', new Uint8Array(0)],
    ['a cut length', 'checkpoint-truncated', new Uint8Array(7)],
    ['a cut header', 'checkpoint-truncated', safetensorsBytes({ a: four }).subarray(0, 30)],
    ['cut elements', 'checkpoint-truncated', safetensorsBytes({ a: four }).slice(0, -1)],
    [
      'a huge header',
      'checkpoint-invalid',
      concat([Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1), new Uint8Array(64)]),
    ],
    ['no JSON', 'checkpoint-invalid', withHeader('{"a":')],
    ['a header that is no object', 'checkpoint-invalid', withHeader('[]')],
    [
      'no UTF-8',
      'checkpoint-invalid',
      concat([Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0), Uint8Array.of(0xff, 0xfe)]),
    ],
    ['nested without end', 'checkpoint-invalid', withHeader('['.repeat(1_000_000))],
    [
      'bytes after the end',
      'checkpoint-invalid',
      concat([safetensorsBytes({ a: four }), new Uint8Array(1)]),
    ],
    [
      'an overlap',
      'checkpoint-invalid',
      withHeader({ a: entry, b: { ...entry, data_offsets: [2, 6] } }, [new Uint8Array(6)]),
    ],
    [
      'a gap',
      'checkpoint-invalid',
      withHeader({ a: { ...entry, data_offsets: [2, 6] } }, [new Uint8Array(6)]),
    ],
    [
      'a name that appears twice',
      'checkpoint-invalid',
      withHeader(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        [new Uint8Array(8)],
      ),
    ],
    [
      'offsets that are not the shape',
      'checkpoint-invalid',
      withHeader({ a: { ...entry, shape: [2] } }, [four.bytes]),
    ],
    [
      'a negative side',
      'checkpoint-invalid',
      withHeader({ a: { ...entry, shape: [-1] } }, [four.bytes]),
    ],
    [
      'a shape past all numbers',
      'checkpoint-invalid',
      withHeader({ a: { ...entry, shape: [2 ** 40, 2 ** 40] } }, [four.bytes]),
    ],
    [
      'offsets backwards',
      'checkpoint-invalid',
      withHeader({ a: { ...entry, data_offsets: [4, 0] } }, [four.bytes]),
    ],
    ['a tensor that is null', 'checkpoint-invalid', withHeader({ a: null })],
    [
      'an unknown type',
      'checkpoint-unsupported',
      withHeader({ a: { ...entry, dtype: 'F8_E4M3' } }, [four.bytes]),
    ],
  ])('refuses %s', async (_, code, bytes) => {
    await expect(open(bytes)).rejects.toMatchObject({ code });
  });
});

function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
