import { describe, expect, test } from 'vitest';
import { reduceRun, startRun } from '../../../src/ui/run/reduce-run';
import type { ItemPhase, Run } from '../../../src/ui/run/run-state';
import { currentNumber, runFraction } from '../../../src/ui/run/run-summary';
import { announcement, summaryText } from '../../../src/ui/text/run-summary-text';
import { picture, RUN_OPTIONS } from './fakes';

const FAILED: ItemPhase = { status: 'failed', error: { code: 'internal', details: {} } };
const CANCELLED: ItemPhase = { status: 'cancelled' };
const DONE: ItemPhase = {
  status: 'done',
  result: {
    imageHash: 'new',
    sourceHash: 'source',
    width: 2,
    height: 2,
    sourceWidth: 1,
    sourceHeight: 1,
    scale: 2,
    capped: false,
    format: 'png',
    tookMs: 1,
    failures: [],
    originalsKept: true,
  },
};

function finishedRun(...phases: ItemPhase[]): Run {
  const run = startRun(
    phases.map((_, index) => picture(String(index))),
    { skipped: [], hiddenOrLocked: 0 },
    RUN_OPTIONS,
    0,
  );
  const settled = phases.reduce(
    (state, phase, index) =>
      reduceRun(state, { type: 'item/phase', imageHash: String(index), phase, nowMs: 1 }),
    run,
  );
  return reduceRun(settled, { type: 'run/finished', nowMs: 1 });
}

describe('the summary', () => {
  test.each<[Run, string]>([
    [finishedRun(DONE), '1 picture enhanced'],
    [finishedRun(DONE, DONE), '2 pictures enhanced'],
    [finishedRun(DONE, DONE, FAILED), '2 pictures enhanced, 1 left as it was'],
    [finishedRun(DONE, FAILED, CANCELLED), '1 picture enhanced, 2 left as they were'],
    [finishedRun(FAILED), 'The picture was left as it was'],
    [finishedRun(FAILED, FAILED), 'No picture was enhanced'],
    [finishedRun(CANCELLED, CANCELLED), 'Cancelled, nothing was changed'],
    [finishedRun({ status: 'skipped' }), 'Nothing was changed'],
    [finishedRun(DONE, { status: 'skipped' }), '1 picture enhanced, 1 left as it was'],
  ])('%#', (run, text) => {
    expect(summaryText(run)).toBe(text);
    expect(announcement(run)).toBe(text);
  });
});

describe('progress of a run', () => {
  const run = startRun(
    [picture('small', { width: 10, height: 10 }), picture('large', { width: 30, height: 10 })],
    { skipped: [], hiddenOrLocked: 0 },
    RUN_OPTIONS,
    0,
  );
  const restored = (state: Run, imageHash: string, tilesDone: number): Run =>
    reduceRun(state, {
      type: 'item/progress',
      imageHash,
      progress: { stage: 'restore', tilesDone, tilesTotal: 4 },
      nowMs: 1000,
    });

  test('weighs pictures by their pixels', () => {
    expect(runFraction(run)).toBe(0);
    expect(runFraction(restored(run, 'small', 4))).toBe(0.25);
    expect(runFraction(restored(restored(run, 'small', 4), 'large', 2))).toBe(0.625);
  });

  test('counts a failed picture as behind us', () => {
    const failed = reduceRun(run, {
      type: 'item/phase',
      imageHash: 'large',
      phase: FAILED,
      nowMs: 1,
    });
    expect(runFraction(failed)).toBe(0.75);
    expect(currentNumber(failed)).toBe(2);
  });

  test('is announced in quarters, not with every tile', () => {
    const texts = [0, 1, 2, 3, 4].map((tiles) => announcement(restored(run, 'large', tiles)));
    expect(texts).toEqual([
      'Enhancing picture 1 of 2',
      'Enhancing picture 1 of 2',
      'Enhancing picture 1 of 2, 25 % of all done',
      'Enhancing picture 1 of 2, 50 % of all done',
      'Enhancing picture 1 of 2, 75 % of all done',
    ]);
  });
});
