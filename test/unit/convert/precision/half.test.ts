import { expect, it } from 'vitest';
import { toHalf } from '../../../../models/convert/precision/half';

it.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [2 ** -25 * 1.0001, 0x0001],
  [2 ** -26, 0x0000],
  [3 * 2 ** -25, 0x0002],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2 - 2 ** -12, 0x4000],
  [2 ** -14 - 2 ** -26, 0x0400],
  [NaN, 0x7e00],
])('%d becomes %i', (value, bits) => {
  expect([...toHalf(Float32Array.of(value)).bits]).toEqual([bits]);
});

it('holds numbers beyond its range at the largest one and counts them', () => {
  const { bits, clamped } = toHalf(Float32Array.of(1e6, -Infinity, 65519, 1));
  expect([...bits]).toEqual([0x7bff, 0xfbff, 0x7bff, 0x3c00]);
  expect(clamped).toBe(3);
});

it('gives every half back that it is given', () => {
  const view = new DataView(new ArrayBuffer(2));
  for (let half = 0; half < 0x7c00; half++) {
    view.setUint16(0, half);
    const exponent = half >> 10;
    const value = (half & 1023) + (exponent === 0 ? 0 : 1024);
    const number = value * 2 ** (Math.max(1, exponent) - 25);
    if (toHalf(Float32Array.of(number)).bits[0] !== half) throw new Error(`${half}`);
  }
});
