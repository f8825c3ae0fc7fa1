import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACK = join('models', 'compact');

/**
 * Folder of the pack that is installed with the command. It is found from where this program lies,
 * never from the working folder: the nearest folder upwards that is a package holds it, for the
 * built command as well as for the sources.
 */
export function embeddedPackFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return join(folder, PACK);
}
