import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LoadedPack } from '../../../../src/inference/pack/load-pack';
import type { GraphFiles } from '../../../../src/inference/runtime/graph-session';
import type { ModelGraph } from '../../../../src/inference/runtime/model-session';
import { countMacs } from '../macs/count-macs';
import { readGraph, type OnnxGraph } from '../macs/read-graph';

/** The networks of a pack by the names that pack.json gives them. */
export interface PackGraphs {
  nameOf(graph: ModelGraph | GraphFiles): string;
  /** Undefined where the graph has an operator whose cost is not known. */
  macsOf(network: string, inputs: readonly (readonly number[])[]): number | undefined;
  /** Names of all nodes that are attention. */
  readonly attentionNodes: readonly string[];
}

/** What a direct pack's only network is called. */
const ONLY_NETWORK = 'network';

interface PackGraph {
  readonly graph: OnnxGraph;
  readonly inputs: readonly string[];
}

export async function openPackGraphs(
  folder: string,
  { description }: LoadedPack,
): Promise<PackGraphs> {
  const files =
    description.kind === 'latent'
      ? Object.entries(description.graphs).map(([name, { file, inputs }]) => ({
          name,
          file,
          inputs,
        }))
      : [
          {
            name: ONLY_NETWORK,
            file: description.graph.file,
            inputs: directInputs(description.graph),
          },
        ];
  const graphs = new Map<string, PackGraph>();
  for (const { name, file, inputs } of files) {
    graphs.set(name, { graph: readGraph(await readFile(join(folder, file))), inputs });
  }
  const names = new Map(files.map(({ name, file }) => [basename(file), name]));
  return {
    nameOf: (graph) =>
      'model' in graph && typeof graph.model === 'string'
        ? (names.get(basename(graph.model)) ?? basename(graph.model))
        : ONLY_NETWORK,
    macsOf: macCounter(graphs),
    attentionNodes: [...graphs.values()].flatMap(({ graph }) =>
      graph.nodes.filter(({ op }) => op.includes('Attention')).map(({ name }) => name),
    ),
  };
}

function directInputs({ input, condition }: { input: string; condition?: string | undefined }) {
  return condition === undefined ? [input] : [input, condition];
}

/** Counts each shape once. */
function macCounter(graphs: ReadonlyMap<string, PackGraph>): PackGraphs['macsOf'] {
  const known = new Map<string, number | undefined>();
  return (network, shapes) => {
    const key = `${network}: ${JSON.stringify(shapes)}`;
    if (!known.has(key)) known.set(key, tryCount(graphs.get(network), shapes));
    return known.get(key);
  };
}

function tryCount(
  found: PackGraph | undefined,
  shapes: readonly (readonly number[])[],
): number | undefined {
  if (found === undefined) return undefined;
  try {
    return countMacs(found.graph, new Map(found.inputs.map((name, at) => [name, shapes[at]!])));
  } catch (thrown) {
    console.error(`GMAC are left out: ${(thrown as Error).message}`);
    return undefined;
  }
}
