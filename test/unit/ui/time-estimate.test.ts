import { describe, expect, test } from 'vitest';
import {
  startEstimate,
  updateEstimate,
  type TimeEstimate,
} from '../../../src/ui/run/time-estimate';

const TOTAL = 100;

/** Feeds a run whose pace is given per unit of work; returns what was on display at each step. */
function follow(paceMs: (unit: number) => number): { shownMs: number | null; leftMs: number }[] {
  const paces = Array.from({ length: TOTAL }, (_, unit) => paceMs(unit));
  let estimate: TimeEstimate = startEstimate(0);
  let nowMs = 0;
  return paces.map((tookMs, unit) => {
    nowMs += tookMs;
    estimate = updateEstimate(estimate, {
      nowMs,
      workDone: unit + 1,
      workLeft: TOTAL - unit - 1,
    });
    const leftMs = paces.slice(unit + 1).reduce((sum, pace) => sum + pace, 0);
    return { shownMs: estimate.shownMs, leftMs };
  });
}

describe('the time estimate', () => {
  test('says nothing in the first seconds', () => {
    const steps = follow(() => 400);
    expect(steps.slice(0, 4).every((step) => step.shownMs === null)).toBe(true);
    expect(steps[5]?.shownMs).not.toBeNull();
  });

  test('is right when the pace is even', () => {
    for (const { shownMs, leftMs } of follow(() => 400).slice(5)) {
      expect(Math.abs((shownMs ?? 0) - leftMs)).toBeLessThanOrEqual(400);
    }
  });

  test('stays near and never jumps when single tiles are slow', () => {
    const steps = follow((unit) => (unit % 7 === 0 ? 1500 : 300)).slice(10);
    for (const [index, { shownMs, leftMs }] of steps.entries()) {
      expect(Math.abs((shownMs ?? 0) - leftMs)).toBeLessThan(0.35 * leftMs + 4000);
      const previousMs = steps[index - 1]?.shownMs ?? shownMs ?? 0;
      expect((shownMs ?? 0) - previousMs).toBeLessThan(2500);
    }
  });

  test('follows a lasting change of pace', () => {
    const steps = follow((unit) => (unit < 30 ? 200 : 800));
    const { shownMs, leftMs } = steps[70] ?? { shownMs: 0, leftMs: 0 };
    expect(Math.abs((shownMs ?? 0) - leftMs) / leftMs).toBeLessThan(0.3);
  });

  test('counts down between tiles and never below zero', () => {
    let estimate = startEstimate(0);
    estimate = updateEstimate(estimate, { nowMs: 3000, workDone: 50, workLeft: 50 });
    expect(estimate.shownMs).toBe(3000);
    estimate = updateEstimate(estimate, { nowMs: 4000, workDone: 50, workLeft: 50 });
    expect(estimate.shownMs).toBe(2000);
    estimate = updateEstimate(estimate, { nowMs: 60_000, workDone: 50, workLeft: 50 });
    expect(estimate.shownMs).toBe(0);
  });

  test('forgets work that fell away, for example a picture that failed', () => {
    let estimate = startEstimate(0);
    estimate = updateEstimate(estimate, { nowMs: 10_000, workDone: 10, workLeft: 90 });
    expect(estimate.shownMs).toBe(90_000);
    for (let second = 1; second <= 10; second++) {
      estimate = updateEstimate(estimate, {
        nowMs: 10_000 + second * 1000,
        workDone: 10 + second,
        workLeft: 20 - second,
      });
    }
    expect(estimate.shownMs).toBeLessThan(20_000);
  });
});
