import { Matrix, pseudoInverse } from 'ml-matrix';
import { luma } from '../luma';
import type { RgbPicture } from '../rgb-picture';
import { fitAggd } from './fit-aggd';
import { gammaFunction } from './gamma-function';
import { halve } from './halve';
import type { NumberTable } from './npz';
import { createPlane, type Plane } from './plane';
import type { PristineModel } from './pristine-model';

const BLOCK_PX = 96;
/** The whole picture and half of it. */
const SCALES = [1, 2] as const;
/** Neighbours whose product with a pixel is looked at: left, above, above left, above right. */
const NEIGHBOURS = [
  [-1, 0],
  [0, -1],
  [-1, -1],
  [1, -1],
] as const;

/**
 * Natural image quality evaluator (Mittal, Soundararajan, Bovik 2013): how far the statistics of a
 * picture lie from those of undamaged photographs; lower is better. Luma is rounded to 8 bits and no
 * border is cropped, as BasicSR computes it.
 *
 * @returns NaN where fewer than two of the 96 px blocks have contrast, as in flat drawings
 * @throws Error when a side is under 96 px
 */
export function niqe(picture: RgbPicture, model: PristineModel): number {
  const columns = Math.floor(picture.width / BLOCK_PX);
  const rows = Math.floor(picture.height / BLOCK_PX);
  if (Math.min(columns, rows) === 0) {
    throw new Error(
      `NIQE needs ${BLOCK_PX} pixels a side; this is ${picture.width} × ${picture.height}.`,
    );
  }
  const values = luma(picture).map(Math.round);
  const whole = createPlane(
    columns * BLOCK_PX,
    rows * BLOCK_PX,
    (x, y) => values[y * picture.width + x]!,
  );
  const planes = [whole, halve(whole)];
  const features = Array.from({ length: columns * rows }, (): number[] => []);
  for (const [index, scale] of SCALES.entries()) {
    const contrast = normaliseContrast(planes[index]!, model.window);
    const side = BLOCK_PX / scale;
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) {
        const block = cutBlock(contrast, column * side, row * side, side);
        features[column * rows + row]!.push(...blockFeatures(block));
      }
    }
  }
  return distance(features, model);
}

/** Each pixel less the mean of its surroundings, over their deviation plus 1. */
function normaliseContrast(plane: Plane, window: NumberTable): Plane {
  const { width, height, data } = plane;
  const mean = filter(plane, window);
  const squares = filter({ width, height, data: data.map((value) => value * value) }, window);
  const values = data.map((value, at) => {
    const deviation = Math.sqrt(Math.abs(squares[at]! - mean[at]! ** 2));
    return (value - mean[at]!) / (deviation + 1);
  });
  return { width, height, data: values };
}

/** Weighted mean of the surroundings of every pixel; the edge pixels are repeated. */
function filter({ width, height, data }: Plane, window: NumberTable): Float64Array {
  const radius = (window.rows - 1) / 2;
  const clamp = (value: number, size: number): number => Math.min(Math.max(value, 0), size - 1);
  const result = new Float64Array(data.length);
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const weight = window.data[(dy + radius) * window.columns + dx + radius]!;
      for (let y = 0; y < height; y++) {
        const row = clamp(y + dy, height) * width;
        for (let x = 0; x < width; x++) {
          result[y * width + x]! += weight * data[row + clamp(x + dx, width)]!;
        }
      }
    }
  }
  return result;
}

function cutBlock({ width, data }: Plane, left: number, top: number, side: number): Plane {
  return createPlane(side, side, (x, y) => data[(top + y) * width + left + x]!);
}

/** 18 numbers: the distribution of the pixels, and of their products with each neighbour. */
function blockFeatures(block: Plane): number[] {
  const { shape, leftScale, rightScale } = fitAggd(block.data);
  const features = [shape, (leftScale + rightScale) / 2];
  for (const [dx, dy] of NEIGHBOURS) {
    const product = fitAggd(neighbourProducts(block, dx, dy));
    const mean =
      (product.rightScale - product.leftScale) *
      (gammaFunction(2 / product.shape) / gammaFunction(1 / product.shape));
    features.push(product.shape, mean, product.leftScale, product.rightScale);
  }
  return features;
}

/** A block is taken to go on at its opposite edge. */
function neighbourProducts({ width, height, data }: Plane, dx: number, dy: number): Float64Array {
  return createPlane(width, height, (x, y) => {
    const other = ((y + dy + height) % height) * width + ((x + dx + width) % width);
    return data[y * width + x]! * data[other]!;
  }).data;
}

/** Between the picture's normal distribution of features and the pristine one. */
function distance(blocks: readonly (readonly number[])[], model: PristineModel): number {
  const mean = Array.from(model.mean, (_, feature) =>
    meanOf(blocks.map((block) => block[feature]!).filter((value) => !Number.isNaN(value))),
  );
  const whole = blocks.filter((block) => !block.some(Number.isNaN));
  if (whole.length < 2) return NaN;
  const between = Matrix.columnVector(mean.map((value, at) => model.mean[at]! - value));
  const { rows, columns, data } = model.covariance;
  const pristine = Matrix.from1DArray(rows, columns, data);
  const spread = Matrix.add(pristine, covariance(whole)).div(2);
  const squared = between.transpose().mmul(pseudoInverse(spread)).mmul(between).get(0, 0);
  return Math.sqrt(squared);
}

function covariance(rows: readonly (readonly number[])[]): Matrix {
  const centred = new Matrix(rows.map((row) => [...row])).center('column');
  return centred
    .transpose()
    .mmul(centred)
    .div(rows.length - 1);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
