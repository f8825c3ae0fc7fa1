/** Builds the panel once, and opens it in a null-origin frame under Figma's content policy. */
import { gzipSync } from 'node:zlib';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import type { HostScenario } from './host-page';
import type { StubEnginePage } from './stub-engine-page';
import type { StubBehaviour } from './stub-worker';
import { bundleScript } from '../../support/bundle-script';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The part of Figma's variables that the panel uses, as Figma injects them; see figma.md, 4.2 and 9. */
const FIGMA_VARIABLES: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {
    bg: '#ffffff',
    'bg-secondary': '#f5f5f5',
    'bg-tertiary': '#e6e6e6',
    'bg-hover': '#f5f5f5',
    'bg-pressed': '#e6e6e6',
    'bg-brand': '#0d99ff',
    'bg-warning-tertiary': '#fff1c2',
    'border-selected': '#0d99ff',
    border: '#e6e6e6',
    text: '#000000e5',
    'text-secondary': '#00000080',
    'text-disabled': '#0000004d',
    'text-onbrand': '#ffffff',
    'text-danger': '#dc3412',
    'text-success': '#009951',
  },
  dark: {
    bg: '#2c2c2c',
    'bg-secondary': '#383838',
    'bg-tertiary': '#444444',
    'bg-hover': '#383838',
    'bg-pressed': '#444444',
    'bg-brand': '#0c8ce9',
    'bg-warning-tertiary': '#4d3b13',
    'border-selected': '#0c8ce9',
    border: '#444444',
    text: '#ffffff',
    'text-secondary': '#ffffffb2',
    'text-disabled': '#ffffff66',
    'text-onbrand': '#ffffff',
    'text-danger': '#fca397',
    'text-success': '#79d297',
  },
};

const CONTENT_POLICY =
  "default-src data: blob:; frame-src data: blob: https://engine.invalid; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; " +
  "style-src 'unsafe-inline' data: blob:";
const ENGINE_ADDRESS = 'https://engine.invalid';
const HOST_ADDRESS = 'https://host.invalid/';

/** The build script is plain JavaScript outside the TypeScript projects. */
interface UiBuild {
  /** Without assets, the engine and the pack that the plugin ships. */
  buildUi(options: {
    readonly assets?: readonly { name: string; bytes: Uint8Array }[];
    readonly engineAddress: string;
  }): Promise<string>;
}

export interface OpenPanel {
  readonly page: Page;
  readonly panel: FrameLocator;
  /** What the page and the panel reported as errors; a test that expects none asserts that. */
  readonly problems: string[];
  log(): Promise<readonly string[]>;
  /** Waits until the panel has asked the sandbox for this; written as in the log. */
  called(entry: string): Promise<void>;
  /** Changes class and variables in place, as Figma does when the user changes the theme. */
  setTheme(theme: Theme): Promise<void>;
}

export interface PanelOptions {
  readonly behaviour?: StubBehaviour | undefined;
  readonly policy?: string;
  /** A plugin with an engine page, which is this one or, for `down`, not there; without one by default. */
  readonly enginePage?: StubEnginePage | 'down' | undefined;
}

export interface PanelBuild {
  open(browser: Browser, scenario: HostScenario, options?: PanelOptions): Promise<OpenPanel>;
}

/** @param engine the one that the plugin ships, or the one that does as it is told */
export async function buildPanel(engine: 'shipped' | 'stub' = 'stub'): Promise<PanelBuild> {
  const uiBuildUrl = new URL('../../../scripts/build/ui.mjs', import.meta.url).href;
  const { buildUi } = (await import(uiBuildUrl)) as UiBuild;
  const assets = engine === 'shipped' ? {} : { assets: await stubAssets() };
  const [hostScript, enginePageScript, alone, withPage] = await Promise.all([
    bundleScript({ entryPoints: ['test/browser/ui-harness/host-page.ts'] }),
    bundleScript({ entryPoints: ['test/browser/ui-harness/stub-engine-page.ts'] }),
    buildUi({ ...assets, engineAddress: '' }),
    buildUi({ ...assets, engineAddress: ENGINE_ADDRESS }),
  ]);
  return {
    open: async (browser, scenario, { behaviour = {}, policy, enginePage } = {}) => {
      const page = await browser.newPage({
        viewport: { width: 360, height: 560 },
        deviceScaleFactor: 2,
      });
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      // Pickers are caught from now on; caught only when one is expected, a quick key may be faster.
      page.on('filechooser', () => undefined);
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.route(HOST_ADDRESS, (route) =>
        route.fulfill({
          contentType: 'text/html; charset=utf-8',
          headers: { 'content-security-policy': policy ?? CONTENT_POLICY },
          body:
            '<!doctype html><style>html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block}' +
            `</style><body><script>${hostScript}</script>`,
        }),
      );
      await page.route(`${ENGINE_ADDRESS}/**`, (route) =>
        enginePage === undefined || enginePage === 'down'
          ? route.abort('connectionrefused')
          : route.fulfill({
              contentType: 'text/html; charset=utf-8',
              body: `<!doctype html><script>const STUB = ${JSON.stringify(enginePage)};${enginePageScript}</script>`,
            }),
      );
      await page.goto(HOST_ADDRESS);
      await page.evaluate(([source, given]) => window.host.open(source, given), [
        asFigmaServes(enginePage === undefined ? alone : withPage, behaviour),
        scenario,
      ] as const);
      return {
        page,
        panel: page.frameLocator('iframe'),
        problems,
        log: () => page.evaluate(() => [...window.host.log]),
        called: async (entry) => {
          await page.waitForFunction((wanted) => window.host.log.includes(wanted), entry);
        },
        setTheme: async (theme) => {
          await page
            .frameLocator('iframe')
            .locator('html')
            .evaluate(
              (root, change) => {
                root.setAttribute('class', change.className);
                const sheet = root.querySelector('#figma-style');
                if (sheet) sheet.textContent = change.style;
              },
              { className: classFor(theme), style: styleFor(theme) },
            );
        },
      };
    },
  };
}

async function stubAssets(): Promise<{ name: string; bytes: Uint8Array }[]> {
  const workerScript = await bundleScript({
    entryPoints: ['test/browser/ui-harness/stub-worker.ts'],
  });
  return [
    { name: 'engine-worker.js', bytes: Buffer.from(workerScript) },
    { name: 'ort.wasm', bytes: Buffer.from('not loaded by the stub') },
    { name: 'compact/pack.json', bytes: Buffer.from('{}') },
  ];
}

const classFor = (theme: Theme): string => `figma-${theme}`;

function styleFor(theme: Theme): string {
  const variables = Object.entries(FIGMA_VARIABLES[theme])
    .map(([name, value]) => `--figma-color-${name}:${value}`)
    .join(';');
  return `:root{${variables}}`;
}

/** Figma puts its class, its variables and the Inter font in front of a plugin's page. */
function asFigmaServes(html: string, behaviour: StubBehaviour): string {
  const base64 = gzipSync(JSON.stringify(behaviour)).toString('base64');
  return html
    .replace('<html lang="en">', `<html lang="en" class="${classFor('light')}">`)
    .replace('<head>', () => `<head><style id="figma-style">${styleFor('light')}</style>`)
    .replace(
      '<div id="app"></div>',
      (mount) =>
        `${mount}<script type="application/gzip" data-asset="compact/behaviour.json">${base64}</script>`,
    );
}
