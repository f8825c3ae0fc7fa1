import * as ort from 'onnxruntime-node';
import { writeGraph } from '../../../../models/convert/pack/write-graph';
import type { StoredGraph } from '../../../../models/convert/precision/stored-graph';
import { memorySink } from '../pack/memory-sink';

/** Writes a graph as a pack holds it and runs it on the CPU; one input, one output. */
export async function runStored(
  graph: StoredGraph,
  data: Float32Array,
  dims: readonly number[],
): Promise<Float32Array> {
  const sink = memorySink();
  const written = await writeGraph(graph, 'graph.onnx', sink);
  const session = await ort.InferenceSession.create(sink.files.get('graph.onnx')!, {
    externalData: written.shards.map(({ file }) => ({ path: file, data: sink.files.get(file)! })),
  });
  try {
    const input = new ort.Tensor('float32', data, dims);
    const answer = await session.run({ [written.inputs[0]!]: input });
    return (answer[written.outputs[0]!]!.data as Float32Array).slice();
  } finally {
    await session.release();
  }
}
