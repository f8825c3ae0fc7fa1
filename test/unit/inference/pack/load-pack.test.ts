import { describe, expect, it } from 'vitest';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import { repeatModel } from '../support/models';
import { compactPackFiles, describePack, packFiles, type PackFiles } from '../support/packs';

const graph = repeatModel();

const load = (files: PackFiles) => loadPack(createMemorySource(files));

/** pack.json with one entry replaced (or removed, with undefined), by its dotted path. */
function spoiled(path: string, value: unknown): PackFiles {
  const description = describePack({ graph });
  const keys = path.split('.');
  const last = keys.pop()!;
  let target = description;
  for (const key of keys) target = target[key] as Record<string, unknown>;
  target[last] = value;
  return packFiles(description, graph);
}

describe('loadPack', () => {
  it('accepts the embedded pack', async () => {
    const pack = await load(await compactPackFiles());
    expect(pack.description).toMatchObject({ kind: 'direct', name: 'compact', nativeScale: 4 });
    if (pack.kind !== 'direct') throw new Error('not a direct pack');
    expect(pack.graph).toHaveLength(pack.description.graph.bytes);
  });

  it('says which file is missing', async () => {
    await expect(load({})).rejects.toMatchObject({
      code: 'pack-missing',
      details: { path: 'pack.json' },
    });
    const { 'pack.json': description } = packFiles(describePack({ graph }), graph);
    await expect(load({ 'pack.json': description! })).rejects.toMatchObject({
      code: 'pack-missing',
      details: { path: 'test.onnx' },
    });
  });

  it('refuses a format of tomorrow by its version, whatever else it holds', async () => {
    await expect(load(packFiles({ formatVersion: 2, graphs: [] }, graph))).rejects.toMatchObject({
      code: 'pack-version',
      details: { version: 2 },
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no JSON', new TextEncoder().encode('{"formatVersion": 1')],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['a list', new TextEncoder().encode('[]')],
    ['null', new TextEncoder().encode('null')],
  ])('refuses %s as a description', async (_, bytes) => {
    await expect(load({ 'pack.json': bytes })).rejects.toMatchObject({ code: 'pack-invalid' });
  });

  it.each([
    ['formatVersion', '1'],
    ['formatVersion', undefined],
    ['kind', 'indirect'],
    ['title', ''],
    ['nativeScale', 0],
    ['nativeScale', 2.5],
    ['nativeScale', 1e9],
    ['reach', -1],
    ['reach', 1e6],
    ['reach', 24],
    ['tileSizes', []],
    ['tileSizes', [64, -64]],
    ['tileSizes', [1e7]],
    ['tileSizes', ['64']],
    ['tileSizes', 64],
    ['graph', null],
    ['graph.file', '../test.onnx'],
    ['graph.file', '/etc/passwd'],
    ['graph.file', 'a/../../test.onnx'],
    ['graph.file', 'C:\\test.onnx'],
    ['graph.file', '.'],
    ['graph.file', 'a//b'],
    ['graph.bytes', -5],
    ['graph.bytes', 1e300],
    ['graph.sha256', 'abc'],
    ['selfTest', undefined],
    ['selfTest.width', 100000],
    ['selfTest.width', 2],
    ['selfTest.input', 'not base64'],
    ['selfTest.output', 'AAAA'],
    ['selfTest.tolerance', 255],
  ])('refuses %s = %j', async (path, value) => {
    await expect(load(spoiled(path, value))).rejects.toMatchObject({ code: 'pack-invalid' });
  });

  it('refuses a graph of another length or content', async () => {
    const description = describePack({ graph });
    const damaged = graph.slice();
    damaged[damaged.length >> 1]! ^= 1;
    for (const bytes of [graph.subarray(1), damaged, new Uint8Array()]) {
      await expect(load(packFiles(description, bytes))).rejects.toMatchObject({
        code: 'pack-checksum',
        details: { file: 'test.onnx' },
      });
    }
  });

  it('takes no inherited name for a file', async () => {
    const files = packFiles({ ...describePack({ graph }), graph: undefined }, graph);
    await expect(createMemorySource(files).read('constructor')).rejects.toMatchObject({
      code: 'pack-missing',
    });
  });
});
