/** One value a pixel, row-major; `data.length === width * height`. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

export function createPlane(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): Plane {
  const data = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = valueAt(x, y);
  }
  return { width, height, data };
}
