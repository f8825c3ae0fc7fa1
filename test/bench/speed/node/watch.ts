import type { ImageCodec } from '../../../../src/inference/image/codec';
import type { GraphFiles } from '../../../../src/inference/runtime/graph-session';
import type { ModelGraph, ModelRuntime } from '../../../../src/inference/runtime/model-session';
import type { Span } from './run-figures';

/** A list of what happened, and what writes it. */
export interface Watch {
  runtime(runtime: ModelRuntime): ModelRuntime;
  codec(codec: ImageCodec): ImageCodec;
  /** What happened since it was asked last. */
  take(): Span[];
}

/**
 * Times an engine from outside, at the seams where its runtime and its codec are given to it, so that
 * nothing in it is changed for that.
 *
 * @param nameOf what a network is called in the report
 */
export function createWatch(nameOf: (graph: ModelGraph | GraphFiles) => string): Watch {
  let spans: Span[] = [];
  const note = async <T>(
    what: Pick<Span, 'kind'> & Partial<Span>,
    work: () => Promise<T>,
  ): Promise<T> => {
    const startMs = performance.now();
    try {
      return await work();
    } finally {
      spans.push({ network: '', inputs: [], ...what, startMs, endMs: performance.now() });
    }
  };
  return {
    take() {
      const taken = spans;
      spans = [];
      return taken;
    },
    codec: (codec) => ({
      decode: (bytes) => note({ kind: 'decode' }, () => codec.decode(bytes)),
      encode: (raster, format, quality) =>
        note({ kind: 'encode' }, () => codec.encode(raster, format, quality)),
    }),
    runtime: (runtime) => ({
      ...runtime,
      async createSession(graph) {
        const network = nameOf(graph);
        const session = await note({ kind: 'open', network }, () => runtime.createSession(graph));
        return {
          ...session,
          run(input, wanted) {
            const picture = [1, 3, input.height, input.width];
            const { condition } = wanted;
            const inputs = condition === undefined ? [picture] : [picture, [1, condition.length]];
            return note({ kind: 'run', network, inputs }, () => session.run(input, wanted));
          },
        };
      },
      async createGraphSession(graph) {
        const network = nameOf(graph);
        const session = await note({ kind: 'open', network }, () =>
          runtime.createGraphSession(graph),
        );
        return {
          ...session,
          run(values, ...rest) {
            const inputs = values.map(({ dims }) => dims);
            return note({ kind: 'run', network, inputs }, () => session.run(values, ...rest));
          },
          runOnDevice(values) {
            const inputs = values.map(({ dims }) => dims);
            return note({ kind: 'run', network, inputs }, () => session.runOnDevice(values));
          },
        };
      },
    }),
  };
}
