/**
 * Times the embedded pack beside UpscalerJS in one headless Chromium: both on wasm and one thread, on
 * the same pictures, by turns.
 *
 *   npm run bench:speed [-- --pack <folder>] [--sides 128,256]
 */
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { launchBrowser } from '../support/chromium';
import { openPixels, resizePixels } from './design-set/pixels';
import { renderPicture } from './design-set/pictures';
import { createRenderer } from './design-set/render';
import { openPeer, PEER_SCALE, PEER_TITLE, type Peer } from './peer/open-peer';
import { readPicture } from './read-picture';
import { runMain, showProgress } from './run-main';
import { findPairs } from './pairs';
import { sharedPairs } from './shared-folder';
import { median, timeTable, type TimedSize } from './speed/compare-times';
import { openEngine, type TimedEngine } from './speed/open-engine';

const DEFAULT_PACK = 'models/compact';
const PEER = 'esrgan-slim';
const OWN = 'onestep';
const OWN_WHOLE = 'onestep, with decoding and encoding';
/** Share of UpscalerJS's time that is to be reached. */
const GOAL = 0.5;
/** The least flat one of the design set. */
const FALLBACK_PICTURE = 'gradients-2';
const WARM_UP_RUNS = 2;
/** Large pictures vary less and take long. */
const SIZES = [
  { sidePx: 128, runs: 12 },
  { sidePx: 256, runs: 6 },
  { sidePx: 512, runs: 3 },
] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pack: { type: 'string', default: DEFAULT_PACK },
      sides: { type: 'string', default: SIZES.map(({ sidePx }) => sidePx).join() },
    },
  });
  const sides = values.sides.split(',').map(Number);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const peer = await openPeer(page);
    const engine = await openEngine(page, values.pack);
    console.log(`${OWN}: ${values.pack}, onnxruntime-web on wasm, one thread, in a worker`);
    console.log(`${PEER}: ${PEER_TITLE}, from tensor to numbers\n`);
    for (const { sidePx, runs } of SIZES.filter((size) => sides.includes(size.sidePx))) {
      const size = await timeSize(engine, peer, sidePx, runs).catch((error: Error) => error);
      showProgress('');
      if (size instanceof Error) console.log(`${sidePx} px is left out: ${size.message}`);
      else console.log(`${timeTable(size)}\n${verdict(size)}\n`);
    }
  } finally {
    await browser.close();
  }
}

async function timeSize(
  engine: TimedEngine,
  peer: Peer,
  sidePx: number,
  runs: number,
): Promise<TimedSize> {
  const picture = await pictureOf(sidePx);
  await peer.load(await readPicture(picture));
  const times = { peer: [] as number[], own: [] as number[], whole: [] as number[] };
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    showProgress(`${sidePx} px: run ${run + 1 + WARM_UP_RUNS} of ${runs + WARM_UP_RUNS}`);
    const peerMs = await peer.time();
    const { restore, whole } = await engine.time(picture, PEER_SCALE);
    if (run < 0) continue;
    times.peer.push(peerMs);
    times.own.push(restore);
    times.whole.push(whole);
  }
  return {
    title: `${sidePx}→${sidePx * PEER_SCALE}`,
    runs: new Map([
      [PEER, times.peer],
      [OWN, times.own],
      [OWN_WHOLE, times.whole],
    ]),
  };
}

/** A photograph where one is there, because flat parts of drawings would be skipped. */
async function pictureOf(sidePx: number): Promise<Uint8Array> {
  const { path, missing } = sharedPairs('realsr');
  if (missing === undefined) {
    const [pair] = await findPairs(path);
    return sharp(pair!.highPath).resize(sidePx, sidePx).png().toBuffer();
  }
  const drawing = await renderPicture(await createRenderer(), FALLBACK_PICTURE);
  return openPixels(resizePixels(drawing, sidePx, sidePx, 'area'))
    .png()
    .toBuffer();
}

function verdict({ title, runs }: TimedSize): string {
  const ratio = median(runs.get(OWN)!) / median(runs.get(PEER)!);
  const reached = ratio <= GOAL ? 'reached' : 'not reached';
  return `${title}: ${ratio.toFixed(2)}× of UpscalerJS's time; to reach ≤ ${GOAL}×: ${reached}`;
}

await runMain(main);
