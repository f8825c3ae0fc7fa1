import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../../../src/inference/node/engine';
import { createFolderSource } from '../../../../src/inference/node/pack-source';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onestep-pack-'));
  await mkdir(join(folder, 'pack', 'inner'), { recursive: true });
  await writeFile(join(folder, 'pack', 'inner', 'graph.onnx'), 'graph');
  await writeFile(join(folder, 'secret'), 'secret');
  await symlink(join(folder, 'secret'), join(folder, 'pack', 'link'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('createFolderSource', () => {
  it('reads files inside the folder', async () => {
    const bytes = await createFolderSource(join(folder, 'pack')).read('inner/graph.onnx');
    expect(new TextDecoder().decode(bytes)).toBe('graph');
  });

  it.each(['../secret', 'inner/../../secret', 'link', join('/', 'etc', 'hosts')])(
    'does not leave it: %s',
    async (path) => {
      await expect(createFolderSource(join(folder, 'pack')).read(path)).rejects.toMatchObject({
        code: 'pack-invalid',
      });
    },
  );

  it.each(['nothing.onnx', 'inner'])('says what is missing: %s', async (path) => {
    await expect(createFolderSource(join(folder, 'pack')).read(path)).rejects.toMatchObject({
      code: 'pack-missing',
      details: { path: join(folder, 'pack', path) },
    });
  });
});

describe('createNodeEngine', () => {
  it('loads the embedded pack', async () => {
    const engine = await createNodeEngine('models/compact');
    expect(engine.info.runtime).toBe('node-cpu');
    await engine.dispose();
  });

  it('says where it looked for a pack', async () => {
    const path = join(folder, 'elsewhere');
    await expect(createNodeEngine(path)).rejects.toMatchObject({
      code: 'pack-missing',
      details: { path: join(path, 'pack.json') },
    });
  });
});
