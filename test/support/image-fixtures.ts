/** Picture files of every kind, made in code, so that no test needs a file beside it. */
import type { ImageFixture } from './images/fixture';
import { gifFixtures, webpFixtures } from './images/gif-webp-fixtures';
import { jpegFixtures } from './images/jpeg-fixtures';
import { pngFixtures } from './images/png-fixtures';

export { brokenImages } from './images/broken-images';
export type { BrokenImage, ImageFixture } from './images/fixture';

/** Files that must be taken. */
export async function imageFixtures(): Promise<ImageFixture[]> {
  const groups = [pngFixtures(), jpegFixtures(), gifFixtures(), webpFixtures()];
  return (await Promise.all(groups)).flat();
}
