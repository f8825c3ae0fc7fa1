import type { PackFile, PackGraph } from './latent-schema';
import type { PackDescription } from './schema';

/** Every file that pack.json lists, once each: graphs may share a shard. */
export function filesOf(description: PackDescription): readonly PackFile[] {
  const files =
    description.kind === 'latent'
      ? [
          ...Object.values(description.graphs).flatMap(filesOfGraph),
          description.tokenizer,
          description.prompts,
        ]
      : [description.graph];
  return [...new Map(files.map((file) => [file.file, file])).values()];
}

/** The ONNX file and its weights. */
export function filesOfGraph(graph: PackFile | PackGraph): readonly PackFile[] {
  return 'shards' in graph ? [graph, ...graph.shards] : [graph];
}

export function bytesOf(files: readonly PackFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
