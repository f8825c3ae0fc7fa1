import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diskView } from './file-system-view';

/** The characters of a pattern; also legal in file names everywhere but on Windows. */
const WILDCARD = /[*?]/;

/**
 * Replaces patterns that the shell has left as they are (Windows never expands them) by the files
 * they stand for, in the order of their names. `*` and `?` are known, in the last part of a path. A
 * path that exists is taken literally, and a pattern that fits nothing stays, to be reported as a
 * missing file.
 */
export async function expandInputs(inputs: readonly string[]): Promise<string[]> {
  return (await Promise.all(inputs.map(expandInput))).flat();
}

async function expandInput(input: string): Promise<string[]> {
  const pattern = basename(input);
  if (!WILDCARD.test(pattern) || (await diskView.isTaken(input).catch(() => true))) return [input];
  const names = await readdir(dirname(input)).catch(() => []);
  const fits = matcher(pattern);
  const found = names.filter(fits).sort();
  return found.length === 0 ? [input] : found.map((name) => join(dirname(input), name));
}

/** As in a shell, hidden files are only meant by a pattern that starts with a dot. */
function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/[\\^$.|+()[\]{}*?]/g, (character) =>
    character === '*' ? '.*' : character === '?' ? '.' : `\\${character}`,
  );
  const whole = new RegExp(`^${source}$`, process.platform === 'win32' ? 'isu' : 'su');
  return (name) => whole.test(name) && (pattern.startsWith('.') || !name.startsWith('.'));
}
