import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createProgress } from '../../../src/cli/enhance/progress';

function fakeScreen() {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 80 });
  return { stream, text: () => String(stream.read() ?? '') };
}

it('shows the share, the count and the name of the current picture', () => {
  const { stream, text } = fakeScreen();
  const progress = createProgress(stream, 4);
  progress.picture(1, 'b.png');
  expect(text()).toMatch(/ 25% {2}2\/4 {2}b\.png/);
  progress.part(0.5);
  progress.hide();
  expect(text()).toMatch(/ 37% {2}2\/4 {2}\d+ s left {2}b\.png/);
});

it('shows no count for a single picture', () => {
  const { stream, text } = fakeScreen();
  const progress = createProgress(stream, 1);
  progress.picture(0, 'a.png');
  progress.hide();
  expect(text()).toMatch(/ {2}0% {2}a\.png/);
});

it('does not let a file name act on the terminal', () => {
  const { stream, text } = fakeScreen();
  const progress = createProgress(stream, 1);
  progress.picture(0, 'a\u001b[31m.png');
  progress.hide();
  expect(text()).not.toContain('\u001b[31m');
});

it('draws nothing without a screen', () => {
  const progress = createProgress(null, 2);
  progress.picture(0, 'a.png');
  progress.part(1);
  progress.hide();
});
