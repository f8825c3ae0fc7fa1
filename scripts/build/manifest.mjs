import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { allowedDomain } from './engine-address.mjs';

/**
 * manifest.json for a plugin whose engine page is hosted elsewhere, to be imported from dist/.
 *
 * @param {string} engineAddress from `parseEngineAddress`
 * @returns {Promise<string>}
 */
export async function buildManifest(engineAddress) {
  const manifest = JSON.parse(await readFile('manifest.json', 'utf8'));
  return `${JSON.stringify(
    {
      ...manifest,
      main: relative('dist', manifest.main),
      ui: relative('dist', manifest.ui),
      networkAccess: {
        allowedDomains: [allowedDomain(engineAddress)],
        reasoning:
          'The engine page is shown in a frame of the panel, because only a page with an origin may ' +
          'use the GPU. Pictures are handed to it inside the browser and are never sent anywhere.',
      },
    },
    null,
    2,
  )}\n`;
}
