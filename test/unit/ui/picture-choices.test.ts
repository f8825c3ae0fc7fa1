import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/shared/protocol';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/settings';
import { plannedSize, planPicture } from '../../../src/ui/pictures/picture-plan';
import { INITIAL_STATE, type AppState } from '../../../src/ui/state/app-state';
import { layersPassedOver, pictureChoices } from '../../../src/ui/state/picture-choices';
import { reduce } from '../../../src/ui/state/reducer';
import { optionsForRun } from '../../../src/ui/state/selectors';
import { noteText } from '../../../src/ui/text/note-text';
import { outputText } from '../../../src/ui/text/output-text';
import { allSharpText, planText, scaleHint } from '../../../src/ui/text/plan-text';
import { OSEDIFF, COMPACT, picture, selectionOf } from './fakes';

const FIT = { scale: 'fit', density: 2 } as const;
/** Shown 100 px wide and high, filled: a picture of 100 × 50 px needs 2× for each px of an export. */
const small = picture('small');
const sharp = picture('sharp', { width: 400, height: 300 });
const huge = picture('huge', { width: 5000, height: 300 });

const stateOf = (settings: Partial<Settings>, ...pictures: Picture[]): AppState => ({
  ...INITIAL_STATE,
  settings: { ...DEFAULT_SETTINGS, ...settings },
  selection: { ...INITIAL_STATE.selection, current: selectionOf(...pictures), reading: false },
});
const parts = (state: AppState): string[] => pictureChoices(state).map(({ part }) => part);

describe('what is planned for a picture', () => {
  test('fits its layers, at most 4×, and not below its size', () => {
    expect(planPicture(small, FIT, false)).toMatchObject({ scale: 4, needed: 4, width: 400 });
    expect(planPicture(small, { ...FIT, density: 1 }, false)).toMatchObject({ scale: 2 });
    expect(planPicture(small, { ...FIT, density: 4 }, false)).toMatchObject({
      scale: 4,
      needed: 8,
    });
    expect(planPicture(sharp, FIT, false)).toMatchObject({ scale: 1, sharpEnough: true });
    const between = planPicture(picture('x', { width: 80, height: 74 }), FIT, false);
    expect(between).toMatchObject({ width: 216, height: 200, capped: false });
  });

  test('counts from the original where the run starts there', () => {
    const result = picture('r', {
      ...{ width: 400, height: 200 },
      original: { imageHash: 'o', width: 100, height: 50 },
    });
    expect(planPicture(result, FIT, false).sharpEnough).toBe(true);
    expect(planPicture(result, FIT, true)).toMatchObject({ scale: 4, source: { width: 100 } });
  });

  test('is capped at the limit of Figma, and restored in its size at the limit itself', () => {
    expect(plannedSize({ width: 1280, height: 853 }, 4)).toEqual({
      ...{ width: 4096, height: 2730, scale: 3.2 },
      ...{ capped: true, tooLarge: false },
    });
    const atLimit = { width: 4096, height: 10 };
    expect(plannedSize(atLimit, 4)).toMatchObject({ ...atLimit, scale: 1, capped: true });
    expect(plannedSize(atLimit, 1)).toMatchObject({ ...atLimit, scale: 1, capped: false });
    expect(plannedSize({ width: 4097, height: 10 }, 1)).toMatchObject({ tooLarge: true });
    expect(plannedSize({ width: 1, height: 3000 }, 2)).toMatchObject({ width: 1, height: 4096 });
  });

  test('never makes a picture smaller, nor larger than Figma takes', () => {
    const side = fc.integer({ min: 1, max: 9000 });
    const wanted = fc.double({ min: 1, max: 4, noNaN: true });
    fc.assert(
      fc.property(side, side, wanted, (width, height, scale) => {
        const plan = plannedSize({ width, height }, scale);
        expect(plan.width >= width && plan.height >= height).toBe(true);
        expect(plan.tooLarge).toBe(Math.max(width, height) > 4096);
        if (!plan.tooLarge) expect(Math.max(plan.width, plan.height)).toBeLessThanOrEqual(4096);
      }),
    );
  });
});

describe('which pictures take part', () => {
  test('sharp ones do not among several that are to fit, unless told otherwise', () => {
    const state = stateOf(FIT, small, sharp, huge);
    expect(parts(state)).toEqual(['enhanced', 'sharp-enough', 'too-large']);
    expect(layersPassedOver(state).map(({ error }) => error.code)).toEqual([
      'image-sharp-enough',
      'image-at-limit',
    ]);
    expect(parts(stateOf({ ...FIT, skipSharp: false }, small, sharp))).not.toContain(
      'sharp-enough',
    );
    expect(parts(stateOf({ scale: 4 }, small, sharp))).toEqual(['enhanced', 'enhanced']);
    const toggled = reduce(state, { type: 'batch/toggled', imageHash: 'sharp' });
    expect(parts(toggled)[1]).toBe('enhanced');
    const again = reduce(toggled, { type: 'batch/toggled', imageHash: 'sharp' });
    expect(parts(again)[1]).toBe('taken-out');
    expect(layersPassedOver(again)).toHaveLength(1);
  });

  test('a single one does, but not in a batch', () => {
    expect(parts(stateOf(FIT, sharp))).toEqual(['enhanced']);
    expect(parts(stateOf(FIT, sharp, huge))).toEqual(['enhanced', 'too-large']);
    expect(parts({ ...stateOf(FIT, sharp), batch: true })).toEqual(['sharp-enough']);
  });
});

describe('what is said', () => {
  const said = (settings: Partial<Settings>, ...pictures: Picture[]): string[] => {
    const state = stateOf(settings, ...pictures);
    return pictureChoices(state).map((choice) => planText(choice, state.settings));
  };

  test('of each picture', () => {
    expect(said(FIT, small, sharp, huge)).toEqual([
      '100 × 50 → 400 × 200',
      '400 × 300, sharp enough at 2×',
      '5000 × 300, left as it is: Figma takes back 4096 px at most',
    ]);
    expect(said(FIT, sharp)).toEqual(['400 × 300, sharp enough at 2×; restored in this size']);
    expect(said({ ...FIT, density: 4 }, small)).toEqual(['100 × 50 → 400 × 200, needs 8×']);
    expect(said({ scale: 1 }, small)).toEqual(['100 × 50, restored in this size']);
    expect(allSharpText(FIT)).toContain('export at 2×');
  });

  test('of a fixed scale that is more than is needed', () => {
    const hint = (scale: 1 | 2 | 4, density: 1 | 2, ...pictures: Picture[]): string | null => {
      const state = stateOf({ scale, density }, ...pictures);
      return scaleHint(pictureChoices(state), state.settings);
    };
    expect(hint(4, 2, small)).toBeNull();
    expect(hint(4, 1, small)).toBe('2× is enough for export at 1×.');
    expect(hint(2, 2, sharp)).toBe('Sharp enough for export at 2× already.');
    expect(hint(4, 2, small, sharp)).toBe('1 of 2 needs less for export at 2×.');
    expect(hint(1, 2, sharp)).toBeNull();
  });

  test('of the output', () => {
    expect(outputText(DEFAULT_SETTINGS, true)).toBe('Automatic');
    const set = { format: 'jpeg', strength: 0.7, colourFix: 'wavelet' } as const;
    expect(outputText({ ...DEFAULT_SETTINGS, ...set }, false)).toBe('JPEG 95, Strength 70 %');
    expect(outputText({ ...DEFAULT_SETTINGS, ...set }, true)).toContain('Colours by area');
  });

  test('on the layer', () => {
    const done = { packTitle: 'Onestep Compact', prompt: 'logo', output: { strength: 0.6 } };
    expect(noteText(done, { scale: 2.71 })).toBe(
      'Enlarged 2.7× with Onestep Compact, strength 60 %, “logo”',
    );
    expect(noteText({ packTitle: '', prompt: '', output: {} }, { scale: 1 })).toBe('Restored');
    const long = noteText({ ...done, prompt: 'x'.repeat(1000) }, { scale: 4 });
    expect(long).toHaveLength(300);
  });
});

test('the colour fix is told to latent packs only', () => {
  const state = stateOf({ colourFix: 'none', strength: 0.5, format: 'png' }, small);
  const withPack = (info: typeof COMPACT): AppState => ({
    ...state,
    model: { ...state.model, info },
  });
  const output = { format: 'png', quality: 95, strength: 0.5 };
  expect(optionsForRun(withPack(COMPACT)).output).toEqual(output);
  expect(optionsForRun(withPack(OSEDIFF)).output).toEqual({ ...output, colourFix: 'none' });
});
