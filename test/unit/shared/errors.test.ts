import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { errorText } from '../../../src/shared/error-texts';
import {
  ERROR_CODES,
  OnestepError,
  deserializeError,
  isCancelled,
  serializeError,
  toOnestepError,
} from '../../../src/shared/errors';
import { DEFAULT_SETTINGS, readSettings, SettingsSchema } from '../../../src/shared/settings';

describe('error texts', () => {
  it.each(ERROR_CODES)('says what happened and what to do: %s', (code) => {
    for (const details of [{}, { width: 9, height: 8, path: 'a.png', style: 'S' }]) {
      const { what, next } = errorText({ code, details });
      for (const sentence of [what, next]) {
        expect(sentence).toMatch(/^[A-Z“a-z].*[.]$/s);
        expect(sentence).not.toMatch(/undefined|NaN|\[object/);
      }
      expect(next).not.toBe(what);
    }
  });

  it('fills in details', () => {
    expect(
      errorText({ code: 'image-too-large', details: { width: 60000, height: 2 } }).what,
    ).toContain('60000 × 2');
  });
});

describe('coded errors', () => {
  it('survive the way from one realm to another', () => {
    const error = new OnestepError('pack-checksum', { file: 'x.onnx' }, new Error('digest'));
    const copy = deserializeError(structuredClone(serializeError(error)));
    expect(copy).toBeInstanceOf(OnestepError);
    expect([copy.code, copy.details, copy.technicalCause]).toEqual([
      'pack-checksum',
      { file: 'x.onnx' },
      'digest',
    ]);
  });

  it('keep their code when wrapped again and know a cancel from a failure', () => {
    expect(toOnestepError(new OnestepError('cancelled'), 'engine-crashed').code).toBe('cancelled');
    expect(toOnestepError('boom', 'engine-crashed').code).toBe('engine-crashed');
    expect(isCancelled(new OnestepError('cancelled'))).toBe(true);
    expect(isCancelled(new Error('cancelled'))).toBe(false);
  });
});

describe('stored settings', () => {
  it.each([[undefined], [null], ['x'], [{ scale: 3 }], [{ scale: '4', crisp: 2 }], [[]]])(
    'fall back to the defaults for %o',
    (stored) => {
      expect(readSettings(stored)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('keep what is valid, of older versions too, and ignore what is damaged or unknown', () => {
    expect(readSettings({ scale: 2, future: true })).toEqual({ ...DEFAULT_SETTINGS, scale: 2 });
    const stored = { scale: 1, crisp: -1, denoise: 0.2, deblur: 'x', dejpeg: null, content: 'cat' };
    expect(readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, scale: 1, denoise: 0.2 });
  });

  it('are always settings, whatever was stored', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (any, fields) => {
        for (const stored of [any, { ...fields, scale: any, crisp: any, content: any }]) {
          expect(v.is(SettingsSchema, readSettings(stored))).toBe(true);
        }
      }),
    );
  });
});
