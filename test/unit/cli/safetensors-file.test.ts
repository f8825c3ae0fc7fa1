import { expect, it } from 'vitest';
import { writeSafetensors } from '../../../src/cli/enhance/safetensors-file';

it('writes names, shapes and little-endian values, aligned to 8 bytes', () => {
  const file = writeSafetensors({
    ids: { dims: [1, 2], data: BigInt64Array.of(49406n, -1n) },
    values: { dims: [3], data: Float32Array.of(1, -0.5, 0) },
  });
  const view = new DataView(file.buffer);
  const headerLength = Number(view.getBigUint64(0, true));
  expect(headerLength % 8).toBe(0);
  const text = new TextDecoder().decode(file.subarray(8, 8 + headerLength));
  expect(JSON.parse(text)).toEqual({
    ids: { dtype: 'I64', shape: [1, 2], data_offsets: [0, 16] },
    values: { dtype: 'F32', shape: [3], data_offsets: [16, 28] },
  });
  const start = 8 + headerLength;
  expect(view.getBigInt64(start, true)).toBe(49406n);
  expect(view.getBigInt64(start + 8, true)).toBe(-1n);
  expect(view.getFloat32(start + 20, true)).toBe(-0.5);
  expect(file).toHaveLength(start + 28);
});
