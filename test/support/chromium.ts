/** Finds an installed Chrome, Chromium or Edge for the browser tests; downloads nothing. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CANDIDATES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const LAUNCH_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** True when the person running the tests chose to leave the browser out. */
export const browserTestsSkipped = process.env['ONESTEP_SKIP_BROWSER'] === '1';

export function findBrowser(): string | undefined {
  return CANDIDATES.find((path) => path !== undefined && existsSync(path));
}

/** @throws Error with the command to type when no browser is installed. */
export async function launchBrowser(extraFlags: readonly string[] = []): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error(
      'No Chrome, Chromium or Edge was found. Install one (Debian: apt-get install -y chromium), ' +
        'set CHROMIUM_PATH, or set ONESTEP_SKIP_BROWSER=1 to run the other tests.',
    );
  }
  return chromium.launch({ executablePath, args: [...LAUNCH_FLAGS, ...extraFlags] });
}
