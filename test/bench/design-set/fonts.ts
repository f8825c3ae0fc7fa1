/**
 * The typefaces of the design set: all under the SIL Open Font License, from pinned packages, and none
 * of them among those that the training pictures are set in.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

export type Weight = 100 | 300 | 400 | 500 | 600 | 700 | 900;

/** A family as its files name it, and what there is of it. */
export interface Typeface {
  readonly family: string;
  readonly weights: readonly Weight[];
  readonly hasItalic: boolean;
  /** Mean width of a letter over the size of the text, for laying out before there are pixels. */
  readonly advance: number;
}

export const SANS: Typeface = {
  family: 'Work Sans',
  weights: [100, 300, 400, 500, 600, 700, 900],
  hasItalic: true,
  advance: 0.58,
};
export const HUMANIST: Typeface = {
  family: 'Karla',
  weights: [300, 400, 500, 700],
  hasItalic: true,
  advance: 0.49,
};
export const SERIF: Typeface = {
  family: 'Playfair Display',
  weights: [400, 600, 700, 900],
  hasItalic: true,
  advance: 0.53,
};
export const SLAB: Typeface = {
  family: 'Zilla Slab',
  weights: [300, 400, 600, 700],
  hasItalic: true,
  advance: 0.5,
};
export const MONO: Typeface = {
  family: 'Space Mono',
  weights: [400, 700],
  hasItalic: true,
  advance: 0.612,
};
export const CONDENSED: Typeface = {
  family: 'Oswald',
  weights: [300, 400, 500, 600, 700],
  hasItalic: false,
  advance: 0.45,
};
export const CAPITALS: Typeface = {
  family: 'Bebas Neue',
  weights: [400],
  hasItalic: false,
  advance: 0.4,
};
export const SCRIPT: Typeface = {
  family: 'Pacifico',
  weights: [400],
  hasItalic: false,
  advance: 0.48,
};
export const HANDWRITING: Typeface = {
  family: 'Caveat',
  weights: [400, 700],
  hasItalic: false,
  advance: 0.4,
};

export const TYPEFACES: readonly Typeface[] = [
  SANS,
  HUMANIST,
  SERIF,
  SLAB,
  MONO,
  CONDENSED,
  CAPITALS,
  SCRIPT,
  HANDWRITING,
];

const PACKAGE_SCOPE = '@expo-google-fonts';
const WEIGHT_NAMES: Readonly<Record<Weight, string>> = {
  100: '100Thin',
  300: '300Light',
  400: '400Regular',
  500: '500Medium',
  600: '600SemiBold',
  700: '700Bold',
  900: '900Black',
};

/**
 * All faces, as TrueType files.
 *
 * @throws Error when one is not installed: a picture without its letters must never be measured
 */
export async function readFonts(): Promise<Uint8Array[]> {
  const require = createRequire(import.meta.url);
  return Promise.all(TYPEFACES.flatMap(facePaths).map((path) => readFile(require.resolve(path))));
}

function facePaths({ family, weights, hasItalic }: Typeface): string[] {
  const folder = `${PACKAGE_SCOPE}/${family.toLowerCase().replace(' ', '-')}`;
  const file = family.replace(' ', '');
  const styles = hasItalic ? ['', '_Italic'] : [''];
  return weights.flatMap((weight) =>
    styles.map((style) => {
      const face = `${WEIGHT_NAMES[weight]}${style}`;
      return `${folder}/${face}/${file}_${face}.ttf`;
    }),
  );
}
