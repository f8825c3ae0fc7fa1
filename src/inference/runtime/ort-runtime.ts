import type {
  InferenceSession,
  InferenceSessionFactory,
  Tensor,
  TensorConstructor,
} from 'onnxruntime-common';
import { OnestepError } from '../../shared/errors';
import type { FileOnDisk } from '../pack/source';
import type { MemoryLimits } from '../tiles/memory-model';
import type { ComputeDevice } from './compute-device';
import { toCodedError } from './failure';
import type {
  DeviceTensor,
  FloatTensor,
  GraphFiles,
  GraphSession,
  NetworkInput,
} from './graph-session';
import type { ColourPlanes, ModelGraph, ModelRuntime, ModelSession } from './model-session';

/** What is used of onnxruntime-web and onnxruntime-node, which both give it. */
export interface OrtModule {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

export interface OrtRuntimeOptions {
  readonly name: ModelRuntime['name'];
  /** Asked anew for every session: those on a GPU name the device, which may be another one by then. */
  readonly sessionOptions: () => InferenceSession.SessionOptions;
  /** What the sessions compute on, where it can be lost. */
  readonly device?: ComputeDevice | undefined;
  readonly sessionBudgetBytes: number;
  readonly memory: MemoryLimits;
  /** Whether the provider computes on a GPU. False by default. */
  readonly hasDeviceMemory?: boolean;
  readonly nextTask: () => Promise<void>;
  /** Makes a shard on the disk what this build of onnxruntime can read. The file itself by default. */
  readonly fileToRead?: (file: FileOnDisk) => FileOnDisk;
}

/** Where nothing is said, answers are copied to where JavaScript reads them. */
const ON_GPU = { preferredOutputLocation: 'gpu-buffer' } as const;

/** A runtime on onnxruntime, whichever build of it the caller has loaded. */
export function createOrtRuntime(ort: OrtModule, options: OrtRuntimeOptions): ModelRuntime {
  const { device, hasDeviceMemory = false } = options;
  let previous: Promise<unknown> = Promise.resolve();
  const open = (graph: GraphFiles) =>
    openSession(ort, graph, {
      ...options.sessionOptions(),
      ...(hasDeviceMemory && graph.staysOnDevice ? ON_GPU : {}),
      ...(graph.shards.length === 0 ? {} : { externalData: externalData(graph, options) }),
    });
  const createGraphSession = (graph: GraphFiles): Promise<GraphSession> => {
    const created = previous.then(() =>
      device === undefined ? open(graph) : openOnDevice(device, () => open(graph)),
    );
    previous = created.catch(() => undefined);
    return created;
  };
  return {
    name: options.name,
    sessionBudgetBytes: options.sessionBudgetBytes,
    memory: options.memory,
    hasDeviceMemory,
    nextTask: options.nextTask,
    device,
    createGraphSession,
    createSession: async (graph) => pictureSession(await createGraphSession(toGraphFiles(graph))),
  };
}

/** A session that answers only what its device has not spoiled. */
async function openOnDevice(
  device: ComputeDevice,
  open: () => Promise<GraphSession>,
): Promise<GraphSession> {
  const session = await device.watch(open);
  return {
    ...session,
    run: (...given) => device.watch(() => session.run(...given)),
    runOnDevice: (...given) => device.watch(() => session.runOnDevice(...given)),
  };
}

function toGraphFiles({ bytes, input, condition, outputs }: ModelGraph): GraphFiles {
  const inputs = condition === undefined ? [input] : [input, condition];
  return { model: bytes, shards: [], inputs, outputs };
}

async function openSession(
  ort: OrtModule,
  graph: GraphFiles,
  options: InferenceSession.SessionOptions,
): Promise<GraphSession> {
  const session = await createOrtSession(ort, graph, options).catch(async (thrown: unknown) => {
    await refuseUnreadable(graph.shards);
    throw toCodedError(thrown, 'pack-graph');
  });
  const { inputNames, outputNames } = session;
  const { inputs, outputs } = graph;
  const hasOutputs = outputs.every((name) => outputNames.includes(name));
  if (!haveSameNames(inputNames, inputs) || !hasOutputs) {
    await session.release();
    throw new OnestepError('pack-graph', {}, `${inputNames.join()} → ${outputNames.join()}`);
  }
  return {
    run: async (values, output = outputs[0]!) => {
      const answers = await runSession(session, feedsOf(ort, inputs, values), [output]);
      return toFloatTensor(answers[output]!);
    },
    runOnDevice: async (values) => {
      const answers = await runSession(session, feedsOf(ort, inputs, values), outputs);
      return outputs.map((name) => new OrtDeviceTensor(answers[name]!));
    },
    release: () => session.release(),
  };
}

/** `FileOnDisk` is what this code needs of the `Blob` that onnxruntime wants. */
function externalData(
  { shards }: GraphFiles,
  { fileToRead = (file) => file }: Pick<OrtRuntimeOptions, 'fileToRead'>,
) {
  return shards.map(({ path, data }) => ({
    path,
    data: (data instanceof Uint8Array ? data : fileToRead(data)) as Uint8Array,
  }));
}

/**
 * onnxruntime reads shards on a disk by itself, and says no more than that it could not.
 *
 * @throws OnestepError `pack-missing` (path) for a shard that has gone since it was checked
 */
async function refuseUnreadable(shards: GraphFiles['shards']): Promise<void> {
  for (const { path, data } of shards) {
    if (data instanceof Uint8Array) continue;
    await data
      .slice(0, 1)
      .arrayBuffer()
      .catch((thrown: unknown) => {
        throw new OnestepError('pack-missing', { path }, thrown);
      });
  }
}

function createOrtSession(
  ort: OrtModule,
  { model }: GraphFiles,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  return typeof model === 'string'
    ? ort.InferenceSession.create(model, options)
    : ort.InferenceSession.create(model, options);
}

function haveSameNames(names: readonly string[], expected: readonly string[]): boolean {
  return names.length === expected.length && expected.every((name) => names.includes(name));
}

/** A tensor of onnxruntime's, wherever it is. */
class OrtDeviceTensor implements DeviceTensor {
  constructor(readonly tensor: Tensor) {}

  get dims(): readonly number[] {
    return this.tensor.dims;
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

async function runSession(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
): Promise<InferenceSession.ReturnType> {
  try {
    return await session.run(feeds, [...outputs]);
  } catch (thrown) {
    throw toCodedError(thrown, 'engine-crashed');
  }
}

function toFloatTensor(output: Tensor): FloatTensor {
  try {
    const { data, dims } = output;
    if (!(data instanceof Float32Array)) {
      throw new OnestepError('pack-graph', {}, `answer is ${output.type} (${dims.join()})`);
    }
    return { dims, data };
  } finally {
    output.dispose();
  }
}

function feedsOf(
  ort: OrtModule,
  names: readonly string[],
  values: readonly NetworkInput[],
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(names.map((name, index) => [name, toOrtTensor(ort, values[index]!)]));
}

function toOrtTensor(ort: OrtModule, value: NetworkInput): Tensor {
  if (value instanceof OrtDeviceTensor) return value.tensor;
  if (!('data' in value)) throw new OnestepError('internal', {}, 'a tensor of another runtime');
  const { data, dims } = value;
  return data instanceof Float32Array
    ? new ort.Tensor('float32', data, dims)
    : new ort.Tensor('int64', data, dims);
}

/** A session of one picture in, with or without a condition, and one out. */
function pictureSession(session: GraphSession): ModelSession {
  return {
    async run({ data, height, width }: ColourPlanes, { output, condition }) {
      const picture = { data, dims: [1, 3, height, width] };
      const inputs =
        condition === undefined
          ? [picture]
          : [picture, { data: condition, dims: [1, condition.length] }];
      const answer = await session.run(inputs, output);
      const [batch, channels, outputHeight, outputWidth] = answer.dims;
      if (answer.dims.length !== 4 || batch !== 1 || channels !== 3) {
        throw new OnestepError('pack-graph', {}, `answer is (${answer.dims.join()})`);
      }
      return { data: answer.data, height: outputHeight!, width: outputWidth! };
    },
    release: () => session.release(),
  };
}
