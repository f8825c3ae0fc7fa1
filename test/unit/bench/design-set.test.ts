import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { SIDE_PX } from '../../bench/design-set/canvas';
import { assignRecipes, degrade, type Recipe } from '../../bench/design-set/degrade';
import { TYPEFACES } from '../../bench/design-set/fonts';
import type { Pixels } from '../../bench/design-set/pixels';
import {
  PICTURE_NAMES,
  renderPicture,
  TRANSPARENT_PICTURES,
} from '../../bench/design-set/pictures';
import { seededRandom } from '../../bench/design-set/random';
import { createRenderer, type Renderer } from '../../bench/design-set/render';
import { rect, text } from '../../bench/design-set/svg';

let renderer: Renderer;
let pictures: ReadonlyMap<string, Pixels>;
beforeAll(async () => {
  renderer = await createRenderer();
  const entries = PICTURE_NAMES.map(
    async (name) => [name, await renderPicture(renderer, name)] as const,
  );
  pictures = new Map(await Promise.all(entries));
});

const hash = ({ data }: Pixels): string =>
  createHash('sha256').update(data).digest('hex').slice(0, 16);

describe('the pictures', () => {
  it('are 40 of one size', () => {
    expect(pictures.size).toBe(40);
    for (const { width, height } of pictures.values()) expect([width, height]).toEqual([512, 512]);
  });

  it('are the same every time, everywhere', async () => {
    const chosen = ['article-1', 'ticket-2', 'areas-2', 'badge-1', 'gradients-2'];
    expect(Object.fromEntries(chosen.map((name) => [name, hash(pictures.get(name)!)])))
      .toMatchInlineSnapshot(`
      {
        "areas-2": "ea6f8110c8aef52b",
        "article-1": "bf807d91e34bbe61",
        "badge-1": "d0a0a1b77c0a6234",
        "gradients-2": "ce0a55bed3fd9f29",
        "ticket-2": "f43f04b385a86530",
      }
    `);
    const again = await renderPicture(await createRenderer(), 'article-1');
    expect(hash(again)).toBe(hash(pictures.get('article-1')!));
  });

  it('all differ, and none is flat', () => {
    expect(new Set([...pictures.values()].map(hash)).size).toBe(pictures.size);
    for (const [name, { data, channels }] of pictures) {
      const values = data.filter((_, at) => at % channels === 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(Math.sqrt(spread), name).toBeGreaterThan(8);
    }
  });

  it('are transparent where they should be', () => {
    const transparent = [...pictures].filter(([, { channels }]) => channels === 4);
    expect(transparent.map(([name]) => name)).toEqual(TRANSPARENT_PICTURES);
  });
});

describe('the typefaces', () => {
  const sample = (family: string, weight: number, italic: boolean): Promise<Pixels> => {
    const face = TYPEFACES.find((typeface) => typeface.family === family)!;
    const look = { face, size: 90, fill: '#000000', weight: weight as 400, italic };
    return renderer.render([
      rect(0, 0, SIDE_PX, SIDE_PX, { fill: '#ffffff' }),
      text(20, 200, 'Hamburg 27', look),
    ]);
  };

  it('are all used, each face with letters of its own', async () => {
    const faces = TYPEFACES.flatMap(({ family, weights, hasItalic }) =>
      weights.flatMap((weight) =>
        (hasItalic ? [false, true] : [false]).map((italic) => ({ family, weight, italic })),
      ),
    );
    const seen = new Map<string, string>();
    for (const { family, weight, italic } of faces) {
      const drawn = await sample(family, weight, italic);
      const name = `${family} ${weight}${italic ? ' italic' : ''}`;
      const ink = drawn.data.filter((value) => value < 128).length / drawn.data.length;
      expect(ink, name).toBeGreaterThan(0.003);
      expect(seen.get(hash(drawn)), name).toBeUndefined();
      seen.set(hash(drawn), name);
    }
  });

  it('are not those of the training pictures', () => {
    const trained =
      /Cantarell|Carlito|Comic|DejaVu|Garamond|Fira|Hack|Inter|JetBrains|Lato|Liberation|Noto|Open Sans|Quicksand|Roboto|Ubuntu/;
    for (const { family } of TYPEFACES) expect(family).not.toMatch(trained);
  });

  it('refuse a weight that there is no file of', () => {
    const face = TYPEFACES.find(({ family }) => family === 'Pacifico')!;
    expect(() => text(0, 0, 'a', { face, size: 9, fill: 'red', weight: 700 })).toThrow(
      'Pacifico has no 700',
    );
  });
});

describe('the degradations', () => {
  const recipes = assignRecipes(PICTURE_NAMES, TRANSPARENT_PICTURES, seededRandom(1));

  it('are mixed as they say', () => {
    const counts = new Map<Recipe, number>();
    for (const recipe of recipes.values()) counts.set(recipe, (counts.get(recipe) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ scaled: 14, jpeg: 12, twice: 7, palette: 7 });
  });

  it('keep transparency', () => {
    for (const name of TRANSPARENT_PICTURES) {
      expect(['scaled', 'palette']).toContain(recipes.get(name));
    }
  });

  it.each([
    ['scaled', 4],
    ['jpeg', 2],
    ['twice', 4],
    ['twice', 2],
    ['palette', 4],
    ['scaled', 1],
    ['twice', 1],
  ] as const)('%s at ×%d has an exact size and repeats', async (recipe, scale) => {
    const picture = pictures.get('chat-1')!;
    const low = await degrade(picture, scale, recipe, seededRandom(3));
    expect([low.width, low.height]).toEqual([SIDE_PX / scale, SIDE_PX / scale]);
    expect(hash(await degrade(picture, scale, recipe, seededRandom(3)))).toBe(hash(low));
    expect(hash(low)).not.toBe(hash(picture));
  });

  it('leave the small picture where the large one is', async () => {
    const [left, top, side] = [64, 128, 96];
    const square = await renderer.render([
      rect(0, 0, SIDE_PX, SIDE_PX, { fill: '#ffffff' }),
      rect(left, top, side, side, { fill: '#000000' }),
    ]);
    for (const recipe of ['scaled', 'jpeg', 'twice'] as const) {
      const low = await degrade(square, 4, recipe, seededRandom(9));
      const [x, y] = darkCentre(low);
      expect(x, recipe).toBeCloseTo((left + side / 2) / 4, 1);
      expect(y, recipe).toBeCloseTo((top + side / 2) / 4, 1);
    }
  });
});

/** The middle of what is dark, in pixels from the corner of the picture. */
function darkCentre({ data, width, channels }: Pixels): readonly [number, number] {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let at = 0; at < data.length; at += channels) {
    if (data[at]! > 100) continue;
    const dark = 255 - data[at]!;
    sum += dark;
    sumX += dark * (((at / channels) % width) + 0.5);
    sumY += dark * (Math.floor(at / channels / width) + 0.5);
  }
  return [sumX / sum, sumY / sum];
}
