/**
 * A decoded picture: straight (not premultiplied) RGBA, 8 bit a channel, sRGB, row-major without
 * padding, upright (EXIF orientation applied). `data.length === width * height * 4`.
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}
