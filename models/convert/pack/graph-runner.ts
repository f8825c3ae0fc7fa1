import type { GraphSession } from '../../../src/inference/runtime/graph-session';
import type { WrittenFile } from './shard-writer';

/** A graph of the pack that is being written, as pack.json will list it. */
export interface WrittenGraph extends WrittenFile {
  readonly shards: readonly WrittenFile[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Runs what a sink has just written, for what a pack has to know of its own answers. */
export interface GraphRunner {
  /** @throws OnestepError `engine-*`, `pack-graph` */
  open(graph: WrittenGraph): Promise<GraphSession>;
}
