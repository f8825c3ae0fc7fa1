import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildEngine } from '../../../scripts/build/engine.mjs';
import { describePack, filterPack, packFiles } from '../inference/support/packs';

describe('buildEngine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onestep-engine-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('publishes what packs name, and nothing that lies beside it', async () => {
    const source = join(folder, 'mine/sharp');
    await mkdir(source, { recursive: true });
    const pack = filterPack(3, [32]);
    const files = packFiles(describePack(pack), pack.graph);
    for (const [path, bytes] of Object.entries(files)) await writeFile(join(source, path), bytes);
    await writeFile(join(source, 'notes.txt'), 'not for others');

    await buildEngine(join(folder, 'out'), { packFolders: [join(folder, 'mine')] });

    const packs = join(folder, 'out/packs');
    expect((await readdir(join(packs, 'sharp'))).sort()).toEqual(Object.keys(files).sort());
    for (const [path, bytes] of Object.entries(files)) {
      expect(await readFile(join(packs, 'sharp', path))).toEqual(Buffer.from(bytes));
    }
    const index = JSON.parse(await readFile(join(packs, 'index.json'), 'utf8')) as {
      packs: readonly { folder: string }[];
    };
    expect(index.packs.map((listed) => listed.folder)).toEqual(['compact', 'sharp']);
  });

  it('says which folder has no packs, and leaves what was built before', async () => {
    const out = join(folder, 'out');
    await mkdir(out);
    await writeFile(join(out, 'kept'), '');
    const nowhere = join(folder, 'nowhere');
    await expect(buildEngine(out, { packFolders: [nowhere] })).rejects.toThrow(
      `not found at ${join(nowhere, 'pack.json')}`,
    );
    expect(await readdir(out)).toEqual(['kept']);
  });
});
