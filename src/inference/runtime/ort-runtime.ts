import type {
  InferenceSession,
  InferenceSessionFactory,
  Tensor,
  TensorConstructor,
} from 'onnxruntime-common';
import { OnestepError } from '../../shared/errors';
import { toCodedError } from './failure';
import type { ColourPlanes, ModelGraph, ModelRuntime, ModelSession } from './model-session';

/** What is used of onnxruntime-web and onnxruntime-node, which both give it. */
export interface OrtModule {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

export interface OrtRuntimeOptions {
  readonly name: ModelRuntime['name'];
  readonly sessionOptions: InferenceSession.SessionOptions;
  readonly nextTask: () => Promise<void>;
}

/** A runtime on onnxruntime, whichever build of it the caller has loaded. */
export function createOrtRuntime(ort: OrtModule, options: OrtRuntimeOptions): ModelRuntime {
  let previous: Promise<unknown> = Promise.resolve();
  return {
    name: options.name,
    nextTask: options.nextTask,
    createSession(graph) {
      const created = previous.then(() => openSession(ort, graph, options.sessionOptions));
      previous = created.catch(() => undefined);
      return created;
    },
  };
}

async function openSession(
  ort: OrtModule,
  graph: ModelGraph,
  options: InferenceSession.SessionOptions,
): Promise<ModelSession> {
  const session = await ort.InferenceSession.create(graph.bytes, options).catch(
    (thrown: unknown) => {
      throw toCodedError(thrown, 'pack-graph');
    },
  );
  const { inputNames, outputNames } = session;
  if (
    inputNames.length !== 1 ||
    inputNames[0] !== graph.input ||
    !outputNames.includes(graph.output)
  ) {
    await session.release();
    throw new OnestepError('pack-graph', {}, `${inputNames.join()} → ${outputNames.join()}`);
  }
  return {
    run: (input) => runSession(ort, session, graph, input),
    release: () => session.release(),
  };
}

async function runSession(
  ort: OrtModule,
  session: InferenceSession,
  graph: ModelGraph,
  { data, height, width }: ColourPlanes,
): Promise<ColourPlanes> {
  let output: Tensor;
  try {
    const input = new ort.Tensor('float32', data, [1, 3, height, width]);
    const outputs = await session.run({ [graph.input]: input }, [graph.output]);
    output = outputs[graph.output]!;
  } catch (thrown) {
    throw toCodedError(thrown, 'engine-crashed');
  }
  try {
    const [batch, channels, outputHeight, outputWidth] = output.dims;
    const isPicture = output.dims.length === 4 && batch === 1 && channels === 3;
    if (!isPicture || !(output.data instanceof Float32Array)) {
      throw new OnestepError('pack-graph', {}, `answer is ${output.type} (${output.dims.join()})`);
    }
    return { data: output.data, height: outputHeight!, width: outputWidth! };
  } finally {
    output.dispose();
  }
}
