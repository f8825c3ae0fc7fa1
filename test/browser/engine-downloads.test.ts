/**
 * Downloads of the engine page that do not go well: cut, stalled, refused, evicted. Each goes on where
 * it stopped or ends with a code that has a sentence, and none leaves a pack that is half there.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEngineServer, type EngineServer } from '../../src/cli/serve/engine-server';
import { findPacks } from '../../src/cli/serve/pack-folders';
import { browserTestsSkipped, createProfile, type BrowserProfile } from '../support/chromium';
import {
  makeReadingSite,
  openPanel,
  startTop,
  type ReadingSite,
  type TopServer,
} from './engine-harness/panel-frames';
import { startUnsteadyHost, type UnsteadyHost } from './engine-harness/unsteady-host';

const MB = 1e6;
/** Several of the pieces of 8 MiB that are kept of a download on its way. */
const SHARD_BYTES = 40 * MB;
const CUT_BYTES = 21 * MB;
const TWO_PIECES = 16 * 2 ** 20;
const SLOW_MS = 180_000;
const STARTED = { outcome: { ok: true, value: { packTitle: 'Large' } } };

describe.skipIf(browserTestsSkipped)('a download of the engine page', () => {
  let reading: ReadingSite;
  let engine: EngineServer;
  let top: TopServer;
  let host: UnsteadyHost;
  let profile: BrowserProfile;
  let browser: BrowserContext;
  let panel: Frame;

  beforeAll(async () => {
    [reading, top] = await Promise.all([makeReadingSite(), startTop()]);
    await writeLargePack(join(reading.site, 'packs/large'));
    engine = await startEngineServer({
      port: 0,
      site: reading.site,
      packs: await findPacks([join(reading.site, 'packs')]),
    });
  });
  afterAll(async () => {
    await engine?.close();
    top?.close();
    await reading?.remove();
  });
  beforeEach(async () => {
    host = await startUnsteadyHost(engine.origin, /large\.onnx/);
    profile = await createProfile(true);
  });
  afterEach(async () => {
    await browser?.close();
    await profile.remove();
    host.close();
  });

  /** In a new browser on the same profile. */
  async function launch(store: 'opfs' | 'cache' = 'opfs'): Promise<void> {
    browser = await profile.launch();
    if (store === 'cache') {
      await browser.addInitScript(() => {
        StorageManager.prototype.getDirectory = () => Promise.reject(new Error('none here'));
      });
    }
    panel = await openPanel(browser, top.url, reading.clientScript);
    const opened = await panel.evaluate((at) => window.panelClient.open(at), host.origin);
    expect(opened).toBeNull();
    expect(await panel.evaluate(() => window.panelClient.storage())).toMatchObject({ kind: store });
  }
  const start = () => panel.evaluate(() => window.panelClient.start('large'));
  const sent = (): number => host.answers.reduce((sum, { bytes }) => sum + bytes, 0);
  const enginePage = (): Frame =>
    panel.childFrames().find((frame) => frame.url().startsWith(host.origin))!;

  test(
    'goes on by itself when its connection breaks',
    async () => {
      await launch();
      host.next = { what: 'breaks', afterBytes: CUT_BYTES };
      expect(await start()).toMatchObject(STARTED);
      expect(host.answers).toHaveLength(2);
      expect(host.answers[1]!.from).toBeGreaterThan(0);
      // What the socket still held when it broke is fetched once more.
      expect(sent() - SHARD_BYTES).toBeLessThanOrEqual(CUT_BYTES - host.answers[1]!.from + MB);
    },
    SLOW_MS,
  );

  test.each(['opfs', 'cache'] as const)(
    'goes on after the window was closed, from what lies in %s',
    async (store) => {
      await launch(store);
      host.next = { what: 'stalls', afterBytes: CUT_BYTES };
      const stalled = host.stalled();
      const given = start().catch(() => undefined);
      await stalled;
      await keptPieces(2);
      await browser.close();
      await given;
      const before = sent();
      await launch(store);
      expect(await start()).toMatchObject(STARTED);
      const { from, bytes } = host.answers.at(-1)!;
      expect(from).toBeGreaterThanOrEqual(TWO_PIECES);
      expect(from + bytes).toBe(SHARD_BYTES);
      // eslint-disable-next-line no-console -- the figures are what the test is for
      console.table([
        { store, start: 'closed on the way', 'bytes served': before },
        { store, start: 'the next one', 'bytes served': sent() - before },
      ]);
    },
    SLOW_MS,
  );

  test(
    'from a host that goes down ends in a sentence, and goes on when it is back',
    async () => {
      await launch();
      host.next = { what: 'breaks', afterBytes: CUT_BYTES };
      const starting = start();
      await expect.poll(sent, { timeout: SLOW_MS }).toBeGreaterThan(0);
      host.down = true;
      expect(await starting).toMatchObject({
        outcome: { ok: false, error: { code: 'download-failed' } },
        progress: expect.arrayContaining([
          { done: expect.any(Number) as number, total: SHARD_BYTES, retrying: true },
        ]) as object,
      });
      host.down = false;
      expect(await start()).toMatchObject(STARTED);
      expect(host.answers.at(-1)!.from).toBeGreaterThan(0);
    },
    SLOW_MS,
  );

  test(
    'whose pieces the browser drops on the way ends in a sentence, and begins anew',
    async () => {
      await launch();
      host.next = { what: 'stalls', afterBytes: CUT_BYTES };
      const stalled = host.stalled();
      const starting = start();
      await stalled;
      await keptPieces(2);
      await deleteStored(/part-0$/);
      host.breakStalled();
      expect(await starting).toMatchObject({
        outcome: { ok: false, error: { code: 'weights-storage-failed' } },
      });
      expect(await start()).toMatchObject(STARTED);
    },
    SLOW_MS,
  );

  test(
    'is made anew when the browser has dropped what was whole',
    async () => {
      await launch();
      expect(await start()).toMatchObject(STARTED);
      await deleteStored(/./);
      expect(await start()).toMatchObject(STARTED);
      expect(sent()).toBe(2 * SHARD_BYTES);
    },
    SLOW_MS,
  );

  /** Waits until so many pieces of the shard are kept. */
  async function keptPieces(count: number): Promise<void> {
    const kept = async (): Promise<number> =>
      (await panel.evaluate(() => window.panelClient.storage())).usedBytes ?? 0;
    await expect.poll(kept, { timeout: SLOW_MS }).toBeGreaterThanOrEqual(count * 8 * 2 ** 20);
  }

  async function deleteStored(names: RegExp): Promise<void> {
    await enginePage().evaluate(async (pattern) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('onestep-weights');
      const all = folder as unknown as { keys(): AsyncIterable<string> };
      for await (const name of all.keys()) {
        if (new RegExp(pattern).test(name)) await folder.removeEntry(name);
      }
    }, names.source);
  }
});

/** The embedded pack's description with a graph that nobody runs. */
async function writeLargePack(folder: string): Promise<void> {
  const description = JSON.parse(await readFile('models/compact/pack.json', 'utf8')) as {
    graph: object;
  };
  const bytes = randomBytes(SHARD_BYTES);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const graph = { ...description.graph, file: 'large.onnx', bytes: bytes.length, sha256 };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'large.onnx'), bytes);
  await writeFile(
    join(folder, 'pack.json'),
    JSON.stringify({ ...description, name: 'large', title: 'Large', graph }),
  );
}
