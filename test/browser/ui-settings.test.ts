/** Settings, presets and recent prompts in the built panel, by keys. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserTestsSkipped, launchBrowser } from '../support/chromium';
import type { HostScenario } from './ui-harness/host-page';
import { buildPanel, type OpenPanel, type PanelBuild } from './ui-harness/open-panel';
import { drawAll, singleScenario, type Drawings } from './ui-harness/scenarios';
import { usedScenario } from './ui-harness/states/settings-states';
import type { StubBehaviour } from './ui-harness/stub-worker';

describe.skipIf(browserTestsSkipped)('settings, presets and prompts', () => {
  let browser: Browser;
  let build: PanelBuild;
  let drawings: Drawings;

  beforeAll(async () => {
    [browser, build, drawings] = await Promise.all([launchBrowser(), buildPanel(), drawAll()]);
  });
  afterAll(() => browser?.close());

  interface Hands extends OpenPanel {
    press(...keys: string[]): Promise<void>;
    /** Waits until the element with this role and name has the focus. */
    focused(role: 'button' | 'textbox' | 'combobox', name: string | RegExp): Promise<void>;
  }

  const use = async (
    scenario: HostScenario,
    act: (hands: Hands) => Promise<void>,
    behaviour: StubBehaviour = {},
  ): Promise<void> => {
    const opened = await build.open(browser, scenario, { behaviour });
    const { page, panel } = opened;
    try {
      await panel
        .getByText(/Runs locally|Settings/)
        .first()
        .waitFor();
      await act({
        ...opened,
        press: async (...keys) => {
          for (const key of keys) await page.keyboard.press(key);
        },
        focused: (role, name) =>
          panel.getByRole(role, { name, exact: true }).and(panel.locator(':focus')).waitFor(),
      });
      expect(opened.problems).toEqual([]);
    } finally {
      await page.close();
    }
  };

  test('the gear opens the settings, Escape leads back to it, and then out', async () => {
    await use(singleScenario(drawings), async ({ panel, press, focused, log }) => {
      await press('Tab', 'Tab', 'Tab');
      await focused('button', 'Settings');
      await press('Enter');
      await focused('button', 'Back to the pictures');
      await press('Escape');
      await focused('button', 'Settings');
      await press('Enter');
      await focused('button', 'Back to the pictures');
      await press('Enter');
      await focused('button', 'Settings');
      await panel.getByRole('button', { name: 'Enhance image' }).waitFor();
      expect(await log()).not.toContain('window/close');
      await press('Escape');
      await expect.poll(log).toContain('window/close');
    });
  });

  test('“Settings…” opens them at once; Escape leaves the plugin, Back the settings', async () => {
    const scenario: HostScenario = { ...singleScenario(drawings), command: 'settings' };
    await use(scenario, async ({ panel, press, focused, log }) => {
      await panel.getByText('WebAssembly, on the processor').waitFor();
      await panel.getByText('in a frame without WebGPU').waitFor();
      // Figma gives the focus to a window that it opens.
      await panel.getByRole('button', { name: 'Back to the pictures' }).focus();
      await press('Escape');
      await expect.poll(log).toContain('window/close');
      await press('Enter');
      await focused('button', 'Settings');
      await panel.getByRole('button', { name: 'Enhance image' }).waitFor();
    });
  });

  test('an engine that failed is started again from the settings', async () => {
    const startError = { code: 'engine-unavailable', details: {} } as const;
    await use(
      { ...singleScenario(drawings), command: 'settings' },
      async ({ panel, press }) => {
        await panel.getByRole('button', { name: 'Start it again' }).focus();
        await press('Enter');
        await panel.getByText('Starting…').or(panel.getByText('Not running')).waitFor();
        await panel.getByRole('button', { name: 'Start it again' }).waitFor();
      },
      { startError },
    );
  });

  test('a preset is saved, left, chosen, renamed and deleted', async () => {
    await use(singleScenario(drawings), async ({ panel, page, press, focused, log }) => {
      const menu = panel.getByRole('combobox', { name: 'Preset' });
      const chosen = (): Promise<string> =>
        menu.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text ?? '');
      const prompt = panel.getByRole('textbox', { name: 'Prompt' });
      await prompt.fill('sharper');

      await panel.getByRole('button', { name: 'Save…' }).focus();
      await press('Enter');
      await focused('textbox', 'Name of the preset');
      await panel.getByText('Keeps the settings and the prompt.').waitFor();
      await press('Escape');
      await focused('button', 'Save…');
      await press('Enter');
      await focused('textbox', 'Name of the preset');
      await page.keyboard.type(' Warm ');
      await press('Enter');
      await focused('button', 'Save…');
      await expect.poll(chosen).toBe('Warm');
      expect(await log()).toContain('presets/save Warm');

      await prompt.fill('noisy');
      await panel.getByText('Modified').waitFor();
      await menu.selectOption('None');
      await panel.getByText('Modified').waitFor({ state: 'detached' });
      expect(await prompt.inputValue()).toBe('noisy');
      await menu.selectOption('Warm');
      await expect.poll(() => prompt.inputValue()).toBe('sharper');

      await menu.selectOption('Screenshot or UI');
      await panel.getByText('Text or UI').first().waitFor();
      expect(await prompt.inputValue()).toBe('sharper');
      await expect.poll(log).toContain('settings/save 2 content=text');

      await menu.selectOption('Warm');
      await panel.getByRole('button', { name: 'Settings' }).focus();
      await press('Enter');
      await panel.getByRole('button', { name: 'Rename Warm' }).focus();
      await press('Enter');
      await focused('textbox', 'New name: Warm');
      await page.keyboard.type('Warmer');
      await press('Enter');
      await panel.getByRole('button', { name: 'Rename Warmer' }).waitFor();

      await panel.getByRole('button', { name: 'Delete Warmer' }).focus();
      await press('Enter');
      await focused('button', 'Keep');
      await press('Escape');
      await focused('button', 'Delete Warmer');
      await press('Enter');
      await focused('button', 'Keep');
      await press('Shift+Tab', 'Enter');
      await panel.getByText('No presets of your own yet').waitFor();
      await press('Escape');
      await focused('button', 'Settings');
      await expect.poll(chosen).toBe('None');
    });
  });

  test('what is stored is cleared after a question', async () => {
    await use(usedScenario(drawings), async ({ panel, press, focused }) => {
      await panel.getByText('2×', { exact: true }).click();
      await panel.getByRole('button', { name: 'Settings' }).focus();
      await press('Enter');
      for (const name of ['Reset settings', 'Delete presets', 'Clear prompt history']) {
        await panel.getByRole('button', { name }).focus();
        await press('Enter');
        await focused('button', 'Keep');
        await press('Shift+Tab', 'Enter');
        await focused('button', name);
        await panel.getByRole('button', { name, disabled: true }).waitFor();
      }
      await panel.getByText('0 bytes').nth(1).waitFor();
      await press('Escape');
      expect(await panel.getByRole('radio', { name: '4×' }).isChecked()).toBe(true);
      expect(await panel.getByRole('button', { name: 'Recent prompts' }).count()).toBe(0);
    });
  });

  test('a prompt that ran is offered again, never by itself, and can be removed', async () => {
    await use(usedScenario(drawings), async ({ panel, page, press, focused }) => {
      const prompt = panel.getByRole('textbox', { name: 'Prompt' });
      const list = panel.getByRole('list', { name: 'Recent prompts' });
      await prompt.focus();
      await page.keyboard.type('logo');
      await press('ArrowDown', 'ArrowUp');
      expect(await list.count()).toBe(0);
      await press('Enter');
      await panel.getByRole('button', { name: 'Back to the selection' }).click();

      await prompt.focus();
      await press('Alt+ArrowDown');
      await focused('button', 'logo');
      await press('End');
      await focused('button', 'screenshot');
      await press('Delete');
      await focused('button', /^old scan/);
      await press('ArrowDown');
      await focused('button', 'logo');
      await press('Escape');
      await focused('textbox', 'Prompt');
      expect(await list.count()).toBe(0);

      await press('Alt+ArrowDown', 'ArrowDown', 'Enter');
      await focused('textbox', 'Prompt');
      expect(await prompt.inputValue()).toBe('noisy, sharper');
      expect(await list.count()).toBe(0);
    });
  });

  test('diagnostics are copied, and hold nothing of the document', async () => {
    await use(
      { ...usedScenario(drawings), relaunchedWith: 'enhance' },
      async ({ panel, page, press }) => {
        await panel.getByRole('button', { name: 'Back to the selection' }).click();
        await panel.getByRole('button', { name: 'Settings' }).focus();
        await press('Enter');
        const copy = panel.getByRole('button', { name: 'Copy', exact: true });
        await copy.focus();
        await press('Enter');
        await panel.getByText('Copied').waitFor();
        await copy.and(panel.locator(':focus')).waitFor();
        const text = await panel.getByRole('textbox', { name: 'Diagnostics' }).inputValue();
        expect(text).toContain('Last run: finished; 3 pictures: 2 done, 1 failed');
        expect(text).toContain('engine-memory: bad allocation for […]');
        for (const secret of ['Hero', 'Badge', 'hero', 'badge', 'Product photos', 'noisy']) {
          expect(text).not.toContain(secret);
        }
        // What the clipboard holds is what was shown.
        await panel.locator('body').evaluate((body) => {
          const paste = document.createElement('textarea');
          paste.id = 'paste';
          body.append(paste);
          paste.focus();
        });
        await page.context().grantPermissions(['clipboard-read']);
        await press('Control+v');
        await expect.poll(() => panel.locator('#paste').inputValue()).toBe(text);
      },
      {
        jobs: {
          200: {
            error: { code: 'engine-memory', details: {}, cause: 'bad allocation for Badge' },
          },
        },
      },
    );
  });
});
