// Makes sure that the browser tests have a browser: finds an installed one, installs Chromium where
// that is possible (Debian as root), and otherwise names the command to type.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * @param {string | undefined} found path of an installed browser
 * @returns {boolean} true when the browser tests can run
 */
export function ensureBrowser(found) {
  if (found !== undefined) return true;
  if (!canInstall()) {
    console.error(
      'The browser tests need Chrome, Chromium or Edge, and none was found.\n' +
        'Install one (Debian or Ubuntu: sudo apt-get install -y chromium), or set CHROMIUM_PATH,\n' +
        'or run the other tests alone: ONESTEP_SKIP_BROWSER=1 npm test',
    );
    return false;
  }
  console.log('No Chrome, Chromium or Edge was found: installing Chromium with apt-get.');
  return apt('update') && apt('install', '-y', 'chromium');
}

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function apt(...args) {
  const run = spawnSync('apt-get', ['-q', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status !== 0) console.error(`apt-get ${args.join(' ')} failed.`);
  return run.status === 0;
}
