/** Whether onnxruntime-node's WebGPU provider works on this machine, and how far it can be trusted. */
import { encodeModel, encodeWholeModel } from '../../models/convert/onnx/encode-model';
import { GraphBuilder } from '../../models/convert/onnx/graph-builder';
import type { GraphSpec } from '../../models/convert/onnx/graph-spec';
import { applyPrecision } from '../../models/convert/precision/apply-precision';
import { relativeL2 } from './golden';
import { startGraphChild, type ChildTensor, type GraphChild } from './graph-child';

export type WebgpuDevice =
  | { readonly present: false; readonly note: string }
  | {
      readonly present: true;
      /** To add to the title of a test. */
      readonly note: string;
      /**
       * False where MultiHeadAttention in float32 gives other numbers than the CPU, as on Mesa's
       * software adapter with onnxruntime 1.30: 2 to 10 %, the more the narrower its subgroups.
       */
      readonly attentionWorks: boolean;
    };

const INSTALL_HINT =
  'needs a Vulkan driver with fp16; Debian 12: apt-get install -t bookworm-backports ' +
  'mesa-vulkan-drivers';
/** Starting a driver and building two shaders, on a busy machine. */
const PROBE_LIMIT_MS = 60_000;
const CONV_TOLERANCE = 1e-2;
const ATTENTION_TOLERANCE = 1e-4;
const SIDE = 8;
const TOKENS = 77;
const WIDTH = 32;
const HEADS = 2;

/** Never throws: what goes wrong is a reason for absence. */
export async function findWebgpuDevice(): Promise<WebgpuDevice> {
  const child = startGraphChild();
  try {
    const conv = await compareProviders(child, await halfConvolution(), [1, 4, SIDE, SIDE], true);
    if (!(conv <= CONV_TOLERANCE)) throw new Error(`an fp16 convolution is off by ${conv}`);
    const attention = await compareProviders(child, await attentionModel(), [1, TOKENS, WIDTH]);
    const attentionWorks = attention <= ATTENTION_TOLERANCE;
    const detour = ` (attention on the CPU: on this adapter it is off by ${attention.toExponential(1)})`;
    return { present: true, attentionWorks, note: attentionWorks ? '' : detour };
  } catch (thrown) {
    const [reason] = String(thrown).split('\n');
    return { present: false, note: ` (skipped: ${INSTALL_HINT}. ${reason})` };
  } finally {
    child.stop();
  }
}

/** Relative L2 of WebGPU against the CPU, for a graph from `x` to one output. */
async function compareProviders(
  child: GraphChild,
  model: Uint8Array,
  dims: readonly number[],
  strict = false,
): Promise<number> {
  const length = dims.reduce((product, side) => product * side, 1);
  // Small and without a pattern, so that attention weighs all tokens alike and a lost one shows.
  const data = Float32Array.from({ length }, (_, index) => Math.sin(index * index) / 2);
  const feeds: Record<string, ChildTensor> = { x: { type: 'float32', data, dims } };
  const gpu = await child.run({ model, provider: 'webgpu', strict }, feeds, PROBE_LIMIT_MS);
  const cpu = await child.run({ model, provider: 'cpu' }, feeds, PROBE_LIMIT_MS);
  return relativeL2(gpu['y']!.data, cpu['y']!.data);
}

async function halfConvolution(): Promise<Uint8Array> {
  const graph = new GraphBuilder('probe');
  const x = graph.input({ name: 'x', type: 'float', shape: [1, 4, SIDE, SIDE] });
  const source = (name: string, shape: readonly number[], length: number) => ({
    name,
    shape,
    load: async () => Float32Array.from({ length }, (_, index) => Math.cos(index)),
  });
  const y = graph.conv('conv', x, source('weight', [4, 4, 1, 1], 16), source('bias', [4], 4));
  graph.output(y, { name: 'y', type: 'float', shape: [1, 4, SIDE, SIDE] });
  return encodeHalf(graph.build());
}

async function encodeHalf(spec: GraphSpec): Promise<Uint8Array> {
  const stored = applyPrecision(spec, 'fp16', () => undefined);
  const tensors = await Promise.all(
    stored.initializers.map(async ({ name, type, shape, store }) => {
      const data = { kind: 'inline' as const, bytes: await store() };
      return { name, type, shape, data };
    }),
  );
  return encodeModel(stored, tensors);
}

async function attentionModel(): Promise<Uint8Array> {
  const graph = new GraphBuilder('probe');
  const x = graph.input({ name: 'x', type: 'float', shape: [1, TOKENS, WIDTH] });
  const y = graph.multiHeadAttention('attention', x, x, x, HEADS);
  graph.output(y, { name: 'y', type: 'float', shape: [1, TOKENS, WIDTH] });
  return encodeWholeModel(graph.build());
}
