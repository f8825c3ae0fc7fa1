import { OnestepError } from '../../shared/errors';
import type { GraphFiles } from '../runtime/graph-session';
import type { PackFile, PackGraph } from './latent-schema';
import { readPackFile } from './read-pack-file';
import type { PackFolder, PackSource } from './source';

/**
 * A graph with its weights, every file held to its description: as paths where the pack is a folder,
 * so that a runtime can map gigabytes instead of copying them, as bytes elsewhere.
 *
 * @throws OnestepError `pack-missing` (path), `pack-checksum` (file)
 */
export async function openGraphFiles(
  source: PackSource,
  graph: PackGraph,
): Promise<Pick<GraphFiles, 'model' | 'shards'>> {
  const { folder } = source;
  // A runtime looks for shards beside the file that names them; names are relative to the pack.
  if (folder !== undefined && !graph.file.includes('/')) {
    for (const file of [graph, ...graph.shards]) await checkInPlace(folder, file);
    return { model: await folder.locate(graph.file), shards: [] };
  }
  const model = await readPackFile(source, graph);
  const shards: GraphFiles['shards'][number][] = [];
  for (const shard of graph.shards) {
    shards.push({ path: shard.file, data: await readPackFile(source, shard) });
  }
  return { model, shards };
}

async function checkInPlace(folder: PackFolder, expected: PackFile): Promise<void> {
  const found = await folder.digest(expected.file);
  if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256) {
    throw new OnestepError('pack-checksum', { file: expected.file });
  }
}
