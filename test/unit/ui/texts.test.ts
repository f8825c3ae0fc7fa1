import { describe, expect, test } from 'vitest';
import { pictureUse } from '../../support/picture-use';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { correctionsText } from '../../../src/ui/text/control-text';
import { counted } from '../../../src/ui/text/counted';
import { durationText, remainingText } from '../../../src/ui/text/duration-text';
import { layerNames } from '../../../src/ui/text/layer-names';
import { undoKeys } from '../../../src/ui/text/run-text';
import { readingText } from '../../../src/ui/text/scope-text';
import { downloadText } from '../../../src/ui/text/settings-text';
import { scaleText, scaleTextWithLimit, sizeText } from '../../../src/ui/text/size-text';
import { enhanceLabel } from '../../../src/ui/text/start-text';

describe('corrections', () => {
  test('are named where they are set', () => {
    expect(correctionsText(DEFAULT_SETTINGS)).toBe('Automatic');
    expect(correctionsText({ ...DEFAULT_SETTINGS, crisp: 1 })).toBe('Automatic');
    expect(
      correctionsText({ ...DEFAULT_SETTINGS, denoise: 0, deblur: 0.555, content: 'text' }),
    ).toBe('Noise 0 %, Blur 56 %, Text or UI');
  });
});

describe('sizes', () => {
  test.each([
    [2, '2×'],
    [4, '4×'],
    [3.2, '3.2×'],
    [3.29, '3.2×'],
    [1.024, '1.02×'],
    [1.0005, '1×'],
    [1, '1×'],
  ])('a scale of %f reads %s', (scale, text) => {
    expect(scaleText(scale)).toBe(text);
  });

  test('the limit is named', () => {
    expect(scaleTextWithLimit(3.2, true)).toBe('3.2×, Figma’s limit');
    expect(sizeText({ width: 3, height: 4 })).toBe('3 × 4');
  });
});

describe('names', () => {
  const use = pictureUse;

  test('the first layer and the number of others', () => {
    expect(layerNames([use('1', 'Hero photo'), use('2', 'B'), use('3', 'C')])).toEqual({
      first: 'Hero photo',
      more: '+ 2 more',
      all: 'Hero photo\nB\nC',
    });
  });

  test('a layer with the picture in fill and stroke counts once', () => {
    expect(layerNames([use('1', 'A'), use('1', 'A', { property: 'strokes' })]).more).toBe('');
  });

  test('a layer without a name is called something', () => {
    expect(layerNames([use('1', '  ')]).first).toBe('Unnamed layer');
  });
});

describe('durations', () => {
  test.each([
    [840, '0.8 s'],
    [12_300, '12 s'],
    [125_000, '2 min 5 s'],
  ])('%i ms took %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  test.each([
    [0, 'almost done'],
    [4_999, 'almost done'],
    [17_000, 'about 20 s left'],
    [20_000, 'about 20 s left'],
    [54_999, 'about 55 s left'],
    [55_001, 'about 1 min left'],
    [170_000, 'about 3 min left'],
    [4_200_000, 'about 1 h 10 min left'],
  ])('%i ms remain: %s', (ms, text) => {
    expect(remainingText(ms)).toBe(text);
  });
});

test.each([
  ['selection', 0, 'Looking through the selection…'],
  ['page', 1, 'Looking through the page… 1 layer so far'],
  ['document', 12000, 'Looking through the document… 12000 layers so far'],
] as const)('reading the %s after %i layers', (area, layers, text) => {
  expect(readingText(area, layers)).toBe(text);
});

test.each([
  [{ done: 21e6, total: 40e6, retrying: false }, '21.0 MB of 40.0 MB'],
  [
    { done: 21e6, total: 40e6, retrying: true },
    '21.0 MB of 40.0 MB. No connection to the engine page’s host; trying again…',
  ],
  [{ done: 0, total: 0, retrying: true }, 'No connection to the engine page’s host; trying again…'],
])('a download of %o', (progress, text) => {
  expect(downloadText(progress)).toBe(text);
});

test('counts and labels', () => {
  expect(counted(1, 'picture')).toBe('1 picture');
  expect(counted(0, 'picture')).toBe('0 pictures');
  expect(enhanceLabel(1)).toBe('Enhance image');
  expect(enhanceLabel(3)).toBe('Enhance 3 images');
});

test('the undo keys are those of the system', () => {
  expect(undoKeys('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('⌘Z');
  expect(undoKeys('Mozilla/5.0 (Windows NT 10.0; Win64; x64)')).toBe('Ctrl+Z');
});
