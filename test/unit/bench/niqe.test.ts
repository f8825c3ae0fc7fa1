import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { fitAggd } from '../../bench/metrics/niqe/fit-aggd';
import { gammaFunction } from '../../bench/metrics/niqe/gamma-function';
import { halve } from '../../bench/metrics/niqe/halve';
import { niqe } from '../../bench/metrics/niqe/niqe';
import { readNpz } from '../../bench/metrics/niqe/npz';
import { createPlane } from '../../bench/metrics/niqe/plane';
import { seededRandom } from '../../bench/design-set/random';

/** One array as NumPy writes it. */
function npy(header: string, numbers: readonly number[]): Uint8Array {
  const padded = `${header.padEnd(117)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]);
  return Buffer.concat([
    start,
    Buffer.from(padded),
    Buffer.from(Float64Array.from(numbers).buffer),
  ]);
}

async function npz(name: string, member: Uint8Array): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  await zip.add(`${name}.npy`, new Uint8ArrayReader(member));
  return zip.close();
}

describe('arrays of NumPy', () => {
  it.each([
    ['row by row', 'False', [1, 2, 3, 4, 5, 6]],
    ['column by column', 'True', [1, 4, 2, 5, 3, 6]],
  ])('are read %s', async (_, order, stored) => {
    const header = `{'descr': '<f8', 'fortran_order': ${order}, 'shape': (2, 3), }`;
    const tables = await readNpz(await npz('values', npy(header, stored)));
    expect(tables.get('values')).toEqual({
      rows: 2,
      columns: 3,
      data: Float64Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  it('are refused in another form', async () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }";
    await expect(readNpz(await npz('values', npy(header, [1])))).rejects.toThrow('float64');
  });
});

it('knows the gamma function', () => {
  expect(gammaFunction(5)).toBeCloseTo(24, 10);
  expect(gammaFunction(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 12);
  expect(gammaFunction(0.1)).toBeCloseTo(9.513507698668732, 10);
});

describe('the fitted distribution', () => {
  const random = seededRandom(5);
  const normal = Float64Array.from({ length: 40_000 }, () => random.normal());

  it('is normal for normal numbers', () => {
    const { shape, leftScale, rightScale } = fitAggd(normal);
    expect(shape).toBeCloseTo(2, 0);
    // The scale of a normal distribution is √2 times its deviation.
    expect(leftScale).toBeCloseTo(Math.SQRT2, 1);
    expect(rightScale).toBeCloseTo(leftScale, 1);
  });

  it('leans to the side with the larger numbers', () => {
    const leaning = fitAggd(normal.map((value) => (value > 0 ? 3 * value : value)));
    expect(leaning.rightScale / leaning.leftScale).toBeCloseTo(3, 0);
  });

  it('has no scale where there is nothing to fit', () => {
    const { shape, leftScale } = fitAggd(new Float64Array(9));
    expect(shape).toBe(0.2);
    expect(leftScale).toBeNaN();
  });
});

describe('half the size', () => {
  it('leaves even colour as it is', () => {
    const { width, height, data } = halve(createPlane(10, 6, () => 7));
    expect([width, height]).toEqual([5, 3]);
    for (const value of data) expect(value).toBeCloseTo(7, 12);
  });

  it('keeps a ramp in its place', () => {
    const ramp = halve(createPlane(32, 2, (x) => x));
    expect(ramp.data[8]).toBeCloseTo(16.5, 12);
  });
});

describe('NIQE', () => {
  const window = { rows: 7, columns: 7, data: new Float64Array(49).fill(1 / 49) };
  const covariance = {
    rows: 36,
    columns: 36,
    data: Float64Array.from({ length: 36 ** 2 }, (_, at) => (at % 37 === 0 ? 1 : 0)),
  };
  const model = { mean: new Float64Array(36), covariance, window };
  const picture = (side: number, valueAt: () => number) => ({
    width: side,
    height: side,
    data: Uint8Array.from({ length: side * side * 3 }, valueAt),
  });

  it('measures the distance to the model', () => {
    const random = seededRandom(6);
    const noise = picture(200, () => random.whole(0, 255));
    const distance = niqe(noise, model);
    expect(distance).toBeGreaterThan(0);
    const further = { ...model, mean: new Float64Array(36).fill(-5) };
    expect(niqe(noise, further)).toBeGreaterThan(distance);
  });

  it('has no value for a flat picture', () => {
    expect(
      niqe(
        picture(200, () => 80),
        model,
      ),
    ).toBeNaN();
  });

  it('refuses pictures smaller than a block', () => {
    expect(() =>
      niqe(
        picture(95, () => 0),
        model,
      ),
    ).toThrow('95 × 95');
  });
});
