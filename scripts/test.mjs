// `npm test`: builds the plugin with its size and loader checks, then runs every test. Ends with a line
// "N passed, N failed". ONESTEP_SKIP_BROWSER=1 leaves the browser tests out. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './ensure-browser.mjs';
import { findBrowser } from './find-browser.mjs';

const node = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;

if (process.env.ONESTEP_SKIP_BROWSER !== '1' && !ensureBrowser(findBrowser())) process.exit(1);
if (node('scripts/build.mjs') !== 0) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), 'onestep-test-'));
const reportFile = join(folder, 'report.json');
const status = node(
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
);
try {
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  // A file that fails before its first test counts as one failure.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  if (report.numPendingTests > 0) console.log(`${report.numPendingTests} skipped`);
  console.log(`${report.numPassedTests} passed, ${report.numFailedTests + brokenFiles} failed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
