/** Folders and files dropped onto the panel in its null-origin frame, by a real drag of the browser. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { dragOver, drop } from './ui-harness/drag-files';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { writePackFolders, type PackFolders } from './ui-harness/pack-folders';
import { drawAll, singleScenario, type Drawings } from './ui-harness/scenarios';
import type { StubBehaviour } from './ui-harness/stub-worker';

const HINT = 'Drop a model pack here';

describe.skipIf(browserTestsSkipped)('a pack folder', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;
  let packs: PackFolders;
  let root: string;

  beforeAll(async () => {
    ({ root, folders: packs } = await writePackFolders());
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(async () => {
    await browser?.close();
    if (root) await rm(root, { recursive: true });
  });

  async function use(
    act: (opened: OpenPanel) => Promise<void>,
    behaviour: StubBehaviour = {},
  ): Promise<void> {
    const opened = await build.open(browser, singleScenario(drawings), { behaviour });
    try {
      await opened.panel.getByText('Runs locally').waitFor();
      await opened.panel.locator('.thumbnail img').first().waitFor();
      await act(opened);
      expect(opened.problems).toEqual([]);
    } finally {
      await opened.page.close();
    }
  }

  /** A folder in the packs' folder, with these files. */
  async function folderOf(name: string, files: readonly string[]): Promise<string> {
    const folder = join(root, name);
    await mkdir(folder, { recursive: true });
    for (const file of files) {
      await mkdir(join(folder, file, '..'), { recursive: true });
      await writeFile(join(folder, file), '{}');
    }
    return folder;
  }

  test('that is dropped is opened as one that was chosen', async () => {
    await use(async ({ page, panel }) => {
      await dragOver(page, [packs.osediff]);
      await panel.getByText(HINT).waitFor();
      await drop(page, [packs.osediff]);
      await panel.getByText(/Runs locally: .*OSEDiff/).waitFor();
      await panel.getByText(HINT).waitFor({ state: 'hidden' });
    });
  });

  test('that is dragged away again leaves all as it was', async () => {
    await use(async ({ page, panel }) => {
      await dragOver(page, [packs.osediff]);
      await panel.getByText(HINT).waitFor();
      // DevTools has no drag that leaves a window, so the browser's event for it is made by hand.
      await panel.locator('.pack-drop-picker').dispatchEvent('dragleave');
      await panel.getByText(HINT).waitFor({ state: 'hidden' });
      await panel.getByText(/Runs locally: .*Onestep Compact/).waitFor();
    });
  });

  test('that is no pack, or no folder, is refused with a sentence', async () => {
    const [empty, nested, photos] = await Promise.all([
      folderOf('empty', []),
      folderOf('nested', ['inner/pack.json']),
      folderOf(
        'photos',
        Array.from({ length: 3000 }, (_, index) => `${index % 50}/${index}.jpg`),
      ),
    ]);
    await use(async ({ page, panel }) => {
      for (const [paths, sentence] of [
        [[empty], '“empty” is not a model pack: it has no pack.json.'],
        [[nested], '“nested” is not a model pack: it has no pack.json.'],
        [[photos], '“photos” is not a model pack: it has no pack.json.'],
        [[join(photos, '0/0.jpg')], '“0.jpg” is no folder'],
        [[packs.osediff, packs.plain], 'Drop the one folder that holds pack.json.'],
        [[packs.damaged], 'The model pack is damaged'],
      ] as const) {
        await drop(page, paths);
        await panel.getByText(sentence).waitFor();
        await panel.getByRole('button', { name: 'Back to Onestep Compact' }).click();
        await panel.getByText(sentence).waitFor({ state: 'hidden' });
      }
      await panel.getByText(/Runs locally: .*Onestep Compact/).waitFor();
    });
  });

  test('has no place in a run, nor does the browser leave the panel for it', async () => {
    await use(
      async ({ page, panel }) => {
        await panel.getByRole('button', { name: 'Enhance image' }).click();
        await panel.getByRole('button', { name: 'Cancel' }).first().waitFor();
        await drop(page, [packs.osediff]);
        await drop(page, [join(packs.osediff, 'pack.json')]);
        await panel.getByText(HINT).waitFor({ state: 'hidden' });
        await panel.getByRole('heading', { name: '1 picture enhanced' }).waitFor();
        await panel.getByText(/OSEDiff/).waitFor({ state: 'hidden' });
      },
      { jobs: { 480: { tiles: 8, tileMs: 200 } } },
    );
  });
});
