/** A host in front of the engine server whose connections break off, stall, or are refused, as told. */
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UnsteadyHost {
  readonly origin: string;
  /** What becomes of the next answer with weights, after so many bytes of its body. */
  next: { readonly what: 'breaks' | 'stalls'; readonly afterBytes: number } | null;
  /** Refuses everything. */
  down: boolean;
  /** Answers with weights so far: where they began, and the bytes that went out. */
  readonly answers: { readonly from: number; bytes: number }[];
  /** Resolves when an answer has stalled. */
  stalled(): Promise<void>;
  /** Breaks off the answer that has stalled. */
  breakStalled(): void;
  close(): void;
}

/** @param origin of the server behind, which answers to its own name only */
export async function startUnsteadyHost(origin: string, weights: RegExp): Promise<UnsteadyHost> {
  const behind = new URL(origin);
  let onStall: () => void = () => undefined;
  let stuck: ServerResponse | undefined;
  const server = createServer((asked, response) => {
    if (host.down) return void asked.socket.destroy();
    const headers = { ...asked.headers, host: behind.host };
    const { hostname, port } = behind;
    const options = { hostname, port, path: asked.url, method: asked.method, headers };
    const forwarded = request(options, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      if (!weights.test(asked.url!)) return void answer.pipe(response);
      const note = {
        from: Number(/bytes=(\d+)/.exec(asked.headers.range ?? '')?.[1] ?? 0),
        bytes: 0,
      };
      host.answers.push(note);
      const plan = host.next;
      host.next = null;
      answer.on('data', (chunk: Buffer) => {
        if (response.destroyed) return;
        note.bytes += chunk.length;
        response.write(chunk);
        if (plan === null || note.bytes < plan.afterBytes) return;
        answer.destroy();
        if (plan.what === 'breaks') return breakOff(response);
        stuck = response;
        onStall();
      });
      answer.on('end', () => response.end());
    });
    forwarded.on('error', () => response.destroy());
    forwarded.end();
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const host: UnsteadyHost = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    next: null,
    down: false,
    answers: [],
    stalled: () => new Promise((resolve) => (onStall = resolve)),
    breakStalled: () => void stuck?.destroy(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return host;
}

/** Once what was written is out. */
function breakOff(response: ServerResponse): void {
  response.write('', () => response.destroy());
}
