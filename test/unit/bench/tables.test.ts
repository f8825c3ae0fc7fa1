import { describe, expect, it } from 'vitest';
import { barTable, type SetName } from '../../bench/bar';
import { meanFigures } from '../../bench/measure';
import { meanTable, type SetFigures } from '../../bench/measure-set';
import { timeTable } from '../../bench/speed/sections/browser-section';
import { sizeTable } from '../../bench/speed/sections/sizes-section';
import { milliseconds, percent, tableMarkdown } from '../../bench/speed/markdown';
import { fitExponent, median } from '../../bench/speed/statistics';
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

describe('times', () => {
  it('are medians, compared with those of the first program', () => {
    const runs = new Map([
      ['peer', [100, 300, 200]],
      ['own', [50, 90, 70, 1000]],
    ]);
    expect(timeTable([{ title: '1→4', runs }]).slice(1)).toEqual([
      ['1→4', 'peer', '200', '100', '300', '3', '1.00×'],
      ['1→4', 'own', '80', '50', '1000', '4', '0.40×'],
    ]);
    expect(median([3, 1, 2])).toBe(2);
  });

  it.each([
    [0.4213, '0.42'],
    [8.31, '8.3'],
    [99.4, '99'],
    [415.2, '415'],
    [12_345.6, '12 346'],
    [undefined, '–'],
  ])('%s ms are written as %s', (value, text) => {
    expect(milliseconds(value)).toBe(text);
  });

  it('have shares', () => {
    expect([0.004, 0.051, 0.25, 1].map(percent)).toEqual(['0.4 %', '5.1 %', '25 %', '100 %']);
  });
});

describe('cost by size', () => {
  it.each([1, 1.5, 0.5])('finds the exponent %s', (exponent) => {
    const points = [0.25, 1, 4, 16].map((size) => ({ size, cost: 3 * size ** exponent }));
    expect(fitExponent(points)).toBeCloseTo(exponent, 12);
  });

  it('weighs what lies beside the line', () => {
    const points = [
      { size: 1, cost: 1 },
      { size: 10, cost: 100 },
      { size: 100, cost: 100 },
    ];
    expect(fitExponent(points)).toBeCloseTo(1, 12);
  });

  it('leaves out sizes that failed', () => {
    const point = (megapixels: number, ms: number | undefined) => ({
      megapixels,
      ms,
      networkRuns: 2,
    });
    const points = [point(1, 100), point(4, 400), point(16, undefined)];
    const [, row] = sizeTable([{ name: 'CPU', points }]);
    expect(row).toEqual(['CPU', '100 (2)', '400 (2)', '–', '–', '1.00']);
  });
});

it('sets tables as prettier does', () => {
  const rows = [
    ['on', 'ms'],
    ['CPU | GPU', '1'],
  ];
  expect(tableMarkdown(rows).split('\n')).toEqual([
    '| on         | ms  |',
    '| ---------- | --- |',
    '| CPU \\| GPU | 1   |',
  ]);
});
