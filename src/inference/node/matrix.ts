export type Vector = readonly [number, number, number];
/** Three rows. */
export type Matrix = readonly [Vector, Vector, Vector];

export function apply(matrix: Matrix, vector: Vector): Vector {
  return [dot(matrix[0], vector), dot(matrix[1], vector), dot(matrix[2], vector)];
}

/** `a` after `b`. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const columns = transpose(b);
  return [apply(columns, a[0]), apply(columns, a[1]), apply(columns, a[2])];
}

/** Scales the columns. */
export function scaleColumns(matrix: Matrix, factors: Vector): Matrix {
  const scaled = ([a, b, c]: Vector): Vector => [a * factors[0], b * factors[1], c * factors[2]];
  return [scaled(matrix[0]), scaled(matrix[1]), scaled(matrix[2])];
}

/** Not finite where the matrix has no inverse. */
export function invert([a, b, c]: Matrix): Matrix {
  const determinant = dot(a, cross(b, c));
  const adjugate = transpose([cross(b, c), cross(c, a), cross(a, b)]);
  const factor = 1 / determinant;
  return scaleColumns(adjugate, [factor, factor, factor]);
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function transpose([a, b, c]: Matrix): Matrix {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}
