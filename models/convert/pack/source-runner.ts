import { readPackFile } from '../../../src/inference/pack/read-pack-file';
import type { PackSource } from '../../../src/inference/pack/source';
import type { ModelRuntime } from '../../../src/inference/runtime/model-session';
import type { GraphRunner } from './graph-runner';

/**
 * Runs graphs on any runtime, with their files read back from where the sink has put them and held to
 * their checksums once more.
 */
export function createSourceRunner(runtime: ModelRuntime, source: PackSource): GraphRunner {
  return {
    async open(graph) {
      const shards = [];
      for (const shard of graph.shards) {
        shards.push({ path: shard.file, data: await readPackFile(source, shard) });
      }
      const model = await readPackFile(source, graph);
      return runtime.createGraphSession({
        model,
        shards,
        inputs: graph.inputs,
        outputs: graph.outputs,
      });
    },
  };
}
