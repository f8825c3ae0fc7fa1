/** The built panel in a null-origin frame in Chromium: what it does, by pointer and by keys. */
import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import { pictureOf, pictureUse } from '../support/picture-use';
import { keyboardOf } from './ui-harness/keyboard';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { writePackFolders, type PackFolders } from './ui-harness/pack-folders';
import {
  drawAll,
  fullScenario,
  singleScenario,
  withSelection,
  type Drawings,
} from './ui-harness/scenarios';
import type { HostScenario } from './ui-harness/host-page';
import { pickPack, thumbnails } from './ui-harness/states/panel-state';
import type { StubBehaviour } from './ui-harness/stub-worker';

if (browserTestsSkipped) {
  process.stdout.write('ui: skipped, because ONESTEP_SKIP_BROWSER=1\n');
}

describe.skipIf(browserTestsSkipped)('panel', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;
  let packRoot: string | undefined;
  let packs: PackFolders;

  beforeAll(async () => {
    ({ root: packRoot, folders: packs } = await writePackFolders());
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(async () => {
    await browser?.close();
    if (packRoot !== undefined) await rm(packRoot, { recursive: true });
  });

  /** Opens a panel for one test and closes it whatever happens. */
  const use = async (
    scenario: HostScenario,
    options: { behaviour?: StubBehaviour; policy?: string },
    reach: (opened: OpenPanel) => Promise<void>,
  ): Promise<void> => {
    const opened = await build.open(browser, scenario, options);
    try {
      await reach(opened);
    } finally {
      await opened.page.close();
    }
  };
  const enhancing = (scenario: HostScenario): HostScenario => ({
    ...scenario,
    relaunchedWith: 'enhance',
  });
  const times = async (opened: OpenPanel, call: string): Promise<number> =>
    (await opened.log()).filter((entry) => entry === call).length;

  test('“Enhance image” runs in the small window, says so on the canvas and closes', async () => {
    await use({ ...singleScenario(drawings), command: 'enhance' }, {}, async (opened) => {
      await expect.poll(opened.log).toContain('window/close');
      const log = await opened.log();
      expect(log.slice(log.indexOf('run/commit'))).toEqual([
        'run/commit',
        'canvas/notify 1 picture enhanced',
        'window/close',
      ]);
      expect(log.filter((entry) => entry.startsWith('window/resize'))).toEqual([]);
      expect(opened.problems).toEqual([]);
    });
  });

  test('everything can be done with the keyboard, and the focus is always seen', async () => {
    await use(fullScenario(drawings), {}, async (opened) => {
      const { panel, page, problems } = opened;
      const { tabTo, press } = keyboardOf(opened);
      const focused = panel.locator(':focus');
      const enhance = panel.getByRole('button', { name: 'Enhance 3 images' });
      await enhance.waitFor();
      await panel.getByText('Runs locally').waitFor();

      await tabTo(panel.locator('[name="scale"]'));
      await press('ArrowLeft');
      await panel.getByText('480 × 320 → 960 × 640').waitFor();
      await expect.poll(opened.log).toContain('settings/save 2');
      await tabTo(panel.getByRole('textbox', { name: 'Prompt' }));
      await tabTo(panel.getByText('2 layers skipped'));
      await press('Enter');
      await panel.getByText('This layer shows a video').waitFor();
      await tabTo(enhance);
      await press('Enter');

      const heading = panel.getByRole('heading', { name: '3 pictures enhanced' });
      await heading.and(focused).waitFor();
      await tabTo(panel.locator('[data-picture="hero"]'));
      await press('Enter');
      await panel.getByRole('button', { name: 'Back to the results' }).and(focused).waitFor();

      const slider = panel.getByRole('slider');
      await slider.waitFor();
      await tabTo(panel.getByRole('button', { name: 'Next picture' }));
      await press('Enter');
      await panel.getByText('2 of 3').waitFor();
      await press('PageUp');
      await panel.getByText('1 of 3').waitFor();
      await slider.waitFor();
      await tabTo(panel.locator('[name="mode"]'));
      await tabTo(slider);
      await press('Home');
      await expect
        .poll(() => slider.getAttribute('aria-valuetext'))
        .toBe('0 % before, 100 % after');
      await press('ArrowRight');
      await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('1 % before, 99 % after');
      await tabTo(panel.locator('[name="zoom"]'));
      for (let step = 0; step < 3; step++) await press('ArrowRight');
      await panel.getByRole('radio', { name: '200 %', checked: true }).waitFor();
      const hold = panel.getByRole('button', { name: 'Hold for before' });
      await tabTo(hold);
      await page.keyboard.down('Enter');
      await panel.locator('.pane-tag').getByText('Before').waitFor();
      await page.keyboard.up('Enter');
      await panel.locator('.pane-tag').getByText('Before').waitFor({ state: 'hidden' });

      const stage = panel.getByRole('group', { name: /arrow keys move it/ });
      await tabTo(stage);
      const before = await leftOf(opened, 'After');
      await press('ArrowRight');
      await expect.poll(() => leftOf(opened, 'After')).toBe(before - 40);
      // The stage goes on to the next picture with the focus, in the same mode and zoom.
      await press('2');
      await press('PageDown');
      await panel.getByText('2 of 3').waitFor();
      await panel.locator('.pane-tag').getByText('After').waitFor();
      await stage.and(focused).waitFor();
      await panel.getByRole('radio', { name: '200 %', checked: true }).waitFor();

      await press('Escape');
      await panel.locator('[data-picture="badge"]').and(focused).waitFor();
      await tabTo(panel.getByRole('button', { name: 'Back to the selection' }));
      await press('Enter');
      await enhance.waitFor();
      await press('Escape');
      await expect.poll(() => opened.log()).toContain('window/close');
      expect(await times(opened, 'run/commit')).toBe(1);
      expect(problems).toEqual([]);
    });
  });

  test('a pack is chosen, prompted and left with the keyboard', async () => {
    await use(singleScenario(drawings), {}, async (opened) => {
      const { panel, page, problems } = opened;
      const focused = panel.locator(':focus');
      const { tabTo } = keyboardOf(opened);
      const press = (key: string): Promise<void> => page.keyboard.press(key);
      await panel.getByText('Runs locally').waitFor();
      await press('Shift+Tab');
      await expect.poll(() => focused.textContent()).toBe('Change model');
      await press('Enter');
      await expect.poll(() => focused.textContent()).toBe('Choose a pack…');
      const picker = page.waitForEvent('filechooser');
      await press('Enter');
      await (await picker).setFiles(packs.osediff);
      await panel.getByRole('button', { name: 'Back to Onestep Compact' }).waitFor();
      await press('Escape');
      await expect.poll(() => focused.textContent()).toBe('Change model');
      const field = panel.getByPlaceholder('What the picture shows, if you like');
      expect(await panel.getByRole('slider').count()).toBe(0);

      await tabTo(field);
      await page.keyboard.type('a harbour');
      await press('Shift+Enter');
      await page.keyboard.type('at dusk');
      expect(await field.inputValue()).toBe('a harbour\nat dusk');
      await press('Escape');
      await expect.poll(() => focused.count()).toBe(0);
      expect(await opened.log()).not.toContain('window/close');

      await field.focus();
      await press('Enter');
      await panel.getByRole('heading', { name: 'The picture was left as it was' }).waitFor();
      await panel.getByText('Details', { exact: true }).click();
      await panel.getByText('Cause: prompt: a harbour\nat dusk').waitFor();

      await panel.getByRole('button', { name: 'Back to the selection' }).click();
      await field.waitFor();
      expect(await field.inputValue()).toBe('a harbour\nat dusk');
      await panel.getByRole('button', { name: 'Change model' }).focus();
      await press('Enter');
      await expect.poll(() => focused.textContent()).toBe('Choose a pack…');
      await press('Tab');
      await expect.poll(() => focused.textContent()).toBe('Back to Onestep Compact');
      await press('Enter');
      await expect.poll(() => focused.textContent()).toBe('Choose a pack…');
      // Escape would give the opening up.
      await panel.locator('.pack-title', { hasText: 'Onestep Compact' }).waitFor();
      await press('Escape');
      await panel.getByText(/Runs locally: .*Onestep Compact/).waitFor();
      await field.waitFor({ state: 'detached' });
      // Kept for a pack that reads it in another way.
      await panel.getByText('Not understood: harbour, dusk').waitFor();
      expect(problems).toEqual([]);
    });
  });

  test('prompt, slider and corrections reach the engine, and are remembered but for the prompt', async () => {
    const behaviour: StubBehaviour = { echoesPrompt: true };
    await use(singleScenario(drawings), { behaviour }, async (opened) => {
      const { panel, page, problems } = opened;
      const focused = panel.locator(':focus');
      const press = (key: string): Promise<void> => page.keyboard.press(key);
      const field = panel.getByRole('textbox', { name: 'Prompt' });
      await field.fill('noisy logo');
      await panel.getByText('Understood:').waitFor();
      await press('Tab');
      const crisp = panel.getByRole('slider', { name: 'Faithful to crisp' });
      await crisp.and(focused).waitFor();
      expect(await crisp.getAttribute('aria-valuetext')).toBe('Faithful');
      await press('PageUp');
      await expect.poll(() => crisp.getAttribute('aria-valuetext')).toBe('10 % crisp');
      await expect.poll(opened.log).toContain('settings/save 2 crisp=0.1');

      await press('Tab');
      await press('Enter');
      await press('Tab');
      const noise = panel.getByRole('slider', { name: 'Noise in the picture' });
      await noise.and(focused).waitFor();
      expect(await noise.getAttribute('aria-valuetext')).toBe('60 % from the prompt');
      const auto = panel.getByRole('group', { name: 'Noise' }).getByRole('button');
      expect(await auto.getAttribute('aria-pressed')).toBe('true');
      await press('End');
      await expect.poll(() => noise.getAttribute('aria-valuetext')).toBe('100 %');
      expect(await auto.getAttribute('aria-pressed')).toBe('false');
      await press('Tab');
      await press('Enter');
      await expect.poll(() => noise.getAttribute('aria-valuetext')).toBe('60 % from the prompt');

      const blur = panel.getByRole('slider', { name: 'Blur in the picture' });
      expect(await blur.getAttribute('aria-valuetext')).toBe('Automatic');
      await blur.focus();
      await press('Home');
      await panel.getByText('Text or UI').click();
      await panel.getByText('Blur 0 %, Text or UI').waitFor();
      await expect.poll(opened.log).toContain('settings/save 2 crisp=0.1 deblur=0 content=text');

      await panel.getByRole('button', { name: 'Enhance image' }).click();
      await panel.getByText('Details', { exact: true }).click();
      const told = '{"deblur":0,"content":"text","crisp":0.1}';
      await panel.getByText(`Cause: prompt: noisy logo; ${told}`).waitFor();
      expect(problems).toEqual([]);
    });
  });

  test('the prompt field grows with its text, three lines at most', async () => {
    await use(singleScenario(drawings), {}, async ({ panel }) => {
      const field = panel.getByRole('textbox', { name: 'Prompt' });
      await field.fill('a harbour at dusk, wooden boats, wet stones, soft light '.repeat(6));
      const height = await field.evaluate((element) => (element as HTMLElement).offsetHeight);
      expect(height).toBeGreaterThan(50);
      expect(height).toBeLessThan(64);
    });
  });

  test('a pack that is refused leaves the model and the selection as they were', async () => {
    await use(singleScenario(drawings), {}, async (opened) => {
      const { panel } = opened;
      await pickPack(opened, packs, 'damaged');
      await panel.getByRole('button', { name: 'Back to Onestep Compact' }).click();
      await panel.getByText('The model pack is damaged').waitFor({ state: 'detached' });
      await panel.getByText(/Runs locally: .*Onestep Compact/).waitFor();
      await panel.getByRole('button', { name: 'Enhance image' }).click();
      await panel.getByRole('heading', { name: '1 picture enhanced' }).waitFor();
    });
  });

  test('a pack that takes long to open can be given up, and then another is opened', async () => {
    await use(singleScenario(drawings), {}, async (opened) => {
      const { panel } = opened;
      await pickPack(opened, packs, 'large');
      await panel.getByRole('button', { name: 'Enhance image' }).click();
      await panel.getByText('Starts as soon as the model is open…').waitFor();
      await panel.getByRole('button', { name: 'Cancel' }).first().click();
      await panel.getByRole('button', { name: 'Enhance image' }).waitFor();
      await panel.getByPlaceholder('Words such as').waitFor();
      await pickPack(opened, packs, 'osediff');
      await panel.getByPlaceholder('What the picture shows').waitFor();
    });
  });

  test('dragging moves the divider, and the picture when it is larger than the view', async () => {
    await use(enhancing(singleScenario(drawings)), {}, async (opened) => {
      const { panel, page } = opened;
      await panel.getByRole('button', { name: /^Hero photo/ }).click();
      const slider = panel.getByRole('slider');
      await slider.waitFor();
      const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
        await page.mouse.move(...from);
        await page.mouse.down();
        await page.mouse.move(...to, { steps: 3 });
        await page.mouse.up();
      };
      await drag([180, 250], [90, 250]);
      await expect.poll(() => slider.inputValue()).toBe('25');

      await panel.getByText('100 %').click();
      const left = (): Promise<number> => leftOf(opened, 'After');
      await expect.poll(left).toBeLessThan(0);
      const before = await left();
      await drag([250, 200], [200, 200]);
      await expect.poll(left).toBe(before - 50);
      await expect.poll(() => slider.inputValue()).toBe('25');
    });
  });

  test('a picture that kills the engine does not harm the next one', async () => {
    await use(
      enhancing(fullScenario(drawings)),
      { behaviour: { jobs: { 200: { crash: true } } } },
      async (opened) => {
        const { panel } = opened;
        await panel.getByText('2 pictures enhanced, 1 left as it was').first().waitFor();
        await panel.getByText('The restoration engine stopped unexpectedly.').waitFor();
        await panel.getByText('Details', { exact: true }).click();
        await panel.getByText('memory access out of bounds').waitFor();
        await panel.getByRole('button', { name: 'Copy details' }).click();
        await panel.getByRole('button', { name: 'Copied' }).waitFor();
        expect(await opened.log()).not.toContain('picture/write badge');
        expect(await times(opened, 'run/commit')).toBe(1);
      },
    );
  });

  test('a worker that does not listen to a cancel is stopped', async () => {
    const job = { tiles: 2000, tileMs: 50, deaf: true };
    await use(
      enhancing(singleScenario(drawings)),
      { behaviour: { jobs: { 480: job } } },
      async (opened) => {
        const { panel, page } = opened;
        await panel.getByText(/\d %/).first().waitFor();
        await panel.getByRole('button', { name: 'Cancel' }).focus();
        await page.keyboard.press('Escape');
        await panel.getByRole('heading', { name: 'Cancelled, nothing was changed' }).waitFor();
        expect(await opened.log()).not.toContain('picture/write hero');
        expect(await times(opened, 'run/commit')).toBe(0);
        await panel.getByRole('button', { name: 'Back to the selection' }).click();
        await panel.getByText('Runs locally').waitFor();
      },
    );
  });

  test('works under a policy that refuses blob: addresses', async () => {
    const policy =
      "default-src data:; script-src 'unsafe-inline' 'unsafe-eval' data:; style-src 'unsafe-inline'";
    await use(enhancing(singleScenario(drawings)), { policy }, async (opened) => {
      const { panel } = opened;
      const row = panel.getByRole('button', { name: /^Hero photo/ });
      await row.waitFor();
      await thumbnails(opened, 1);
      await row.click();
      await panel.getByRole('slider').waitFor();
      const address = await panel.getByRole('img', { name: 'After' }).getAttribute('src');
      expect(address).toMatch(/^data:/);
    });
  });

  test('a row that is out of sight is not read', async () => {
    const { hero } = drawings;
    const many = Array.from({ length: 60 }, (_, index) => `copy-${index}`);
    const scenario = withSelection(singleScenario(drawings), {
      selectedLayers: many.length,
      pictures: many.map((imageHash) =>
        pictureOf(imageHash, hero.width, hero.height, [pictureUse(imageHash, imageHash)]),
      ),
    });
    const pictures = Object.fromEntries(many.map((imageHash) => [imageHash, hero.base64]));
    await use({ ...scenario, pictures }, {}, async (opened) => {
      await thumbnails(opened, 8);
      expect(await opened.log()).not.toContain('picture/read copy-40');
      await opened.panel.getByText('copy-40').scrollIntoViewIfNeeded();
      await expect.poll(() => opened.log()).toContain('picture/read copy-40');
    });
  });
});

async function leftOf({ panel }: OpenPanel, alt: string): Promise<number> {
  const picture = panel.getByRole('img', { name: alt });
  return Math.round(await picture.evaluate((image) => image.getBoundingClientRect().left));
}
