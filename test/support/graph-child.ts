import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is to be run, and where. */
export interface ChildGraph {
  /** The ONNX file, or its path where weights lie beside it. */
  readonly model: Uint8Array | string;
  readonly provider: 'cpu' | 'webgpu';
  /** Nodes that stay on the CPU though the provider is WebGPU. */
  readonly cpuNodes?: readonly string[];
  /** Values for named dimensions. */
  readonly dimensions?: Readonly<Record<string, number>>;
  /** Refuse a graph of which the provider leaves something to the CPU. */
  readonly strict?: boolean;
}

export interface ChildTensor {
  readonly type: 'float32' | 'int64';
  readonly data: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}

export interface ChildAnswer {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** All outputs of a graph, by their names. */
export type ChildAnswers = Readonly<Record<string, ChildAnswer>>;

type Reply = { readonly id: number } & (
  { readonly answers: ChildAnswers } | { readonly error: string }
);

/** A process that runs graphs, one after the other. */
export interface GraphChild {
  /** @throws Error when the graph is refused, the process dies or `limitMs` is over */
  run(
    graph: ChildGraph,
    feeds: Readonly<Record<string, ChildTensor>>,
    limitMs: number,
  ): Promise<ChildAnswers>;
  /** Ends the process. */
  stop(): void;
}

export function startGraphChild(): GraphChild {
  const child: ChildProcess = fork(join(import.meta.dirname, 'graph-child-main.mjs'), {
    // Typed arrays travel as they are.
    serialization: 'advanced',
    // Flags that the test runner gave itself are not for the child.
    execArgv: [],
    // Mesa wants a folder there. What Dawn prints about its limits is noise.
    env: { ...process.env, XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? tmpdir() },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let next = 0;
  return {
    run: (graph, feeds, limitMs) =>
      new Promise((resolve, reject) => {
        const id = next++;
        const settle = (act: () => void): void => {
          clearTimeout(timer);
          child.off('message', onMessage).off('exit', onExit).off('error', onError);
          act();
        };
        const onMessage = (reply: Reply): void => {
          if (reply.id !== id) return;
          settle(() =>
            'error' in reply ? reject(new Error(reply.error)) : resolve(reply.answers),
          );
        };
        const onExit = (code: number | null, signal: string | null): void =>
          settle(() => reject(new Error(`the process ended with ${signal ?? code}`)));
        const onError = (error: Error): void => settle(() => reject(error));
        const timer = setTimeout(() => {
          child.kill('SIGKILL');
          settle(() => reject(new Error(`no answer within ${limitMs / 1000} s`)));
        }, limitMs);
        child.on('message', onMessage).on('exit', onExit).on('error', onError);
        if (!child.connected) onExit(child.exitCode, child.signalCode);
        else child.send({ id, graph, feeds }, (error) => error && onError(error));
      }),
    stop: () => void child.kill(),
  };
}
