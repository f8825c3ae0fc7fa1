/** The built plugin on the playground, as a person uses it: through the right-click menu. */
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  startPlaygroundServer,
  type PlaygroundServer,
} from '../../src/playground/server/start-server';
import type { Editor } from '../../src/playground/editor/editor';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { watchProblems } from '../support/watch-problems';

declare global {
  interface Window {
    playground?: Editor;
  }
}

const SCREENSHOTS = 'test-results/playground';
const ENHANCED = /enhanced|left as it was|No picture|nothing was changed/;

if (browserTestsSkipped) {
  process.stdout.write('playground: skipped, because ONESTEP_SKIP_BROWSER=1\n');
}

describe.skipIf(browserTestsSkipped)('the built plugin on the playground', () => {
  let server: PlaygroundServer;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
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
    page.setDefaultTimeout(120_000);
    await page.goto(server.url);
    await page.getByTestId('layer-list').waitFor();
    return () => page.close();
  });

  const row = (name: string) =>
    page.getByTestId('layer-list').getByText(name, { exact: true }).first();

  /** Asks for a run in the panel. */
  async function enhance(...names: string[]): Promise<Frame> {
    const panel = await launch('Enhance with prompt…', ...names);
    await panel.getByRole('button', { name: /^Enhance/ }).click();
    return panel;
  }

  async function launch(command: string, ...names: string[]): Promise<Frame> {
    for (const [index, name] of names.entries()) {
      await row(name).click(index === 0 ? {} : { modifiers: ['Control'] });
    }
    await row(names.at(-1)!).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Plugins' }).hover();
    await page.getByRole('menuitem', { name: 'Onestep' }).hover();
    await page.getByRole('menuitem', { name: command }).click();
    await page.getByTestId('plugin-window').waitFor();
    return pluginFrame();
  }

  async function pluginFrame(): Promise<Frame> {
    await expect
      .poll(() => page.frames().some((frame) => frame.url().startsWith('data:')), {
        timeout: 60_000,
      })
      .toBe(true);
    return page.frames().find((frame) => frame.url().startsWith('data:'))!;
  }

  const finished = (panel: Frame) =>
    panel.getByRole('heading', { name: ENHANCED }).waitFor({ timeout: 240_000 });

  /** Paints of the first layer with this name, and the size of each of their pictures. */
  async function paintsOf(name: string): Promise<ImagePaint[]> {
    return page.evaluate((layerName) => {
      const queue = [...window.playground!.document.snapshot()];
      for (let layer = queue.shift(); layer; layer = queue.shift()) {
        if (layer.name === layerName) return layer.fills as ImagePaint[];
        queue.push(...layer.children);
      }
      throw new Error(`no layer ${layerName}`);
    }, name);
  }

  async function storedPicture(hash: string | null): Promise<Buffer> {
    const base64 = await page.evaluate((imageHash) => {
      const bytes = window.playground!.document.imageBytes(imageHash!)!;
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return btoa(binary);
    }, hash);
    return Buffer.from(base64, 'base64');
  }

  async function sizeOf(hash: string | null): Promise<{ width: number; height: number }> {
    const { info } = await sharp(await storedPicture(hash))
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height };
  }

  test('a real photo comes back four times as large, and one undo restores it', async () => {
    const before = (await paintsOf('Portrait'))[0]!;
    const sourceSize = await sizeOf(before.imageHash);

    const panel = await enhance('Portrait');
    await panel.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/running-light.png` });
    await finished(panel);

    const after = (await paintsOf('Portrait'))[0]!;
    expect(after).toEqual({ ...before, imageHash: after.imageHash });
    expect(after.imageHash).not.toBe(before.imageHash);
    expect(await sizeOf(after.imageHash)).toEqual({
      width: sourceSize.width * 4,
      height: sourceSize.height * 4,
    });
    // The same picture, not just one of the same size: shrunk again it is the source.
    const shrunk = await sharp(await storedPicture(after.imageHash))
      .resize(sourceSize.width)
      .removeAlpha()
      .raw()
      .toBuffer();
    const source = await sharp(await storedPicture(before.imageHash))
      .removeAlpha()
      .raw()
      .toBuffer();
    const meanDifference =
      source.reduce((sum, value, index) => sum + Math.abs(value - shrunk[index]!), 0) /
      source.length;
    expect(meanDifference).toBeLessThan(6);

    await page.screenshot({ path: `${SCREENSHOTS}/done-light.png` });
    await page.getByTestId('theme-switch').click();
    await page.screenshot({ path: `${SCREENSHOTS}/done-dark.png` });
    await panel.getByRole('button', { name: /compare before and after/ }).click();
    await panel.getByRole('slider').waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/compare-dark.png` });
    await page.getByTestId('theme-switch').click();
    await page.screenshot({ path: `${SCREENSHOTS}/compare-light.png` });

    await page.getByTestId('plugin-close').click();
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+z');
    expect(await paintsOf('Portrait')).toEqual([before]);
    expect(problems).toEqual([]);
  });

  test('a frame is enhanced as a batch: bad pictures are reported, one undo takes all back', async () => {
    const layers = () =>
      page.evaluate(() => JSON.stringify(window.playground!.document.snapshot()));
    const before = await layers();
    const panel = await enhance('Header', 'Animated spinner', 'Missing picture');
    await finished(panel);
    await page.screenshot({ path: `${SCREENSHOTS}/batch-light.png` });

    expect(await panel.getByText('This is an animated picture').count()).toBe(1);
    expect(await panel.getByText('1 layer skipped').count()).toBe(1);
    const [logo] = await paintsOf('Logo');
    const { data, info } = await sharp(await storedPicture(logo!.imageHash))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    // The corner of the logo's ground was transparent and still is.
    expect(data[3]).toBe(0);
    expect(await layers()).not.toBe(before);

    await page.getByTestId('plugin-close').click();
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+z');
    expect(await layers()).toBe(before);
    expect(problems).toEqual([]);
  });

  test('cancel leaves the canvas as it was', async () => {
    const before = await paintsOf('Hero photo');
    const panel = await launch('Enhance image', 'Hero photo');
    await panel.getByRole('heading', { name: 'Hero photo' }).waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/small-light.png` });
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await page.getByTestId('plugin-window').waitFor({ state: 'detached' });
    expect(await paintsOf('Hero photo')).toEqual(before);
    expect(problems).toEqual([]);
  });

  test('a prompt typed into quick actions runs at once; without one the panel opens', async () => {
    const before = (await paintsOf('Portrait'))[0]!;
    const askForPrompt = async (): Promise<void> => {
      await row('Portrait').click();
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('Control+/');
      await page.getByRole('textbox', { name: 'Command' }).fill('prompt');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
    };
    await askForPrompt();
    await page.screenshot({ path: `${SCREENSHOTS}/quick-actions-light.png` });
    await page.keyboard.press('Enter');
    const panel = await pluginFrame();
    await panel.getByRole('textbox', { name: 'Prompt' }).and(panel.locator(':focus')).waitFor();
    await page.getByTestId('plugin-close').click();
    await page.getByTestId('plugin-window').waitFor({ state: 'detached' });

    await askForPrompt();
    await page.keyboard.type('slightly noisy photo');
    await page.keyboard.press('Enter');
    await (await pluginFrame()).getByRole('heading', { name: 'Portrait' }).waitFor();
    await page.getByText('1 picture enhanced').waitFor();
    expect((await paintsOf('Portrait'))[0]!.imageHash).not.toBe(before.imageHash);
    expect(problems).toEqual([]);
  });

  test('a selection without pictures gets a sentence', async () => {
    const panel = await launch('Enhance image', 'Headline');
    await panel.getByText('The selected layers have no image fill.').waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/no-picture-light.png` });
    expect(problems).toEqual([]);
  });
});
