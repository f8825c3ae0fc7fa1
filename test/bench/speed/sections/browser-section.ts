import sharp from 'sharp';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../../support/chromium';
import { openPixels, resizePixels } from '../../design-set/pixels';
import { renderPicture } from '../../design-set/pictures';
import { createRenderer } from '../../design-set/render';
import { findPairs } from '../../pairs';
import { openPeer, PEER_ORIGIN, PEER_SCALE, PEER_TITLE, type Peer } from '../../peer/open-peer';
import { readPicture } from '../../read-picture';
import { showProgress } from '../../run-main';
import { sharedPairs } from '../../shared-folder';
import { findBrowserAdapter, REAL_GPU } from '../browser/find-adapter';
import { openEngine, type TimedEngine } from '../browser/open-engine';
import { milliseconds, type Section, type Table } from '../markdown';
import { median } from '../statistics';

const PEER = 'UpscalerJS, wasm';
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

/** What was timed on one size of picture, in milliseconds, run by run. */
export interface TimedSize {
  /** As in "128→512". */
  readonly title: string;
  /** By the name of the program; the first one is what the others are compared with. */
  readonly runs: ReadonlyMap<string, readonly number[]>;
}

/** The embedded pack beside UpscalerJS in one headless Chromium, by turns on the same pictures. */
export async function browserSection(packFolder: string): Promise<Section> {
  const browser = await launchBrowser(REAL_GPU);
  try {
    const page = await browser.newPage();
    const remarks = [
      `×4 in headless Chromium ${browser.version()}, one thread each, by turns. ${PEER_TITLE}, from ` +
        'tensor to numbers; Onestep from pixels to pixels, and with decoding and encoding.',
    ];
    const peer = await openPeer(page).catch((error: Error) => error);
    if (peer instanceof Error) {
      remarks.push(`UpscalerJS is left out: ${peer.message}`);
      await openBlankPage(page);
    }
    const engines = new Map([['wasm', await openEngine(page, packFolder, 'wasm')]]);
    const adapter = await findBrowserAdapter(page);
    if (adapter === null || adapter.isSoftware) {
      const found = adapter === null ? 'no adapter' : `a software adapter only (${adapter.name})`;
      remarks.push(`WebGPU is left out: this browser has ${found}.`);
    } else {
      remarks.push(`WebGPU in the browser: ${adapter.name}.`);
      engines.set('WebGPU', await openEngine(page, packFolder, 'webgpu'));
    }
    const sizes: TimedSize[] = [];
    for (const { sidePx, runs } of SIZES) {
      sizes.push(await timeSize(engines, peer instanceof Error ? null : peer, sidePx, runs));
    }
    if (!(peer instanceof Error)) remarks.push(sizes.map(verdict).join(' '));
    return { title: 'The embedded pack in a browser', remarks, tables: [timeTable(sizes)] };
  } finally {
    await browser.close();
  }
}

/** Medians, and how many times as long as the first program the others take. */
export function timeTable(sizes: readonly TimedSize[]): Table {
  const head = ['picture', 'program', 'median ms', 'least', 'most', 'runs', 'ratio'];
  const rows = sizes.flatMap(({ title, runs }) => {
    const base = median([...runs.values()][0]!);
    return [...runs].map(([program, times]) => [
      title,
      program,
      milliseconds(median(times)),
      milliseconds(Math.min(...times)),
      milliseconds(Math.max(...times)),
      String(times.length),
      `${(median(times) / base).toFixed(2)}×`,
    ]);
  });
  return [head, ...rows];
}

async function timeSize(
  engines: ReadonlyMap<string, TimedEngine>,
  peer: Peer | null,
  sidePx: number,
  runs: number,
): Promise<TimedSize> {
  const picture = await pictureOf(sidePx);
  await peer?.load(await readPicture(picture));
  const times = new Map<string, number[]>();
  const note = (run: number, program: string, ms: number): void => {
    if (run >= 0) times.set(program, [...(times.get(program) ?? []), ms]);
  };
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    showProgress(`${sidePx} px: run ${run + 1 + WARM_UP_RUNS} of ${runs + WARM_UP_RUNS}`);
    if (peer !== null) note(run, PEER, await peer.time());
    for (const [name, engine] of engines) {
      const { restore, whole } = await engine.time(picture, PEER_SCALE);
      note(run, ownName(name), restore);
      note(run, `${ownName(name)}, with files`, whole);
    }
  }
  showProgress('');
  return { title: `${sidePx}→${sidePx * PEER_SCALE}`, runs: times };
}

const ownName = (provider: string): string => `Onestep, ${provider}`;

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

/** A page with an origin of its own, which WebGPU asks for; nothing leaves the machine. */
async function openBlankPage(page: Page): Promise<void> {
  await page.route(`${PEER_ORIGIN}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bench</title>' }),
  );
  await page.goto(`${PEER_ORIGIN}/`);
}

function verdict({ title, runs }: TimedSize): string {
  const ratio = median(runs.get(ownName('wasm'))!) / median(runs.get(PEER)!);
  const reached = ratio <= GOAL ? 'reached' : 'not reached';
  return `${title}: ${ratio.toFixed(2)}× of UpscalerJS's time on wasm; to reach ≤ ${GOAL}×: ${reached}.`;
}
