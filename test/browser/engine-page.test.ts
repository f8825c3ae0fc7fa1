/**
 * The engine page of `onestep serve` in a frame of a null-origin panel: who may talk to it, and how
 * weights come over and stay. The worker here reads its pack as the real one and computes nothing.
 */
import { join } from 'node:path';
import type { BrowserContext, Frame, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEngineServer, type EngineServer } from '../../src/cli/serve/engine-server';
import { findPacks } from '../../src/cli/serve/pack-folders';
import { ENGINE_PROTOCOL_VERSION } from '../../src/shared/engine-handshake';
import { browserTestsSkipped, createProfile, type BrowserProfile } from '../support/chromium';
import {
  makeReadingSite,
  openPanel,
  startTop,
  type ReadingSite,
  type TopServer,
} from './engine-harness/panel-frames';

const NONCE = '0123456789abcdef0123456789abcdef';
const WEIGHTS = '**/packs/compact/compact.onnx*';

if (browserTestsSkipped) {
  process.stdout.write('engine page: skipped, because ONESTEP_SKIP_BROWSER=1\n');
}

describe.skipIf(browserTestsSkipped)('the engine page', () => {
  let reading: ReadingSite;
  let engine: EngineServer;
  let top: TopServer;
  let sent: Map<string, number>;
  let profile: BrowserProfile;
  let browser: BrowserContext;
  let panel: Frame;

  beforeAll(async () => {
    [reading, top] = await Promise.all([makeReadingSite(), startTop()]);
    const { site } = reading;
    engine = await startEngineServer({
      port: 0,
      site,
      packs: await findPacks([join(site, 'packs')]),
      onAnswer: ({ path, bytes }) => sent.set(path, (sent.get(path) ?? 0) + bytes),
    });
  });
  afterAll(async () => {
    await engine?.close();
    top?.close();
    await reading?.remove();
  });

  beforeEach(() => {
    sent = new Map();
  });
  afterEach(async () => {
    await browser?.close();
    await profile?.remove();
  });

  async function useProfile(thirdPartyStorage: boolean): Promise<void> {
    profile = await createProfile(thirdPartyStorage);
    await launch();
  }

  /** In a new browser on the same profile. */
  async function launch(): Promise<void> {
    browser = await profile.launch();
    panel = await openPanel(browser, top.url, reading.clientScript);
  }

  async function restart(): Promise<void> {
    await browser.close();
    sent = new Map();
    await launch();
  }

  const openPage = () => panel.evaluate((origin) => window.panelClient.open(origin), engine.origin);
  const start = () => panel.evaluate(() => window.panelClient.start('compact'));
  const storage = () => panel.evaluate(() => window.panelClient.storage());
  const weightBytes = (): number => sent.get('/packs/compact/compact.onnx') ?? 0;
  const STARTED = { outcome: { ok: true, value: { packTitle: 'Onestep Compact' } } };

  describe('lets nobody in who', () => {
    const hello = (nonce: string, said: object) =>
      panel.evaluate(
        ([origin, inAddress, words]) => window.panelClient.hello(origin, inAddress, words),
        [engine.origin, nonce, said] as const,
      );

    test('does not know the nonce, or speaks another version', async () => {
      await useProfile(true);
      const version = ENGINE_PROTOCOL_VERSION;
      expect(await hello(NONCE, { version, nonce: NONCE })).toMatchObject({
        onestepEngine: 'welcome',
      });
      expect(await hello(NONCE, { version, nonce: NONCE.replace('0', 'f') })).toEqual({
        onestepEngine: 'refused',
        reason: 'nonce',
        version,
      });
      expect(await hello(NONCE, { version: version + 1, nonce: NONCE })).toEqual({
        onestepEngine: 'refused',
        reason: 'version',
        version,
      });
      expect(await hello('', { version, nonce: '' })).toBe('silence');
    });

    test('has an origin that is not a plugin’s', async () => {
      await useProfile(true);
      const page = await browser.newPage();
      await page.goto(`${top.url}/direct`);
      await page.evaluate(reading.clientScript);
      const opened = await page.evaluate(
        (origin) => window.panelClient.open(origin),
        engine.origin,
      );
      expect(opened).toMatchObject({ code: 'engine-host-refused', cause: 'origin' });
    });
  });

  test('is not waited for where there is none', async () => {
    await useProfile(true);
    const opened = await panel.evaluate(() => window.panelClient.open('http://localhost:9'));
    expect(opened).toMatchObject({
      code: 'engine-host-unreachable',
      details: { address: 'http://localhost:9' },
    });
  });

  describe('on this computer, for a page of the internet,', () => {
    /** What the browser takes for a public site. */
    const PUBLIC_NAME = 'figma.test';

    async function openFrom(path: string, setting?: 'granted' | 'denied') {
      profile = await createProfile(true);
      const site = `http://${PUBLIC_NAME}:${top.port}`;
      browser = await profile.launch([
        `--host-resolver-rules=MAP ${PUBLIC_NAME} 127.0.0.1`,
        `--ip-address-space-overrides=127.0.0.1:${top.port}=public`,
        `--unsafely-treat-insecure-origin-as-secure=${site}`,
      ]);
      const page = await browser.newPage();
      if (setting !== undefined) {
        const session = await browser.newCDPSession(page);
        for (const name of ['loopback-network', 'local-network-access']) {
          const permission = { name };
          await session.send('Browser.setPermission', { permission, setting, origin: site });
        }
      }
      panel = await openPanel(browser, site + path, reading.clientScript);
      return openPage();
    }

    test('is not reached when the page does not pass the permission on', async () => {
      expect(await openFrom('/')).toMatchObject({ code: 'engine-host-framed' });
    });

    test('is not reached when the user said no', async () => {
      expect(await openFrom('/passing', 'denied')).toMatchObject({ code: 'engine-host-denied' });
    });

    test('is reached when the user said yes', async () => {
      expect(await openFrom('/passing', 'granted')).toBeNull();
    });
  });

  test('keeps weights on the disk: a second start downloads none', async () => {
    await useProfile(true);
    expect(await openPage()).toBeNull();
    expect(await panel.evaluate(() => window.panelClient.packs())).toMatchObject({
      ok: true,
      value: [{ folder: 'compact', title: 'Onestep Compact', kind: 'direct' }],
    });
    const first = await start();
    expect(first).toMatchObject(STARTED);
    expect(first.progress.at(-1)).toEqual({
      done: weightBytes(),
      total: weightBytes(),
      retrying: false,
    });
    expect(await storage()).toMatchObject({ kind: 'opfs', usedBytes: weightBytes() });

    await restart();
    expect(await openPage()).toBeNull();
    expect(await start()).toMatchObject(STARTED);
    expect(weightBytes()).toBe(0);

    expect(await panel.evaluate(() => window.panelClient.clearStorage())).toMatchObject({
      ok: true,
    });
    expect(await storage()).toMatchObject({ usedBytes: 0 });
  });

  test('downloads nothing a second time where it may store nothing', async () => {
    await useProfile(false);
    expect(await openPage()).toBeNull();
    expect(await start()).toMatchObject(STARTED);
    expect(await storage()).toMatchObject({ kind: 'http', usedBytes: null });
    expect(weightBytes()).toBeGreaterThan(0);

    await restart();
    expect(await openPage()).toBeNull();
    expect(await start()).toMatchObject(STARTED);
    expect(weightBytes()).toBe(0);
  });

  test('fetches a shard that arrives damaged once more', async () => {
    await useProfile(true);
    let answers = 0;
    await browser.route(WEIGHTS, async (route) => {
      answers += 1;
      return answers === 1 ? damaged(route) : route.continue();
    });
    expect(await openPage()).toBeNull();
    expect(await start()).toMatchObject(STARTED);
    expect(answers).toBe(2);
  });

  test('says so when a shard is damaged each time, and keeps nothing of it', async () => {
    await useProfile(true);
    await browser.route(WEIGHTS, damaged);
    expect(await openPage()).toBeNull();
    expect(await start()).toMatchObject({
      outcome: { ok: false, error: { code: 'download-changed' } },
    });
    expect(await storage()).toMatchObject({ usedBytes: 0 });
  });

  test('fetches weights again that have rotted where they were kept', async () => {
    await useProfile(true);
    expect(await openPage()).toBeNull();
    expect(await start()).toMatchObject(STARTED);
    const enginePage = panel.childFrames().find((frame) => frame.url().startsWith(engine.origin))!;
    await enginePage.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('onestep-weights');
      const names = folder as unknown as { keys(): AsyncIterable<string> };
      for await (const name of names.keys()) {
        const writable = await (
          await folder.getFileHandle(name)
        ).createWritable({
          keepExistingData: true,
        });
        await writable.write({ type: 'write', position: 1000, data: Uint8Array.of(1, 2, 3) });
        await writable.close();
      }
    });
    sent = new Map();
    expect(await start()).toMatchObject(STARTED);
    expect(weightBytes()).toBeGreaterThan(0);
  });

  test.each(['writing', 'counting'])('says so when the browser has no room: %s', async (when) => {
    await useProfile(true);
    expect(await openPage()).toBeNull();
    expect(await storage()).toMatchObject({ kind: 'opfs' });
    const enginePage = panel.childFrames().find((frame) => frame.url().startsWith(engine.origin))!;
    await enginePage.evaluate((noticed) => {
      if (noticed === 'counting') {
        navigator.storage.estimate = () => Promise.resolve({ quota: 1000, usage: 0 });
      } else {
        FileSystemFileHandle.prototype.createWritable = () =>
          Promise.reject(new DOMException('no room', 'QuotaExceededError'));
      }
    }, when);
    expect(await start()).toMatchObject({
      outcome: { ok: false, error: { code: 'weights-storage-full' } },
    });
  });
});

async function damaged(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = await response.body();
  body[500] = body[500]! ^ 1;
  await route.fulfill({ response, body });
}
