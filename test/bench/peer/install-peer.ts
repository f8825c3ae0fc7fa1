import { spawnSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve('test-results/bench/peer');
/** Written last by npm, so a broken installation is begun anew. */
const MARK = 'node_modules/.package-lock.json';

/**
 * Folder of UpscalerJS's modules, which are installed at the first call.
 *
 * @throws Error in one line when they cannot be installed here
 */
export async function installPeer(): Promise<string> {
  const modules = join(FOLDER, 'node_modules');
  if (existsSync(join(FOLDER, MARK))) return modules;
  await mkdir(FOLDER, { recursive: true });
  await copyFile(join(import.meta.dirname, 'package.json'), join(FOLDER, 'package.json'));
  const options = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync('npm', ['install', ...options], {
    cwd: FOLDER,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return modules;
  const reason = error?.message ?? /npm error (?!code)(.+)/.exec(stderr)?.[1] ?? `exit ${status}`;
  throw new Error(`UpscalerJS could not be installed (${reason}).`);
}
