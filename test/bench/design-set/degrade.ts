/**
 * What the web does to pictures before somebody wants them larger again. Sizes are exact: a pixel of
 * the small picture covers exactly `scale` × `scale` pixels of the large one.
 *
 * The mixture over 40 pictures: 14 only scaled down, 12 also saved as JPEG, 7 scaled and saved twice,
 * 7 reduced to a palette. Filters are area, bilinear, bicubic and Lanczos, equally often; qualities
 * are 30 to 85, two of three with halved colour; palettes have 16 to 256 colours, half of them
 * dithered. Where the size stays (scale 1), the 14 were scaled down and up again.
 */
import { decodePixels, FILTERS, openPixels, resizePixels, type Pixels } from './pixels';
import type { Random } from './random';

export type Recipe = 'scaled' | 'jpeg' | 'twice' | 'palette';
export type Scale = 1 | 2 | 4;

const RECIPE_COUNTS: Readonly<Record<Recipe, number>> = {
  scaled: 14,
  jpeg: 12,
  twice: 7,
  palette: 7,
};

/** JPEG knows no transparency. */
const TRANSPARENT_RECIPES: readonly Recipe[] = ['scaled', 'palette'];

/**
 * Gives every picture its recipe.
 *
 * @param names as many as the recipes, 40
 * @param transparent those of them that have to keep their transparency
 */
export function assignRecipes(
  names: readonly string[],
  transparent: readonly string[],
  random: Random,
): ReadonlyMap<string, Recipe> {
  const rest = { ...RECIPE_COUNTS };
  const assigned = new Map<string, Recipe>();
  const assign = (name: string, recipe: Recipe): void => {
    assigned.set(name, recipe);
    rest[recipe]--;
  };
  for (const [index, name] of transparent.entries()) {
    assign(name, TRANSPARENT_RECIPES[index % TRANSPARENT_RECIPES.length]!);
  }
  const others = names.filter((name) => !assigned.has(name));
  const recipes = Object.entries(rest).flatMap(([recipe, count]) =>
    Array.from({ length: count }, () => recipe as Recipe),
  );
  if (recipes.length !== others.length)
    throw new Error(`Recipes do not fit ${names.length} names.`);
  for (const [index, recipe] of random.shuffle(recipes).entries()) assign(others[index]!, recipe);
  return assigned;
}

/** @param picture sides are multiples of `scale` */
export async function degrade(
  picture: Pixels,
  scale: Scale,
  recipe: Recipe,
  random: Random,
): Promise<Pixels> {
  const [width, height] = [picture.width / scale, picture.height / scale];
  const shrink = (pixels: Pixels): Pixels =>
    resizePixels(pixels, width, height, random.pick(FILTERS));
  switch (recipe) {
    case 'scaled':
      return shrink(scale === 1 ? resizeBy(picture, random.between(0.5, 0.75), random) : picture);
    case 'jpeg':
      return compress(shrink(picture), random);
    case 'twice': {
      const share = scale === 1 ? 0.8 : random.between(1.25, 0.75 * scale) / scale;
      return compress(shrink(await compress(resizeBy(picture, share, random), random)), random);
    }
    case 'palette':
      return reduceColours(shrink(picture), random);
  }
}

function resizeBy(picture: Pixels, factor: number, random: Random): Pixels {
  const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * factor));
  return resizePixels(picture, width!, height!, random.pick(FILTERS));
}

async function compress(picture: Pixels, random: Random): Promise<Pixels> {
  return compressJpeg(picture, random.whole(30, 85), random.chance(2 / 3));
}

/** One way through JPEG. `halvesColour`: 4:2:0 rather than 4:4:4. */
export async function compressJpeg(
  picture: Pixels,
  quality: number,
  halvesColour: boolean,
): Promise<Pixels> {
  const chromaSubsampling = halvesColour ? '4:2:0' : '4:4:4';
  return decodePixels(await openPixels(picture).jpeg({ quality, chromaSubsampling }).toBuffer());
}

async function reduceColours(picture: Pixels, random: Random): Promise<Pixels> {
  const colours = Math.round(2 ** random.between(4, 8));
  const dither = random.chance(0.5) ? 1 : 0;
  const encoded = await openPixels(picture).png({ palette: true, colours, dither }).toBuffer();
  return decodePixels(encoded);
}
