/**
 * What is left of runs that were started and cancelled, in the browser's engines:
 * `npm run bench:cancel`, or `npm run bench:cancel -- 20` for fewer runs than 100.
 */
import { launchBrowser, SOFTWARE_GPU } from '../support/chromium';
import { cancelRuns, quickPack } from '../browser/engine-harness/cancel-runs';
import { COUNTS_MEMORY } from '../browser/engine-harness/faults';
import { openWorker } from '../browser/engine-harness/open-worker';
import { runMain } from './run-main';

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? 100);
  const browser = await launchBrowser(SOFTWARE_GPU);
  try {
    for (const provider of ['webgpu', 'wasm'] as const) {
      const engine = await openWorker(browser, {
        provider,
        pack: quickPack(),
        before: COUNTS_MEMORY,
      });
      if (engine === null) {
        console.log('webgpu: left out, because this browser has no WebGPU adapter');
        continue;
      }
      const { held, stopped } = await cancelRuns(engine, [5, Math.ceil(runs / 2), runs]);
      console.log(`${provider}: ${stopped} of ${runs} runs stopped before their end`);
      console.table(held);
      await engine.close();
    }
  } finally {
    await browser.close();
  }
}

await runMain(main);
