import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTokenizer } from '../../../../src/inference/prompt/clip-tokenizer';
import { clipTokenizerJson } from '../../../../src/inference/prompt/clip-tokenizer-json';
import { GOLDEN, GOLDEN_MODEL, GOLDEN_NOTE } from '../../../support/golden';

interface TokenizerCase {
  readonly prompt: string;
  readonly ids: readonly number[];
}

const SPECIAL = {
  begin: '<|startoftext|>',
  end: '<|endoftext|>',
  unknown: '<|endoftext|>',
  pad: '!',
};

it.skipIf(GOLDEN === null)(`gives exactly the ids of the official code${GOLDEN_NOTE}`, () => {
  const read = (path: string) => readFileSync(path, 'utf8');
  const folder = join(GOLDEN_MODEL, 'tokenizer');
  const json = clipTokenizerJson({
    vocab: JSON.parse(read(join(folder, 'vocab.json'))) as Record<string, number>,
    merges: read(join(folder, 'merges.txt')),
    special: SPECIAL,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  const tokenizer = createTokenizer(bytes, { maxLength: 77, padId: 0 });
  const cases = JSON.parse(read(join(GOLDEN!, 'tokenizer_cases.json'))) as TokenizerCase[];
  expect(cases.length).toBeGreaterThan(5);
  for (const { prompt, ids } of cases) {
    expect([...tokenizer.encode(prompt)].map(Number), prompt).toEqual(ids);
  }
});

it('refuses a file that is no tokenizer', () => {
  for (const text of ['', '[]', '{}', 'null', '{"model":{"type":"none"}}']) {
    const bytes = new TextEncoder().encode(text);
    expect(() => createTokenizer(bytes, { maxLength: 77, padId: 0 }), text).toThrow('pack-invalid');
  }
});
