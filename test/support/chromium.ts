/** Finds an installed Chrome, Chromium or Edge for the browser tests; downloads nothing. */
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.mjs';

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
