import type { CancelSignal } from '../../../src/shared/cancel';
import { DEFAULT_OPSET, encodeModel, type TensorData } from '../onnx/encode-model';
import type { StoredGraph, StoredInitializer } from '../precision/stored-graph';
import { sha256Hex } from '../../../src/inference/pack/digest';
import type { WrittenGraph } from './graph-runner';
import type { PackSink } from './pack-sink';
import { ShardWriter, type TensorPlace, type WrittenFile } from './shard-writer';

/** Blocked DequantizeLinear and 4-bit types came with it. */
const BLOCKED_OPSET = 21;

export interface WriteGraphOptions {
  readonly signal?: CancelSignal | undefined;
  /** Called after each tensor with the bytes that it took. */
  readonly onTensor?: ((bytes: number) => void) | undefined;
}

/**
 * Writes the shards of a graph and then its ONNX file, one tensor in memory beside the shard that is
 * being filled.
 *
 * @param file path of the ONNX file in the pack
 * @throws OnestepError `cancelled`, and what reading a tensor and the sink throw
 */
export async function writeGraph(
  graph: StoredGraph,
  file: string,
  sink: PackSink,
  { signal, onTensor }: WriteGraphOptions = {},
): Promise<WrittenGraph> {
  const shards = new ShardWriter(sink, signal);
  const stored: { readonly tensor: StoredInitializer; readonly at: TensorPlace | Uint8Array }[] =
    [];
  for (const tensor of graph.initializers) {
    const bytes = await tensor.store();
    if (bytes.length !== tensor.byteLength) {
      throw new RangeError(`${tensor.name}: ${bytes.length} bytes, not ${tensor.byteLength}`);
    }
    stored.push({ tensor, at: tensor.inline ? bytes : await shards.add(bytes) });
    onTensor?.(bytes.length);
  }
  const files = await shards.finish();
  const tensors = stored.map(({ tensor: { name, type, shape }, at }) => ({
    name,
    type,
    shape,
    data: tensorData(at),
  }));
  const isBlocked = graph.nodes.some(
    ({ attributes, domain }) => domain === '' && 'block_size' in attributes,
  );
  const model = encodeModel(graph, tensors, isBlocked ? BLOCKED_OPSET : DEFAULT_OPSET);
  return {
    ...(await writeFile(sink, file, model)),
    shards: files,
    inputs: graph.inputs.map(({ name }) => name),
    outputs: graph.outputs.map(({ name }) => name),
  };
}

/** Writes one whole file and says what pack.json has to say of it. */
export async function writeFile(
  sink: PackSink,
  file: string,
  bytes: Uint8Array,
): Promise<WrittenFile> {
  await sink.write(file, bytes);
  return { file, bytes: bytes.length, sha256: await sha256Hex(bytes) };
}

function tensorData(at: TensorPlace | Uint8Array): TensorData {
  return at instanceof Uint8Array
    ? { kind: 'inline', bytes: at }
    : { kind: 'external', location: at.file, offset: at.offset, length: at.length };
}
