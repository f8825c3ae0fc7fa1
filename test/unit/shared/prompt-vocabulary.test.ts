import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Controls } from '../../../src/shared/controls';
import { readPrompt, type Vocabulary } from '../../../src/shared/prompt-vocabulary';

const SHIPPED = JSON.parse(
  await readFile('models/compact/train/vocabulary.json', 'utf8'),
) as Vocabulary;

const SMALL: Vocabulary = [
  { words: ['noise', 'remove noise', 'grainy', 'no noise', 'out of focus'], set: { denoise: 0.6 } },
  { words: ['keep the noise', 'clean'], set: { denoise: 0 } },
  { words: ['sharpen', 'Schärfe'], set: { crisp: 0.8 } },
  { words: ['logo'], set: { content: 'illustration' } },
  { words: ['photo'], set: { content: 'photo' } },
  { words: ['scan'], set: { content: 'text', deblur: 0.5 } },
];

const read = (prompt: string, vocabulary = SMALL) => readPrompt(prompt, vocabulary);

describe('a prompt', () => {
  it.each<[string, Controls, string[], string[]]>([
    ['', {}, [], []],
    ['noise', { denoise: 0.6 }, ['noise'], []],
    ['GRAINY!', { denoise: 0.6 }, ['GRAINY'], []],
    ['scharfe', { crisp: 0.8 }, ['scharfe'], []],
    ['please make it sharpen', { crisp: 0.8 }, ['sharpen'], []],
    ['out of focus', { denoise: 0.6 }, ['out of focus'], []],
    ['remove the noise', { denoise: 0.6 }, ['remove the noise'], []],
    ['a blue wall, grainy', { denoise: 0.6 }, ['grainy'], ['blue', 'wall']],
    ['wall wall Wall', {}, [], ['wall']],
    ['logo of a scan', { content: 'text', deblur: 0.5 }, ['logo', 'scan'], []],
  ])('%j sets %j', (prompt, controls, understood, ignored) => {
    expect(read(prompt)).toEqual({ controls, understood, ignored });
  });

  it('is read by its longest phrases', () => {
    expect(read('keep the noise')).toMatchObject({ controls: { denoise: 0 } });
    expect(read('no noise')).toMatchObject({ controls: { denoise: 0.6 }, ignored: [] });
  });

  it('contradicts itself in favour of what comes later', () => {
    expect(read('photo, no: a logo').controls).toEqual({ content: 'illustration' });
    expect(read('noise clean').controls).toEqual({ denoise: 0 });
    expect(read('clean noise').controls).toEqual({ denoise: 0.6 });
  });

  it.each<[string, Controls, string[]]>([
    ['don’t sharpen', { crisp: 0 }, ['don’t sharpen']],
    ['do not sharpen it', { crisp: 0 }, ['not sharpen']],
    ['without a scan', { deblur: 0 }, ['without a scan']],
    ['not grainy but sharpen', { denoise: 0, crisp: 0.8 }, ['not grainy', 'sharpen']],
    ['no, sharpen', { crisp: 0.8 }, ['sharpen']],
  ])('can negate: %j sets %j', (prompt, controls, understood) => {
    expect(read(prompt)).toMatchObject({ controls, understood });
  });

  it('cannot negate what a picture shows', () => {
    expect(read('not a logo')).toEqual({ controls: {}, understood: [], ignored: ['not', 'logo'] });
  });

  it.each<[string, Controls, string[]]>([
    ['slightly grainy', { denoise: 0.35 }, ['slightly grainy']],
    ['very grainy', { denoise: 1 }, ['very grainy']],
    ['remove a bit of the noise', { denoise: 0.35 }, ['remove a bit of the noise']],
    ['sharpen it a bit', { crisp: 0.35 }, ['sharpen it a bit']],
    ['sharpen slightly and grainy', { crisp: 0.35, denoise: 0.6 }, ['sharpen slightly', 'grainy']],
    ['sharpen slightly grainy', { crisp: 0.8, denoise: 0.35 }, ['sharpen', 'slightly grainy']],
    ['very clean', { denoise: 0 }, ['very clean']],
    ['very much a logo', { content: 'illustration' }, ['very much a logo']],
  ])('can name an amount: %j sets %j', (prompt, controls, understood) => {
    expect(read(prompt)).toEqual({ controls, understood, ignored: [] });
  });

  it('says that an amount or a negation of nothing is ignored', () => {
    expect(read('a very nice wall, not')).toEqual({
      controls: {},
      understood: [],
      ignored: ['very', 'nice', 'wall', 'not'],
    });
  });
});

describe('any prompt', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...SHIPPED.flatMap(({ words }) => words),
      ...['the', 'and', 'not', 'no', 'very', 'a bit', 'slightly', 'don’t', ',', '.', 'wall', 'é'],
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );
  const prompts = fc.oneof(
    fc.array(word, { maxLength: 14 }).map((words) => words.join(' ')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );

  it('is read without failing, into values in their ranges', () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const { content, ...amounts } = read(prompt, SHIPPED).controls;
        expect([undefined, 'photo', 'illustration', 'text']).toContain(content);
        for (const amount of Object.values(amounts)) {
          expect(amount).toBeGreaterThanOrEqual(0);
          expect(amount).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same when it is only what was understood, and nothing is ignored then', () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const first = read(prompt, SHIPPED);
        const again = read(first.understood.join(', '), SHIPPED);
        expect(again).toEqual({ ...first, ignored: [] });
        expect(read(prompt, SHIPPED)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('has its words understood, ignored, or without a meaning of their own', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), (words) => {
        const prompt = words.join(' ');
        const { understood, ignored } = read(prompt, SHIPPED);
        const known = new Set([...understood, ...ignored].flatMap((text) => text.split(' ')));
        const ignoredKeys = new Set(ignored.map(keyOf));
        for (const found of prompt.match(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu) ?? []) {
          // A word alone that is not ignored is either known or carries no meaning.
          const alone = read(found, SHIPPED);
          const isSilent = alone.understood.length === 0 && alone.ignored.length === 0;
          expect(isSilent || known.has(found) || ignoredKeys.has(keyOf(found))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const keyOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();

describe('the vocabulary of the embedded pack', () => {
  it.each<[string, Controls]>([
    ['remove noise', { denoise: 0.6 }],
    ['keep the grain', { denoise: 0 }],
    ['don’t denoise', { denoise: 0 }],
    ['keep the noise', { denoise: 0 }],
    ['no sharpening', { crisp: 0 }],
    ['jpeg artifacts', { dejpeg: 0.6 }],
    ['blocky', { dejpeg: 0.6 }],
    ['logo', { content: 'illustration' }],
    ['a screenshot of the interface', { content: 'text' }],
    ['a picture of people, very noisy', { content: 'photo', denoise: 1 }],
    ['sharper', { crisp: 0.8 }],
    ['slightly out of focus', { deblur: 0.35 }],
    ['a soft look', { crisp: 0 }],
    ['not too sharp', { crisp: 0 }],
  ])('understands all of “%s”', (prompt, controls) => {
    expect(read(prompt, SHIPPED)).toMatchObject({ controls, ignored: [] });
  });

  it('has each phrase once, and understands each by itself as it is meant', () => {
    const phrases = SHIPPED.flatMap(({ words, set }) => words.map((phrase) => ({ phrase, set })));
    expect(new Set(phrases.map(({ phrase }) => keyOf(phrase))).size).toBe(phrases.length);
    for (const { phrase, set } of phrases) {
      expect(read(phrase, SHIPPED)).toMatchObject({ controls: set, ignored: [] });
    }
  });
});
