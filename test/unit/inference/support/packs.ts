import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { filterModel, twoLevelModel } from './models';

const FOLDER = 'models/compact';

export type PackFiles = Record<string, Uint8Array>;
type Json = Record<string, unknown>;

/** The embedded pack, by file. */
export async function compactPackFiles(): Promise<PackFiles> {
  const description = new Uint8Array(await readFile(`${FOLDER}/pack.json`));
  const { graph } = JSON.parse(new TextDecoder().decode(description)) as {
    graph: { file: string };
  };
  return {
    'pack.json': description,
    [graph.file]: new Uint8Array(await readFile(`${FOLDER}/${graph.file}`)),
  };
}

export interface TestPack {
  readonly graph: Uint8Array;
  readonly reach?: number;
  readonly alignment?: number;
  readonly edges?: 'replicated' | 'padded';
  readonly tileSizes?: readonly number[];
  readonly outputs?: readonly { readonly scale: number; readonly name: string }[];
  readonly condition?: Json;
  readonly vocabulary?: readonly Json[];
  /** Colour of all pixels of the self-test's picture, and of its answer. */
  readonly selfTestColour?: readonly number[];
  readonly selfTestAnswer?: readonly number[];
}

/** A pack around `filterModel`, whose zero padding leaves only black as it is. */
export function filterPack(reach: number, tileSizes: readonly number[]): TestPack {
  return { graph: filterModel(reach), reach, tileSizes, selfTestColour: [0, 0, 0] };
}

export const CONDITION: Json = {
  size: 12,
  controls: {
    denoise: { value: 0, known: 1 },
    dejpeg: { value: 2, known: 3 },
    deblur: { value: 4, known: 5 },
  },
  content: { photo: 6, illustration: 7, text: 8 },
  crisp: 9,
  scales: [
    { scale: 2, index: 10 },
    { scale: 1, index: 11 },
  ],
};

export const VOCABULARY: readonly Json[] = [
  { words: ['noise', 'remove noise'], set: { denoise: 1 } },
  { words: ['keep the grain'], set: { denoise: 0 } },
  { words: ['sharper'], set: { crisp: 1 } },
  { words: ['logo'], set: { content: 'illustration' } },
];

/** A pack around `twoLevelModel`, in all as the embedded one. */
export function twoLevelPack(tileSizes: readonly number[] = [64, 128]): TestPack {
  return {
    graph: twoLevelModel(),
    reach: 6,
    alignment: 2,
    edges: 'replicated',
    tileSizes,
    outputs: [1, 2, 4].map((scale) => ({ scale, name: `restored_x${scale}` })),
    condition: CONDITION,
    vocabulary: VOCABULARY,
  };
}

/** pack.json of a pack around a graph (×4 without more), as an object to be spoiled. */
export function describePack({
  graph,
  reach = 0,
  alignment = 1,
  edges = 'padded',
  tileSizes = [32, 64],
  outputs = [{ scale: 4, name: 'restored' }],
  condition,
  vocabulary,
  selfTestColour = [51, 102, 153],
  selfTestAnswer = selfTestColour,
}: TestPack): Json {
  const scale = Math.max(...outputs.map((output) => output.scale));
  const pixels = (count: number, colour: readonly number[]) =>
    base64(Array.from({ length: count }, () => colour).flat());
  return {
    formatVersion: 2,
    kind: 'direct',
    name: 'test',
    title: 'Test',
    version: '1.2.3',
    licence: { id: 'MIT', text: 'MIT' },
    source: { description: 'Made for a test.' },
    reach,
    alignment,
    edges,
    tileSizes,
    graph: {
      file: 'test.onnx',
      precision: 'fp32',
      bytes: graph.length,
      sha256: createHash('sha256').update(graph).digest('hex'),
      input: 'image',
      ...(condition === undefined ? {} : { condition: 'condition' }),
      outputs,
    },
    ...(condition === undefined ? {} : { condition }),
    ...(vocabulary === undefined ? {} : { vocabulary }),
    selfTest: {
      width: alignment,
      height: alignment,
      scale,
      input: pixels(alignment ** 2, selfTestColour),
      output: pixels((alignment * scale) ** 2, selfTestAnswer),
      tolerance: 1,
    },
  };
}

export function packFiles(description: unknown, graph: Uint8Array): PackFiles {
  return { 'pack.json': new TextEncoder().encode(JSON.stringify(description)), 'test.onnx': graph };
}

function base64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64');
}
