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

/** A tensor lies in one file; files hold several, or one that is larger than files usually are. */
export function largestFileBytes(description: PackDescription): number {
  return Math.max(...filesOf(description).map(({ bytes }) => bytes));
}

/** How weights are stored and, for `fp16`, what is computed in. */
export type PackPrecision = 'fp32' | 'fp16' | 'fp16-weights' | 'int8' | 'int4';

export function precisionOf(description: PackDescription): PackPrecision {
  return description.kind === 'direct' ? description.graph.precision : description.precision;
}
