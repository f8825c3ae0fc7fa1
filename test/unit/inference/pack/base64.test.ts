import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../../src/inference/pack/base64';

describe('decodeBase64', () => {
  it('undoes what Node encodes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
      }),
    );
  });

  it.each(['a', 'ab', 'abc', 'ab=c', 'abc*', '====', ' AAAA', 'AAAA\n'])('refuses %j', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});
