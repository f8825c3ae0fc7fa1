import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OnestepError } from '../../../../src/shared/errors';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import { repeatModel } from '../support/models';
import {
  compactPackFiles,
  CONDITION,
  describePack,
  packFiles,
  twoLevelPack,
  VOCABULARY,
  type PackFiles,
  type TestPack,
} from '../support/packs';

const graph = repeatModel();
const conditioned = twoLevelPack();

const load = (files: PackFiles) => loadPack(createMemorySource(files));

/** pack.json with one entry replaced (or removed, with undefined), by its dotted path. */
function spoiled(path: string, value: unknown): PackFiles {
  const description = structuredClone(describePack(conditioned));
  const keys = path.split('.');
  const last = keys.pop()!;
  let target = description;
  for (const key of keys) target = target[key] as Record<string, unknown>;
  target[last] = value;
  return packFiles(description, conditioned.graph);
}

describe('loadPack', () => {
  it('accepts the embedded pack', async () => {
    const pack = await load(await compactPackFiles());
    expect(pack.description).toMatchObject({ kind: 'direct', name: 'compact', formatVersion: 2 });
    if (pack.kind !== 'direct') throw new Error('not a direct pack');
    expect(pack.graph).toHaveLength(pack.description.graph.bytes);
  });

  it('accepts packs with and without a condition, a vocabulary, and an alignment', async () => {
    const bare = { ...conditioned, condition: undefined, vocabulary: undefined };
    for (const pack of [
      { graph },
      conditioned,
      { ...bare, alignment: 1 },
      { ...bare, condition: { ...CONDITION, scales: [] } },
      { ...bare, condition: CONDITION, vocabulary: [] },
    ]) {
      const { description } = await load(packFiles(describePack(pack as TestPack), pack.graph));
      expect(description.kind).toBe('direct');
    }
    const pointless = describePack({ graph, vocabulary: VOCABULARY });
    await expect(load(packFiles(pointless, graph))).rejects.toMatchObject({ code: 'pack-invalid' });
  });

  it('answers any pack.json with a pack or a coded error', async () => {
    const paths = [
      ...[
        'alignment',
        'edges',
        'reach',
        'tileSizes',
        'vocabulary',
        'selfTest',
        'condition',
        'kind',
      ],
      ...['graph.outputs', 'graph.outputs.0', 'graph.condition', 'graph.file', 'condition.scales'],
      ...['condition.size', 'condition.crisp', 'condition.controls', 'condition.content.photo'],
      ...[
        'vocabulary.0',
        'vocabulary.0.words',
        'vocabulary.1.set',
        'selfTest.input',
        'formatVersion',
      ],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, value) => {
        const outcome = await load(spoiled(path, value)).catch((thrown: unknown) => thrown);
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(OnestepError);
          expect((outcome as OnestepError).code).toMatch(/^pack-/);
        }
      }),
      { numRuns: 400 },
    );
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

  it.each([
    [{ formatVersion: 3, graphs: [] }, 3],
    [{ formatVersion: 1, kind: 'direct' }, 1],
    [{ formatVersion: 1, kind: 'latent' }, 1],
    [{ formatVersion: 1.5, kind: 7 }, 1.5],
  ])('refuses a format that it does not know by its version: %j', async (json, version) => {
    await expect(load(packFiles(json, graph))).rejects.toMatchObject({
      code: 'pack-version',
      details: { version },
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
    ['alignment', 0],
    ['alignment', 9],
    ['alignment', 1.5],
    ['alignment', undefined],
    ['edges', 'mirrored'],
    ['edges', undefined],
    ['tileSizes', [29]],
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
    ['graph.input', 'condition'],
    ['graph.outputs', []],
    ['graph.outputs', undefined],
    ['graph.outputs', [{ scale: 0, name: 'restored_x4' }]],
    ['graph.outputs', [{ scale: 5, name: 'restored_x4' }]],
    ['graph.outputs', [{ scale: 2.5, name: 'restored_x4' }]],
    ['graph.outputs', [{ scale: 4 }]],
    ['graph.outputs.1.scale', 1],
    ['graph.outputs.1.name', 'restored_x4'],
    ['graph.outputs.1.scale', 3],
    ['graph.condition', undefined],
    ['condition', undefined],
    ['condition.size', 11],
    ['condition.size', 1e9],
    ['condition.crisp', 12],
    ['condition.crisp', -1],
    ['condition.crisp', 0],
    ['condition.crisp', '9'],
    ['condition.content.text', 6],
    ['condition.content', { photo: 6 }],
    ['condition.controls.denoise', { value: 0, known: 0 }],
    ['condition.controls.deblur', undefined],
    [
      'condition.scales',
      [
        { scale: 2, index: 10 },
        { scale: 2, index: 11 },
      ],
    ],
    ['condition.scales', [{ scale: 3, index: 10 }]],
    ['condition.scales', [{ scale: 2, index: 5 }]],
    ['vocabulary', {}],
    ['vocabulary', [{ words: [], set: { crisp: 1 } }]],
    ['vocabulary', [{ words: 'sharper', set: { crisp: 1 } }]],
    ['vocabulary', [{ words: [7], set: { crisp: 1 } }]],
    ['vocabulary', [{ words: [''], set: { crisp: 1 } }]],
    ['vocabulary', [{ words: ['x'.repeat(81)], set: { crisp: 1 } }]],
    ['vocabulary', [{ words: ['sharper'], set: {} }]],
    ['vocabulary', [{ words: ['sharper'], set: { crisp: 2 } }]],
    ['vocabulary', [{ words: ['sharper'], set: { crisp: null } }]],
    ['vocabulary', [{ words: ['sharper'], set: { sharpness: 1 } }]],
    ['vocabulary', [{ words: ['logo'], set: { content: 'logo' } }]],
    ['vocabulary', Array.from({ length: 201 }, () => ({ words: ['a'], set: { crisp: 1 } }))],
    ['vocabulary', [{ words: Array.from({ length: 101 }, () => 'a'), set: { crisp: 1 } }]],
    ['graph.bytes', -5],
    ['graph.bytes', 1e300],
    ['graph.sha256', 'abc'],
    ['selfTest', undefined],
    ['selfTest.width', 100000],
    ['selfTest.width', 4],
    ['selfTest.width', 1],
    ['selfTest.scale', 3],
    ['selfTest.scale', 2],
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
