/** The panel as it ships, with the miniature OSEDiff pack picked from the disk. */
import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/inference/engine';
import { createNodeCodec } from '../../src/inference/node/codec';
import { createFolderSource } from '../../src/inference/node/pack-source';
import { createNodeRuntime } from '../../src/inference/node/runtime';
import { loadPack } from '../../src/inference/pack/load-pack';
import { createEngine } from '../../src/inference/pipeline/create-engine';
import { UNLIMITED, WASM_ATTENTION_STEPS } from '../../src/inference/tiles/memory-model';
import { convertGoldenModel, type TemporaryPack } from '../golden/mini-pack';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { GOLDEN, GOLDEN_NOTE } from '../support/golden';
import { buildPanel, type PanelBuild } from './ui-harness/open-panel';
import { drawPicture } from './ui-harness/pictures';
import { scenarioOf } from './ui-harness/scenarios';

const PROMPT = 'a red brick wall';
/** The miniature network runs on one thread of the CPU. */
const SLOW_MS = 180_000;
/** In levels: the colour fix turns the last bits of one runtime against another into a level or so. */
const MEAN_DIFFERENCE = 0.5;

describe.skipIf(browserTestsSkipped || GOLDEN === null)(`a pack in the panel${GOLDEN_NOTE}`, () => {
  let browser: Browser;
  let panelBuild: PanelBuild;
  let pack: TemporaryPack;

  beforeAll(async () => {
    [browser, panelBuild, pack] = await Promise.all([
      launchBrowser(),
      buildPanel('shipped'),
      convertGoldenModel(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await pack?.remove();
  });

  test(
    'is picked, follows the prompt as it does in Node, and is left again',
    { timeout: SLOW_MS },
    async () => {
      const picture = await drawPicture('hills', 96, 64);
      const { page, panel, problems } = await panelBuild.open(browser, scenarioOf(picture));
      page.setDefaultTimeout(SLOW_MS);
      await panel.getByText(/Runs locally: .*Onestep Compact/).waitFor();
      const picker = page.waitForEvent('filechooser');
      await panel.getByRole('button', { name: 'Change model' }).click();
      await panel.getByRole('button', { name: 'Choose a pack…' }).click();
      await (await picker).setFiles(pack.folder);
      await panel.getByRole('button', { name: 'Back to the pictures' }).click();

      const field = panel.getByPlaceholder('What the picture shows');
      await field.fill(PROMPT);
      await field.press('Enter');
      await panel.getByRole('heading', { name: '1 picture enhanced' }).waitFor();
      const written = await page.evaluate(() => [
        ...(window.host.written.get('only-enhanced') ?? []),
      ]);

      const engine = await createEngineLikeWasm(pack.folder);
      const source = Buffer.from(picture.base64, 'base64');
      const options = { scale: 2, maxSidePx: 4096, format: 'auto' } as const;
      const prompted = await engine.enhance(source, { ...options, prompt: PROMPT });
      const unprompted = await engine.enhance(source, options);
      await engine.dispose();
      const shown = Uint8Array.from(written);
      const here = await meanDifference(shown, prompted.bytes);
      const withoutPrompt = await meanDifference(shown, unprompted.bytes);
      expect(here).toBeLessThan(MEAN_DIFFERENCE);
      expect(withoutPrompt).toBeGreaterThan(10 * MEAN_DIFFERENCE);

      await panel.getByRole('button', { name: 'Back to the selection' }).click();
      await panel.getByRole('button', { name: 'Change model' }).click();
      await panel.getByRole('button', { name: 'Back to Onestep Compact' }).click();
      await panel.getByRole('button', { name: 'Back to the pictures' }).click();
      await panel.getByText(/Runs locally: .*Onestep Compact/).waitFor();
      expect(problems).toEqual([]);
      await page.close();
    },
  );
});

/** Node's, with tiles as small as those of wasm: random weights make much of their size. */
async function createEngineLikeWasm(folder: string): Promise<Engine> {
  const runtime = await createNodeRuntime({ device: 'cpu' });
  const memory = { ...UNLIMITED, attentionSteps: WASM_ATTENTION_STEPS };
  const loaded = await loadPack(createFolderSource(folder));
  return createEngine(loaded, { ...runtime, memory }, createNodeCodec());
}

/** Mean difference of a byte, in levels. */
async function meanDifference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((bytes) => sharp(bytes).removeAlpha().raw().toBuffer()),
  );
  if (!a || a.length !== b?.length) throw new Error('pictures of different sizes');
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}
