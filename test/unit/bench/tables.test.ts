import { describe, expect, it } from 'vitest';
import { barTable, type SetName } from '../../bench/bar';
import { meanFigures } from '../../bench/measure';
import { meanTable, type SetFigures } from '../../bench/measure-set';
import { timeTable } from '../../bench/speed/compare-times';
import { formatFigures, layOut } from '../../bench/table';

const figures = (psnrY: number, ssimY: number, niqe: number) => ({ psnrY, ssimY, niqe });

const set = (mean: Record<string, ReturnType<typeof figures>>): SetFigures => ({
  pictures: new Map(),
  mean: new Map(Object.entries(mean)),
});

const rowOf = (table: string, start: string): string =>
  table.split('\n').find((line) => line.startsWith(start))!;

it('lays out columns', () => {
  expect(
    layOut([
      ['', 'a', 'long'],
      ['name', '12.5', '1'],
    ]),
  ).toBe(['          a   long', 'name   12.5      1'].join('\n'));
});

it('leaves out what has no value', () => {
  expect(formatFigures(figures(27.5071, 0.76481, NaN))).toBe('27.507 .7648');
  expect(formatFigures(figures(NaN, NaN, 6.173))).toBe('6.17');
  const table = meanTable(set({ truth: figures(NaN, NaN, 6.173) }));
  expect(rowOf(table, 'truth')).toMatch(/–\s+–\s+6\.17$/);
});

it('takes the mean of NIQE over the pictures that have one', () => {
  const mean = meanFigures([figures(20, 0.5, 4), figures(30, 0.7, NaN), figures(40, 0.9, 6)]);
  expect(mean.psnrY).toBe(30);
  expect(mean.ssimY).toBeCloseTo(0.7, 12);
  expect(mean.niqe).toBe(5);
});

describe('what is to be reached', () => {
  const realsr = set({
    lanczos: figures(27.51, 0.7648, 9.14),
    'onestep faithful': figures(27.9, 0.79, 7.7),
    'onestep crisp': figures(26.9, 0.76, 6.2),
  });
  const design = set({
    lanczos: figures(24, 0.8, NaN),
    'onestep faithful': figures(27.1, 0.9, NaN),
  });
  const sets = new Map<SetName, SetFigures>([
    ['realsr', realsr],
    ['design', design],
  ]);
  const table = barTable(sets, 480_000);

  it.each([
    ['realsr, PSNR-Y  ', 'yes'],
    ['realsr, SSIM-Y', 'no'],
    ['realsr, NIQE, faithful', 'yes'],
    ['realsr, NIQE, crisp', 'yes'],
    ['realsr, PSNR-Y, crisp', 'no'],
    ['design, PSNR-Y over Lanczos', 'yes'],
    ['pack in MB', 'yes'],
    ['drealsr, SSIM-Y', '–'],
  ])('%s: %s', (start, verdict) => {
    expect(rowOf(table, start)).toMatch(new RegExp(`${verdict}$`));
  });

  it('shows the gain over Lanczos', () => {
    expect(rowOf(table, 'design')).toContain('+3.10');
  });

  it('leaves open what was not measured', () => {
    expect(rowOf(barTable(new Map(), 700_000), 'realsr, NIQE, crisp')).toMatch(/–$/);
    expect(rowOf(barTable(new Map(), 700_000), 'pack in MB')).toMatch(/no$/);
  });
});

it('compares medians with those of the first program', () => {
  const runs = new Map([
    ['peer', [100, 300, 200]],
    ['own', [50, 90, 70, 1000]],
  ]);
  const table = timeTable({ title: '1→4', runs });
  expect(rowOf(table, 'peer')).toMatch(/200\s+100\s+300\s+3\s+1\.00×$/);
  expect(rowOf(table, 'own')).toMatch(/80\s+50\s+1000\s+4\s+0\.40×$/);
});
