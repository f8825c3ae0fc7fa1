/** A decoded picture without alpha: 8 bit RGB, row-major; `data.length === width * height * 3`. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** @throws Error with both sizes when the two cannot be compared pixel by pixel. */
export function assertSameSize(first: RgbPicture, second: RgbPicture): void {
  if (first.width === second.width && first.height === second.height) return;
  throw new Error(
    `Sizes do not match: ${first.width} × ${first.height} and ${second.width} × ${second.height} pixels.`,
  );
}
