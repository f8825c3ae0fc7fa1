import { describe, expect, test } from 'vitest';
import {
  beginPicture,
  dropPicture,
  endPicture,
  noteRestored,
  noteTiles,
  rest,
  startEstimate,
  updateEstimate,
  wake,
  type TimeEstimate,
  type WorkAhead,
} from '../../../src/ui/run/time-estimate';

const TILES = 100;
const ALONE: WorkAhead = { waitingPictures: 0, waitingWork: 0, currentWork: TILES };

interface Step {
  readonly shownMs: number | null;
  readonly leftMs: number;
}

/** Feeds one picture whose pace is given for each tile; returns what was on display at each. */
function follow(paceMs: (tile: number) => number): Step[] {
  const paces = Array.from({ length: TILES }, (_, tile) => paceMs(tile));
  let estimate: TimeEstimate = noteTiles(beginPicture(startEstimate(0), 0), 0, 0);
  let nowMs = 0;
  return paces.map((tookMs, tile) => {
    nowMs += tookMs;
    estimate = noteTiles(estimate, (tile + 1) / TILES, nowMs);
    estimate = updateEstimate(estimate, ALONE, nowMs);
    const leftMs = paces.slice(tile + 1).reduce((sum, pace) => sum + pace, 0);
    return { shownMs: estimate.shownMs, leftMs };
  });
}

describe('the time estimate in a picture', () => {
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
    const steps = follow((tile) => (tile % 7 === 0 ? 1500 : 300)).slice(10);
    for (const [index, { shownMs, leftMs }] of steps.entries()) {
      expect(Math.abs((shownMs ?? 0) - leftMs)).toBeLessThan(0.35 * leftMs + 4000);
      const previousMs = steps[index - 1]?.shownMs ?? shownMs ?? 0;
      expect((shownMs ?? 0) - previousMs).toBeLessThan(2500);
    }
  });

  test('follows a lasting change of pace', () => {
    const steps = follow((tile) => (tile < 30 ? 200 : 800));
    const { shownMs, leftMs } = steps[70] ?? { shownMs: 0, leftMs: 0 };
    expect(Math.abs((shownMs ?? 0) - leftMs) / leftMs).toBeLessThan(0.3);
  });

  test('does not take tiles that were done ahead for quick ones', () => {
    let estimate = noteTiles(beginPicture(startEstimate(0), 10_000), 0.5, 10_000);
    estimate = updateEstimate(noteTiles(estimate, 0.6, 11_000), ALONE, 11_000);
    expect(estimate.shownMs).toBeCloseTo(4000);
  });

  test('counts down between tiles and never below zero', () => {
    let estimate = noteTiles(beginPicture(startEstimate(0), 0), 0, 0);
    estimate = updateEstimate(noteTiles(estimate, 0.5, 3000), ALONE, 3000);
    expect(estimate.shownMs).toBe(3000);
    estimate = updateEstimate(estimate, ALONE, 4000);
    expect(estimate.shownMs).toBe(2000);
    estimate = updateEstimate(estimate, ALONE, 60_000);
    expect(estimate.shownMs).toBe(0);
  });
});

interface SimulatedPicture {
  readonly pixels: number;
  readonly readMs: number;
  readonly decodeMs: number;
  readonly tileMs: number;
  readonly tiles: number;
  readonly encodeMs: number;
  readonly writeMs: number;
}

/** The same numbers in every run of the tests. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * 200 pictures of 0.1 to 8 megapixels, small ones more often, at a second for each megapixel and a
 * fixed cost for each picture; every part is off by up to a third in either direction.
 */
function simulatedBatch(seed: number, fixedMs: number): SimulatedPicture[] {
  const random = randomFrom(seed);
  const noise = (): number => Math.exp((random() - 0.5) * 0.6);
  return Array.from({ length: 200 }, () => {
    const megapixels = 0.1 * 80 ** random();
    const tiles = Math.max(1, Math.ceil(megapixels / 0.06));
    return {
      pixels: megapixels * 1e6,
      readMs: 0.3 * fixedMs * noise(),
      decodeMs: 0.2 * fixedMs * noise(),
      tileMs: ((megapixels * 1000) / tiles) * noise(),
      tiles,
      encodeMs: 0.2 * fixedMs * noise(),
      writeMs: 0.3 * fixedMs * noise(),
    };
  });
}

const costMs = ({ readMs, decodeMs, tileMs, tiles, encodeMs, writeMs }: SimulatedPicture): number =>
  readMs + decodeMs + tileMs * tiles + encodeMs + writeMs;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Relative errors of the number on display, once a second from the end of the first picture. */
function errorsOf(pictures: readonly SimulatedPicture[]): number[] {
  const totalMs = sum(pictures.map(costMs));
  const errors: number[] = [];
  let estimate = startEstimate(0);
  let nowMs = 0;
  for (const [index, picture] of pictures.entries()) {
    const waiting = pictures.slice(index + 1);
    const ahead: WorkAhead = {
      waitingPictures: waiting.length,
      waitingWork: sum(waiting.map(({ pixels }) => pixels)),
      currentWork: picture.pixels,
    };
    const pass = (ms: number): void => {
      for (let leftMs = ms; leftMs > 0; leftMs -= 1000) {
        nowMs += Math.min(1000, leftMs);
        estimate = updateEstimate(estimate, ahead, nowMs);
        const leftInRunMs = totalMs - nowMs;
        // Below ten seconds the panel says little more than “almost done”.
        if (index === 0 || leftInRunMs < 10_000) continue;
        errors.push(((estimate.shownMs ?? Infinity) - leftInRunMs) / leftInRunMs);
      }
    };
    estimate = beginPicture(estimate, nowMs);
    pass(picture.readMs);
    estimate = noteTiles(estimate, 0, nowMs);
    pass(picture.decodeMs);
    estimate = noteTiles(estimate, 0, nowMs);
    for (let tile = 1; tile <= picture.tiles; tile++) {
      nowMs += picture.tileMs;
      estimate = noteTiles(estimate, tile / picture.tiles, nowMs);
      pass(0.001);
    }
    pass(picture.encodeMs);
    estimate = noteRestored(estimate, nowMs);
    pass(picture.writeMs);
    estimate = endPicture(estimate, picture.pixels, nowMs);
  }
  return errors;
}

describe('the time estimate of a batch', () => {
  test.each([0, 300, 1500, 3000])(
    'is honest when each picture costs %i ms in any case',
    (fixedMs) => {
      const shares = Array.from({ length: 10 }, (_, seed) => {
        const errors = errorsOf(simulatedBatch(seed + 1, fixedMs));
        return errors.filter((error) => Math.abs(error) <= 0.25).length / errors.length;
      });
      expect(Math.min(...shares)).toBeGreaterThan(0.9);
    },
  );

  test('learns nothing from a picture that failed, and forgets the work that fell away', () => {
    let estimate = endPicture(beginPicture(startEstimate(0), 0), 100, 10_000);
    estimate = dropPicture(beginPicture(estimate, 10_000));
    const ahead = { waitingPictures: 1, waitingWork: 100, currentWork: 0 };
    expect(updateEstimate(estimate, ahead, 10_000).shownMs).toBe(10_000);
  });

  test('does not count the time that it was paused', () => {
    const ahead = { waitingPictures: 2, waitingWork: 200, currentWork: 0 };
    const estimate = endPicture(beginPicture(startEstimate(0), 0), 100, 5000);
    const before = updateEstimate(estimate, ahead, 5000);
    expect(before.shownMs).toBe(10_000);
    const resting = rest(before, 5000);
    expect(updateEstimate(resting, ahead, 60_000)).toBe(resting);
    const after = updateEstimate(wake(resting, 3_605_000), ahead, 3_605_000);
    expect(after.shownMs).toBe(10_000);
  });
});
