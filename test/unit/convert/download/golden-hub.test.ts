/** The miniature model and its adapter from a hub that cuts every connection once. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOsediffAdapter } from '../../../../models/convert/checkpoint/osediff-adapter';
import { openWeights } from '../../../../models/convert/checkpoint/sharded';
import { openAdapter, openBase } from '../../../../models/convert/node/open-checkpoint';
import { GOLDEN, GOLDEN_MISSING, SKIP_NOTE } from '../golden-folder';
import { quickNetwork, sendRange, startBadServer, type BadServer } from './bad-server';

describe.skipIf(GOLDEN_MISSING)(`golden model from a hub${SKIP_NOTE}`, () => {
  let server: BadServer;
  let cacheFolder: string;

  beforeAll(async () => {
    server = await startBadServer();
    cacheFolder = await mkdtemp(join(tmpdir(), 'onestep-hub-'));
    const root = join(GOLDEN, 'model');
    const paths = (await readdir(root, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    const tree: object[] = [];
    for (const path of paths) {
      const bytes = await readFile(join(root, path));
      const oid = createHash('sha256').update(bytes).digest('hex');
      tree.push({ type: 'file', path, size: bytes.length, oid: '', lfs: { oid } });
      server.handle(`/o/n/resolve/main/${path}`, (request, response, count) =>
        sendRange(bytes, '"x"', request, response, count === 1 ? { cutAfter: 1000 } : {}),
      );
    }
    server.handle('/api/models/o/n/tree/main?recursive=true', (_, response) =>
      response.end(JSON.stringify(tree)),
    );
  });

  afterAll(async () => {
    await server.close();
    await rm(cacheFolder, { recursive: true });
  });

  it('is read as from the disk', async () => {
    const access = { cacheFolder, network: quickNetwork(), endpoint: server.origin };
    const folder = await openBase('hf:o/n', access);
    const counts = await Promise.all(
      ['unet', 'vae', 'text_encoder'].map(async (part) => (await openWeights(folder, part)).size),
    );
    expect(counts.every((count) => count > 0)).toBe(true);
    const adapter = await readOsediffAdapter(await openAdapter('hf:o/n@main', access));
    expect(adapter.unet.size).toBeGreaterThan(500);
    const unet = server.log.filter((line) => line.includes('/unet/diffusion'));
    expect(unet).toHaveLength(2);
  });
});
