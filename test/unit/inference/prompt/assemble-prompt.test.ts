import { expect, it } from 'vitest';
import { assemblePrompt } from '../../../../src/inference/prompt/assemble-prompt';

it.each([
  ['a brick wall', undefined, 'a brick wall'],
  [undefined, undefined, ''],
  ['a brick wall', '', 'a brick wall'],
  ['wall', 'brick, red', 'brick, red, wall,'],
  ['', 'brick, red', 'brick, red, ,'],
  [undefined, 'brick', 'brick, ,'],
])('prompt %j with caption %j is %j', (prompt, caption, expected) => {
  expect(assemblePrompt(prompt, caption)).toBe(expected);
});
