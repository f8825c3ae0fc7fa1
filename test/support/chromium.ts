/** Finds an installed Chrome, Chromium or Edge for the browser tests; downloads nothing. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.mjs';

const LAUNCH_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** WebGPU on the processor: slow, but there on every machine. */
export const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** True when the person running the tests chose to leave the browser out. */
export const browserTestsSkipped = process.env['ONESTEP_SKIP_BROWSER'] === '1';

/** @throws Error with the command to type when no browser is installed. */
export async function launchBrowser(extraFlags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: installedBrowser(),
    args: [...LAUNCH_FLAGS, ...extraFlags],
  });
}

export interface BrowserProfile {
  /** Starts a browser with what earlier ones of this profile have kept. */
  launch(extraFlags?: readonly string[]): Promise<BrowserContext>;
  remove(): Promise<void>;
}

/**
 * A profile folder, for what has to outlive a browser.
 *
 * @param thirdPartyStorage whether pages in frames of other sites may keep anything; a profile that
 * says nothing blocks them
 */
export async function createProfile(thirdPartyStorage: boolean): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'onestep-profile-'));
  if (thirdPartyStorage) {
    await mkdir(join(folder, 'Default'));
    const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
    await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
  }
  return {
    launch: (extraFlags = []) =>
      chromium.launchPersistentContext(folder, {
        executablePath: installedBrowser(),
        args: [...LAUNCH_FLAGS, ...extraFlags],
      }),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function installedBrowser(): string {
  const executablePath = findBrowser();
  if (executablePath !== undefined) return executablePath;
  throw new Error(
    'No Chrome, Chromium or Edge was found. Install one (Debian: apt-get install -y chromium), ' +
      'set CHROMIUM_PATH, or set ONESTEP_SKIP_BROWSER=1 to run the other tests.',
  );
}
