import type { FloatTensor } from '../runtime/graph-session';
import type { Rect } from '../tiles/rect';
import type { BytePixels } from '../resample/resize-bytes';

/** Channel planes one after another, each row-major; `data.length === channels * height * width`. */
export interface Planes {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function createPlanes(channels: number, width: number, height: number): Planes {
  return { channels, width, height, data: new Float32Array(channels * width * height) };
}

/** Dimensions of planes as a network sees them: one picture, channels first. */
export function planeDims({ channels, width, height }: Omit<Planes, 'data'>): readonly number[] {
  return [1, channels, height, width];
}

/** Planes as a network takes them; the data is shared. */
export function toTensor(planes: Planes): FloatTensor {
  return { data: planes.data, dims: planeDims(planes) };
}

/** Copies a rectangle that lies within the planes. */
export function cropPlanes(planes: Planes, { left, top, width, height }: Rect): Planes {
  if (width === planes.width && height === planes.height) return planes;
  const crop = createPlanes(planes.channels, width, height);
  let target = 0;
  for (let channel = 0; channel < planes.channels; channel++) {
    for (let y = 0; y < height; y++, target += width) {
      const start = (channel * planes.height + top + y) * planes.width + left;
      crop.data.set(planes.data.subarray(start, start + width), target);
    }
  }
  return crop;
}

/** u8 → -1..1, each step rounded to float32 as the official code's tensors are. */
const SIGNED = Float32Array.from({ length: 256 }, (_, byte) => Math.fround(byte / 255) * 2 - 1);

/** Cuts a rectangle out of a picture of 3 channels as -1..1 planes; it lies within the picture. */
export function readSigned(picture: BytePixels, { left, top, width, height }: Rect): Planes {
  const planes = createPlanes(3, width, height);
  const { data } = planes;
  const bytes = picture.data;
  const plane = width * height;
  let target = 0;
  for (let y = 0; y < height; y++) {
    let at = ((top + y) * picture.width + left) * 3;
    for (let x = 0; x < width; x++, target++, at += 3) {
      data[target] = SIGNED[bytes[at]!]!;
      data[target + plane] = SIGNED[bytes[at + 1]!]!;
      data[target + 2 * plane] = SIGNED[bytes[at + 2]!]!;
    }
  }
  return planes;
}

/** Writes planes of -1..1 into a picture of 3 channels and of their width, from `firstRow` down. */
export function writeSigned(planes: Planes, picture: BytePixels, firstRow: number): void {
  const { width, height, data } = planes;
  const bytes = picture.data;
  const plane = width * height;
  let target = firstRow * width * 3;
  for (let index = 0; index < plane; index++, target += 3) {
    bytes[target] = signedToByte(data[index]!);
    bytes[target + 1] = signedToByte(data[index + plane]!);
    bytes[target + 2] = signedToByte(data[index + 2 * plane]!);
  }
}

/** -1..1, clamped, → 0..255 by truncation, as the official code has it. */
export function signedToByte(value: number): number {
  const clamped = value < -1 ? -1 : value > 1 ? 1 : value;
  return unitToByte(Math.fround(Math.fround(clamped * 0.5) + 0.5));
}

/** 0..1, clamped, → 0..255 by truncation; the product is rounded to float32 before that. */
export function unitToByte(value: number): number {
  const clamped = value < 0 ? 0 : value > 1 ? 1 : value;
  return Math.trunc(Math.fround(clamped * 255));
}
