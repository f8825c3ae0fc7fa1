import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { filterModel } from './models';

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
  readonly tileSizes?: readonly number[];
  /** Colour of the one pixel that is the self-test's picture, and of all pixels of the answer. */
  readonly selfTestColour?: readonly number[];
  readonly selfTestAnswer?: readonly number[];
}

/** A pack around `filterModel`, whose zero padding leaves only black as it is. */
export function filterPack(reach: number, tileSizes: readonly number[]): TestPack {
  return { graph: filterModel(reach), reach, tileSizes, selfTestColour: [0, 0, 0] };
}

/** pack.json of a ×4 pack around a graph, as an object to be spoiled. */
export function describePack({
  graph,
  reach = 0,
  tileSizes = [32, 64],
  selfTestColour = [51, 102, 153],
  selfTestAnswer = selfTestColour,
}: TestPack): Json {
  return {
    formatVersion: 1,
    kind: 'direct',
    name: 'test',
    title: 'Test',
    version: '1.2.3',
    licence: { id: 'MIT', text: 'MIT' },
    source: { description: 'Made for a test.' },
    nativeScale: 4,
    reach,
    tileSizes,
    graph: {
      file: 'test.onnx',
      precision: 'fp32',
      bytes: graph.length,
      sha256: createHash('sha256').update(graph).digest('hex'),
      input: 'image',
      output: 'restored',
    },
    selfTest: {
      width: 1,
      height: 1,
      input: base64(selfTestColour),
      output: base64(Array.from({ length: 16 }, () => selfTestAnswer).flat()),
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
