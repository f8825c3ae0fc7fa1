import { expect, it } from 'vitest';
import { mostDetailed } from '../../bench/most-detailed';

function flatWithCheckerAt(left: number, top: number, side: number) {
  const width = 96;
  const height = 80;
  const data = new Uint8Array(width * height * 3).fill(80);
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      if ((x + y) % 2 === 0) data.fill(200, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return { width, height, data };
}

it('finds the part with detail', () => {
  expect(mostDetailed(flatWithCheckerAt(48, 32, 32), 32)).toEqual({ left: 48, top: 32, side: 32 });
});

it('shrinks to the picture', () => {
  expect(mostDetailed(flatWithCheckerAt(0, 0, 8), 500)).toEqual({ left: 0, top: 0, side: 80 });
});
