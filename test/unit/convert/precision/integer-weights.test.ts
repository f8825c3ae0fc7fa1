import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantizeConv, quantizeLinear } from '../../../../models/convert/precision/integer-weights';
import { quantizeBlock } from '../../../../models/convert/precision/quantize-block';
import { seeded } from './small-graph';

it('keeps every weight within half a step of the largest one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 1, maxLength: 32 }),
      fc.constantFrom(4 as const, 8 as const),
      (values, bits) => {
        const weights = Float32Array.from(values);
        const codes = new Int8Array(weights.length);
        const scale = quantizeBlock(weights, codes, bits);
        const peak = Math.max(...values.map(Math.abs));
        const sum = (of: (index: number) => number): number =>
          values.reduce((total, _, index) => total + of(index) ** 2, 0);
        const error = Math.sqrt(sum((index) => weights[index]! - codes[index]! * scale));
        expect(error).toBeLessThanOrEqual(
          (peak / 2 ** (bits - 1)) * Math.sqrt(values.length) + 1e-6,
        );
        for (const code of codes) {
          expect(code).toBeGreaterThanOrEqual(-(2 ** (bits - 1)));
          expect(code).toBeLessThan(2 ** (bits - 1));
        }
      },
    ),
  );
});

it('answers zeros for a block of zeros', () => {
  const codes = new Int8Array([3, 3]);
  expect(quantizeBlock(new Float32Array(2), codes, 4)).toBe(0);
  expect([...codes]).toEqual([0, 0]);
});

it('lays convolutions out as DequantizeLinear reads them', () => {
  const weights = seeded(2 * 40 * 3, 5);
  const { codes, scales } = quantizeConv(weights, [2, 40, 3], 8);
  expect(scales).toHaveLength(2 * 2 * 3);
  const signed = new Int8Array(codes.buffer);
  weights.forEach((weight, index) => {
    const [output, input, place] = [Math.floor(index / 120), Math.floor(index / 3) % 40, index % 3];
    const scale = scales[(output * 2 + Math.floor(input / 32)) * 3 + place]!;
    expect(signed[index]! * scale).toBeCloseTo(weight, 2);
  });
});

it('lays products out as MatMulNBits reads them', () => {
  const weights = seeded(40 * 3, 6);
  const { codes, scales } = quantizeLinear(weights, [40, 3], 4);
  expect(codes).toHaveLength(3 * 2 * 16);
  weights.forEach((weight, index) => {
    const [input, output] = [Math.floor(index / 3), index % 3];
    const byte = codes[output * 32 + (input >> 1)]!;
    const code = (input & 1) === 0 ? byte & 15 : byte >> 4;
    const scale = scales[output * 2 + Math.floor(input / 32)]!;
    expect(Math.abs((code - 8) * scale - weight)).toBeLessThan(0.08);
  });
});
