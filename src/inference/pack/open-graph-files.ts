import { OnestepError } from '../../shared/errors';
import type { GraphFiles } from '../runtime/graph-session';
import type { PackFile, PackGraph } from './latent-schema';
import { openPackFile, readPackFile } from './read-pack-file';
import type { PackFolder, PackSource } from './source';

export type OpenGraphFiles = Pick<GraphFiles, 'model' | 'shards'>;

/**
 * A graph with its weights, every file held to its description. Gigabytes are not copied where a
 * runtime can read them itself: paths where the pack is a folder, files of a browser where it takes
 * those; as bytes elsewhere.
 *
 * @throws OnestepError `pack-missing` (path), `pack-checksum` (file)
 */
export async function openGraphFiles(
  source: PackSource,
  graph: PackGraph,
): Promise<OpenGraphFiles> {
  const { folder, disk } = source;
  // A runtime looks for shards beside the file that names them; names are relative to the pack.
  if (folder !== undefined && !graph.file.includes('/')) {
    for (const file of [graph, ...graph.shards]) await checkInPlace(folder, file);
    return { model: await folder.locate(graph.file), shards: [] };
  }
  const model = await readPackFile(source, graph);
  const shards: GraphFiles['shards'][number][] = [];
  for (const shard of graph.shards) {
    const data =
      disk === undefined
        ? await readPackFile(source, shard)
        : await openPackFile({ ...source, disk }, shard);
    shards.push({ path: shard.file, data });
  }
  return { model, shards };
}

/** The weights take no memory, so that the files may be kept open. */
export function areOnDisk({ model, shards }: OpenGraphFiles): boolean {
  if (typeof model === 'string') return true;
  return shards.length > 0 && shards.every(({ data }) => !(data instanceof Uint8Array));
}

async function checkInPlace(folder: PackFolder, expected: PackFile): Promise<void> {
  const found = await folder.digest(expected.file);
  if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256) {
    throw new OnestepError('pack-checksum', { file: expected.file });
  }
}
