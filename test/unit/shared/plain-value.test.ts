import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInNewContext } from 'node:vm';
import { isPlainValue, toBytes } from '../../../src/shared/plain-value';

describe('isPlainValue', () => {
  it.each([
    [new ArrayBuffer(1)],
    [new Float32Array(1)],
    [new Uint8ClampedArray(1)],
    [new Blob([])],
    [new Map()],
    [new Date()],
    [() => 0],
    [Symbol('s')],
    [10n],
    [{ deep: [{ wrong: new Set() }] }],
  ])('refuses %s', (value) => {
    expect(isPlainValue(value)).toBe(false);
  });

  it('accepts whatever JSON can say, bytes, and objects of another realm', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => isPlainValue(value)));
    expect(isPlainValue({ bytes: new Uint8Array(2), nothing: undefined })).toBe(true);
    expect(isPlainValue(runInNewContext('({ a: [1, "b", null] })'))).toBe(true);
  });
});

describe('toBytes', () => {
  it('reads bytes in every form in which hosts deliver them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(toBytes(bytes)).toEqual(bytes);
        expect(toBytes({ ...bytes })).toEqual(bytes);
        expect(toBytes([...bytes])).toEqual(bytes);
        expect(toBytes(runInNewContext(`new Uint8Array([${bytes.join()}])`))).toEqual(bytes);
      }),
    );
  });

  it.each([[null], ['abc'], [7], [{ 0: 256 }], [{ 0: 1.5 }], [{ 1: 1 }], [{ 0: 1, x: 2 }], [[-1]]])(
    'refuses %o',
    (value) => {
      expect(toBytes(value)).toBeNull();
    },
  );
});
