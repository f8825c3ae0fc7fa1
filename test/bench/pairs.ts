import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

const LOW = 'lr';
const HIGH = 'hr';
const PICTURE_EXTENSIONS = ['.png', '.jpg', '.jpeg', '.webp'];

/** One scene: the small picture, the true large one, and what other programs made of the small one. */
export interface Pair {
  readonly name: string;
  readonly lowPath: string;
  readonly highPath: string;
  /** Path by the name of the folder it lies in, for example `osediff`. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * Finds the pairs of a folder with `lr/` and `hr/`, matched by file name, and the pictures of the
 * same names in any further folder.
 *
 * @throws Error in a sentence when a folder or a picture is missing
 */
export async function findPairs(folder: string): Promise<Pair[]> {
  const low = await picturesOf(folder, LOW);
  const high = await picturesOf(folder, HIGH);
  if (low.size === 0) throw new Error(`There are no pictures in ${join(folder, LOW)}.`);
  const others = new Map<string, Map<string, string>>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === LOW || entry.name === HIGH) continue;
    const pictures = await picturesOf(folder, entry.name);
    if (pictures.size > 0) others.set(entry.name, pictures);
  }
  return [...low].map(([name, lowPath]) => ({
    name,
    lowPath,
    highPath: partner(high, name, folder, HIGH),
    others: new Map(
      [...others].map(([column, pictures]) => [column, partner(pictures, name, folder, column)]),
    ),
  }));
}

/** Paths by file name without extension, in the order of the names. */
async function picturesOf(folder: string, part: string): Promise<Map<string, string>> {
  const path = join(folder, part);
  const files = await readdir(path).catch(() => {
    throw new Error(`There is no folder ${path}. A folder of pairs holds lr/ and hr/.`);
  });
  return new Map(
    files
      .filter((file) => PICTURE_EXTENSIONS.includes(extname(file).toLowerCase()))
      .sort()
      .map((file) => [file.slice(0, -extname(file).length), join(path, file)]),
  );
}

function partner(
  pictures: ReadonlyMap<string, string>,
  name: string,
  folder: string,
  part: string,
): string {
  const path = pictures.get(name);
  if (path === undefined) throw new Error(`There is no picture ${name} in ${join(folder, part)}.`);
  return path;
}
