import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assignRecipes, degrade, type Scale } from './degrade';
import { openPixels, type Pixels } from './pixels';
import { PICTURE_NAMES, renderPicture, TRANSPARENT_PICTURES } from './pictures';
import { seededRandom } from './random';
import { createRenderer } from './render';

const RECIPE_SEED = 40_117;

export interface DegradedPair {
  readonly name: string;
  readonly low: Pixels;
  readonly high: Pixels;
}

/** The design set at one scale, picture by picture; always the same. */
export async function* designPairs(scale: Scale): AsyncGenerator<DegradedPair> {
  const renderer = await createRenderer();
  const recipes = assignRecipes(PICTURE_NAMES, TRANSPARENT_PICTURES, seededRandom(RECIPE_SEED));
  for (const [index, name] of PICTURE_NAMES.entries()) {
    const high = await renderPicture(renderer, name);
    const recipe = recipes.get(name)!;
    const low = await degrade(high, scale, recipe, seededRandom(RECIPE_SEED + 1 + index));
    yield { name: `${name}-${recipe}`, low, high };
  }
}

/** Writes pairs as a folder of `lr/` and `hr/`, in place of what was there. */
export async function writePairs(
  folder: string,
  pairs: AsyncIterable<DegradedPair>,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const part of ['lr', 'hr']) await mkdir(join(folder, part), { recursive: true });
  for await (const { name, low, high } of pairs) {
    await openPixels(low)
      .png()
      .toFile(join(folder, 'lr', `${name}.png`));
    await openPixels(high)
      .png()
      .toFile(join(folder, 'hr', `${name}.png`));
  }
}
