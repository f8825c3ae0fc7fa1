import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';

/** A smooth picture with no two corners alike, so that turning or mirroring it shows. */
export function colourful(width: number, height: number, alphaAt?: (x: number) => number) {
  const channels = alphaAt === undefined ? 3 : 4;
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      data[at] = (255 * x) / width;
      data[at + 1] = (255 * y) / height;
      data[at + 2] = 128;
      if (alphaAt !== undefined) data[at + 3] = alphaAt(x);
    }
  }
  return sharp(data, { raw: { width, height, channels } });
}

export async function writePng(path: string, width = 24, height = 16): Promise<void> {
  await colourful(width, height).png().toFile(path);
}

export async function writeJpeg(path: string, width = 24, height = 16): Promise<void> {
  await colourful(width, height).jpeg({ quality: 95 }).toFile(path);
}

/** Two frames of 8 × 8 pixels. */
export async function writeAnimatedGif(path: string): Promise<void> {
  const frames = Buffer.alloc(8 * 16 * 3, 200).fill(30, 0, 8 * 8 * 3);
  const gif = sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } });
  await writeFile(path, await gif.gif({ delay: [100, 100] }).toBuffer());
}

/** What a file says about itself. */
export async function describePicture(path: string) {
  const { format, width, height, hasAlpha } = await sharp(path).metadata();
  return { format, width, height, hasAlpha };
}

/** RGB or RGBA of the pixel at a place given as shares (0 to 1) of the sides. */
export async function colourAt(path: string, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const column = Math.min(Math.floor(x * info.width), info.width - 1);
  const row = Math.min(Math.floor(y * info.height), info.height - 1);
  const at = (row * info.width + column) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}
