/** Batches of the built plugin on the playground, and what disturbs them half-way. */
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LayerSnapshot } from '../../src/playground/figma/layer';
import {
  startPlaygroundServer,
  type PlaygroundServer,
} from '../../src/playground/server/start-server';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { openBatch, shownHashes } from '../support/open-batch';
import { watchProblems } from '../support/watch-problems';

const LAYERS = 40;
const PICTURES = 8;
/** Small enough to be quick, large enough that a person could come between two pictures. */
const DOCUMENT = { layers: LAYERS, pictures: PICTURES, side: 96 };
const RUN_LIMIT_MS = 240_000;

if (browserTestsSkipped) process.stdout.write('batch: skipped, because ONESTEP_SKIP_BROWSER=1\n');

describe.skipIf(browserTestsSkipped)('a batch on the playground', () => {
  let server: PlaygroundServer;
  let browser: Browser;
  let page: Page;
  let panel: Frame;
  let problems: string[];
  let before: string;
  let originals: Map<string, string>;

  beforeAll(async () => {
    server = await startPlaygroundServer({ port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    problems = watchProblems(page);
    panel = await openBatch(page, server.url, DOCUMENT);
    before = await contents();
    originals = await shownByLayer();
    await panel.getByText('2×', { exact: true }).click();
    await panel.getByRole('button', { name: /^Enhance/ }).click();
    return () => page.close();
  });

  /** All that undo brings back. */
  const contents = (): Promise<string> =>
    page.evaluate(() => JSON.stringify(window.playground!.document.contents()));

  /** Hash of the picture in each layer that shows one, by id. */
  async function shownByLayer(): Promise<Map<string, string>> {
    const all = (layers: readonly LayerSnapshot[]): LayerSnapshot[] =>
      layers.flatMap((layer) => [layer, ...all(layer.children)]);
    const layers = all(await page.evaluate(() => window.playground!.document.snapshot()));
    return new Map(
      layers
        .filter(({ visible }) => visible)
        .flatMap(({ id, fills }) =>
          fills.flatMap((paint): [string, string][] =>
            paint.type === 'IMAGE' && paint.imageHash !== null ? [[id, paint.imageHash]] : [],
          ),
        ),
    );
  }

  /** Waits until some pictures, but not all, are on the canvas. */
  async function halfWay(): Promise<void> {
    const old = new Set(originals.values());
    const countNew = async (): Promise<number> =>
      (await shownHashes(page)).filter((hash) => !old.has(hash)).length;
    await expect.poll(countNew, { timeout: RUN_LIMIT_MS, interval: 25 }).toBeGreaterThan(1);
    expect(await countNew()).toBeLessThan(PICTURES);
  }

  const finished = (): Promise<void> =>
    panel.getByRole('heading', { name: /enhanced|left as/ }).waitFor({ timeout: RUN_LIMIT_MS });

  async function changedLayers(): Promise<string[]> {
    const now = await shownByLayer();
    return [...originals].filter(([id, hash]) => now.get(id) !== hash).map(([id]) => id);
  }

  /** Every layer of a picture that is done shows the new one, and no other layer does. */
  async function expectWholePictures(): Promise<void> {
    const now = await shownByLayer();
    const pairs = new Set([...originals].map(([id, hash]) => `${hash} → ${now.get(id)}`));
    expect(pairs.size).toBe(PICTURES);
  }

  const undo = (): Promise<boolean> => page.evaluate(() => window.playground!.document.undo());

  async function expectNothingOpen(): Promise<void> {
    await page.getByTestId('plugin-window').waitFor({ state: 'detached' });
    expect(await page.getByText('Running Onestep').count()).toBe(0);
    expect(problems).toEqual([]);
  }

  test('each picture is enhanced once and written to all its layers; one undo restores all', async () => {
    await finished();
    expect(await changedLayers()).toHaveLength(LAYERS);
    await expectWholePictures();
    expect(await contents()).not.toBe(before);
    expect(await undo()).toBe(true);
    expect(await contents()).toBe(before);
    expect(problems).toEqual([]);
  });

  test('closing the window keeps what is done, as one undo step', async () => {
    await halfWay();
    await page.getByTestId('plugin-close').click();
    await expectNothingOpen();
    const changed = await changedLayers();
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(LAYERS);
    // Nothing goes on behind the user's back.
    await page.waitForTimeout(1000);
    expect(await changedLayers()).toEqual(changed);
    expect(await undo()).toBe(true);
    expect(await contents()).toBe(before);
    expect(await undo()).toBe(false);
  });

  test('Escape cancels the run and keeps what is done, as one undo step', async () => {
    await halfWay();
    await panel.locator('body').press('Escape');
    await finished();
    await expectWholePictures();
    expect((await changedLayers()).length).toBeLessThan(LAYERS);
    expect(await undo()).toBe(true);
    expect(await contents()).toBe(before);
    await page.getByTestId('plugin-close').click();
    await expectNothingOpen();
  });

  test('after a reload of the page nothing is left over, and the plugin starts again', async () => {
    await halfWay();
    panel = await openBatch(page, server.url, DOCUMENT);
    expect(await contents()).toBe(before);
    await page.getByTestId('plugin-close').click();
    await expectNothingOpen();
  });

  test('edits during the run stay, and are steps of their own', async () => {
    await halfWay();
    const done = new Set(await changedLayers());
    const [removed, repainted, undone] = [...originals.keys()]
      .filter((id) => !done.has(id))
      .reverse();
    const solid = { type: 'SOLID', color: { r: 1, g: 0, b: 0 } } as const;
    await page.evaluate(
      ({ ids, paint }) => {
        const { document } = window.playground!;
        document.removeLayers([ids[0]!]);
        document.editLayer(ids[1]!, { fills: [paint] });
        document.editLayer(ids[2]!, { fills: [paint] });
        document.undo();
      },
      { ids: [removed!, repainted!, undone!], paint: solid },
    );
    await finished();
    const now = await shownByLayer();
    expect(now.has(removed!)).toBe(false);
    expect(now.has(repainted!)).toBe(false);
    // Undoing the user's own edit gave the layer its picture back, so the run had it as well.
    expect(now.get(undone!)).not.toBe(originals.get(undone!));
    const left = [...originals.keys()].filter((id) => id !== removed && id !== repainted);
    expect(left.filter((id) => now.get(id) === originals.get(id))).toEqual([]);

    // The rest of the run, the two edits, and what the run had written before them.
    for (let step = 0; step < 4; step++) expect(await undo()).toBe(true);
    expect(await contents()).toBe(before);
    expect(await undo()).toBe(false);
    expect(problems).toEqual([]);
  });
});
