import type { PackFile, PackGraph } from '../../../src/inference/pack/latent-schema';
import { loadPack, type LoadedPack } from '../../../src/inference/pack/load-pack';
import { bytesOf, filesOf, filesOfGraph } from '../../../src/inference/pack/pack-files';
import { readPackFile } from '../../../src/inference/pack/read-pack-file';
import type { PackSource } from '../../../src/inference/pack/source';
import { throwIfCancelled, type CancelSignal } from '../../../src/shared/cancel';
import { countParameters } from './count-parameters';

/** One network of a pack. */
export interface GraphInspection {
  readonly name: string;
  readonly file: string;
  readonly parameters: number;
  /** With its weights. */
  readonly bytes: number;
  readonly shards: number;
}

export interface PackInspection {
  readonly description: LoadedPack['description'];
  readonly graphs: readonly GraphInspection[];
  /** All that pack.json lists. */
  readonly files: number;
  readonly bytes: number;
}

export interface InspectOptions {
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
}

/**
 * Reads every file of a pack once and holds it to its checksum.
 *
 * @throws OnestepError `pack-*`, `cancelled`
 */
export async function inspectPack(
  source: PackSource,
  { signal, onProgress }: InspectOptions = {},
): Promise<PackInspection> {
  const { description } = await loadPack(source);
  const graphs: [string, PackFile | PackGraph][] =
    description.kind === 'latent'
      ? Object.entries(description.graphs)
      : [['graph', description.graph]];
  const files = filesOf(description);
  const total = bytesOf(files);

  let done = 0;
  const models = new Map<string, Uint8Array>();
  for (const file of files) {
    throwIfCancelled(signal);
    const bytes = await readPackFile(source, file);
    if (graphs.some(([, graph]) => graph.file === file.file)) models.set(file.file, bytes);
    done += file.bytes;
    onProgress?.(done, total);
  }
  return {
    description,
    graphs: graphs.map(([name, graph]) => ({
      name,
      file: graph.file,
      parameters: countParameters(models.get(graph.file)!),
      bytes: bytesOf(filesOfGraph(graph)),
      shards: filesOfGraph(graph).length - 1,
    })),
    files: files.length,
    bytes: total,
  };
}
