import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the pack that is installed with the command. */
export function embeddedPackFolder(): string {
  return join(packageFolder(), 'models', 'compact');
}

/** Folder of the built engine page. */
export function enginePageFolder(): string {
  return join(packageFolder(), 'dist', 'engine');
}

/**
 * Found from where this program lies, never from the working folder: the nearest folder upwards that
 * is a package, for the built command as well as for the sources.
 */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}
