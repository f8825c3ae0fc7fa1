/**
 * A batch on the playground in headless Chromium, with the built plugin in the real chain of frames:
 * what it holds in memory after every tenth picture, and how long the panel takes to answer input.
 *
 *   npm run bench:batch [-- --layers 200 --distinct 30 --side 512 --scale 2]
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Frame, Page } from 'playwright-core';
import { startPlaygroundServer } from '../../src/playground/server/start-server';
import { bundleScript } from '../support/bundle-script';
import { launchBrowser } from '../support/chromium';
import { openBatch, shownHashes, type BatchDocument } from '../support/open-batch';
import { processMemory } from './batch/processes';
import { Realms } from './batch/realms';
import { InputSender } from './batch/send-input';
import { batchTable, verdict, type Stage } from './batch/stages';
import type { Watch } from './batch/watch-client';
import { runMain, showProgress } from './run-main';

const PICTURES_IN_STAGE = 10;
const INPUT_EVERY_MS = 250;
/** The forced collections of a measurement are over, and noted, this long after it. */
const SETTLE_MS = 300;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      layers: { type: 'string', default: '200' },
      distinct: { type: 'string', default: '30' },
      side: { type: 'string', default: '512' },
      scale: { type: 'string', default: '2' },
    },
  });
  const document: BatchDocument = {
    layers: Number(values.layers),
    pictures: Number(values.distinct),
    side: Number(values.side),
  };
  execFileSync(process.execPath, ['scripts/build.mjs', '--quiet'], { stdio: 'inherit' });
  const server = await startPlaygroundServer({ port: 0 });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const realms = await Realms.of(page);
    const panel = await openBatch(page, server.url, document);
    console.log(
      `${document.layers} layers show ${document.pictures} pictures of up to ${document.side} px, ` +
        `enlarged ${values.scale}×; load of the machine at the start ${loadText()}\n`,
    );
    const stages = await runBatch({ browser, page, panel, realms }, document, values.scale);
    showProgress('');
    console.log(`${batchTable(stages)}\n\n${verdict(stages)}`);
    console.log(`load of the machine at the end ${loadText()}`);
  } finally {
    await browser.close();
    await server.close();
  }
}

interface OpenBatch {
  readonly browser: Browser;
  readonly page: Page;
  readonly panel: Frame;
  readonly realms: Realms;
}

async function runBatch(
  { browser, page, panel, realms }: OpenBatch,
  { pictures }: BatchDocument,
  scale: string,
): Promise<Stage[]> {
  const content = await bundleScript({
    entryPoints: [join(import.meta.dirname, 'batch/watch-client.ts')],
  });
  await panel.getByText(`${scale}×`, { exact: true }).click();
  const originals = await shownHashes(page);
  for (const frame of [page.mainFrame(), panel]) await frame.evaluate(content);

  const stages: Stage[] = [];
  const startedAt = performance.now();
  const measure = async (done: number): Promise<void> => {
    const seconds = (performance.now() - startedAt) / 1000;
    const [inPage, inPanel] = [await takeWatch(page.mainFrame()), await takeWatch(panel)];
    const memory = await realms.measure();
    const processes = await processMemory(browser);
    const documentBytes = await storedBytes(page);
    stages.push({ done, seconds, memory, processes, documentBytes, inPage, inPanel });
    await page.waitForTimeout(SETTLE_MS);
    for (const frame of [page.mainFrame(), panel]) await takeWatch(frame);
  };

  await measure(0);
  await panel.getByRole('button', { name: /^Enhance/ }).click();
  const input = new InputSender(page);
  const finished = panel.getByRole('heading', { name: /enhanced|left as|nothing/ });
  for (let measured = 0; ;) {
    const nextAt = performance.now() + INPUT_EVERY_MS;
    await input.next();
    const done = (await shownHashes(page)).filter((hash) => !originals.includes(hash)).length;
    showProgress(`${done} of ${pictures} pictures`);
    if (await finished.isVisible()) break;
    if (done >= measured + PICTURES_IN_STAGE && done < pictures) {
      measured = done - (done % PICTURES_IN_STAGE);
      await measure(done);
    }
    await page.waitForTimeout(Math.max(0, nextAt - performance.now()));
  }
  // The panel reads the page again after a run.
  await page.waitForTimeout(10 * SETTLE_MS);
  await measure((await shownHashes(page)).filter((hash) => !originals.includes(hash)).length);
  return stages;
}

/** What the pictures weigh that the document stores. */
function storedBytes(page: Page): Promise<number> {
  return page.evaluate(() => window.playground!.document.images.totalBytes);
}

/** What was noted since it was last asked for. */
function takeWatch(frame: Frame): Promise<Watch> {
  return frame.evaluate(() => {
    const { inputs, tasks, scripts } = window.batchWatch!;
    return { inputs: inputs.splice(0), tasks: tasks.splice(0), scripts: scripts.splice(0) };
  });
}

function loadText(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(', ');
}

await runMain(main);
