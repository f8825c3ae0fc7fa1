/** What the engine did at one time, as the watches around its runtime and its codec saw it. */
export interface Span {
  readonly kind: 'decode' | 'encode' | 'open' | 'run';
  /** Of a network; empty for the codec. */
  readonly network: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Shapes of what went in, in the order of the network's inputs. */
  readonly inputs: readonly (readonly number[])[];
}

/** One picture through the engine, in milliseconds. */
export interface RunFigures {
  readonly wholeMs: number;
  readonly networks: readonly NetworkFigures[];
  /** Opening sessions: in the first run, and where memory does not hold all of them. */
  readonly openMs: number;
  readonly outside: OutsideFigures;
}

export interface NetworkFigures {
  readonly network: string;
  readonly ms: number;
  readonly runs: number;
  /** Multiply-accumulates; undefined where the graph has an operator that is not known. */
  readonly macs: number | undefined;
}

/** Time in which no network ran and none was opened. */
export interface OutsideFigures {
  /** Of the file. */
  readonly decodeMs: number;
  /** From there to the first network: alpha, enlarging, prompt, first tile. */
  readonly beforeMs: number;
  /** Between two runs: reading tiles, checks, blending, the step. */
  readonly betweenMs: number;
  /** From the last network to the encoder: last tile, colours, alpha, strength. */
  readonly afterMs: number;
  readonly encodeMs: number;
}

/**
 * @param macsOf multiply-accumulates of one run of a network with inputs of these shapes
 */
export function runFigures(
  spans: readonly Span[],
  startMs: number,
  endMs: number,
  macsOf: (network: string, inputs: Span['inputs']) => number | undefined,
): RunFigures {
  const busy = spans.filter(({ kind }) => kind === 'run' || kind === 'open');
  const first = Math.min(endMs, ...busy.map((span) => span.startMs));
  const last = Math.max(first, ...busy.map((span) => span.endMs));
  const codec = spans.filter(({ kind }) => kind === 'decode' || kind === 'encode');
  const total = (kind: Span['kind']): number =>
    spans
      .filter((span) => span.kind === kind)
      .reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  return {
    wholeMs: endMs - startMs,
    networks: byNetwork(spans, macsOf),
    openMs: total('open'),
    outside: {
      decodeMs: total('decode'),
      encodeMs: total('encode'),
      beforeMs: idleMs(codec, startMs, first),
      betweenMs: idleMs(busy, first, last),
      afterMs: idleMs(codec, last, endMs),
    },
  };
}

export function outsideMs({ outside }: RunFigures): number {
  return Object.values(outside).reduce((sum: number, ms: number) => sum + ms, 0);
}

export function networkMs({ networks }: RunFigures): number {
  return networks.reduce((sum, { ms }) => sum + ms, 0);
}

function byNetwork(
  spans: readonly Span[],
  macsOf: (network: string, inputs: Span['inputs']) => number | undefined,
): NetworkFigures[] {
  const found = new Map<string, NetworkFigures>();
  for (const { kind, network, startMs, endMs, inputs } of spans) {
    if (kind !== 'run') continue;
    const before = found.get(network) ?? { network, ms: 0, runs: 0, macs: 0 };
    const macs = macsOf(network, inputs);
    found.set(network, {
      network,
      ms: before.ms + endMs - startMs,
      runs: before.runs + 1,
      macs: before.macs === undefined || macs === undefined ? undefined : before.macs + macs,
    });
  }
  return [...found.values()];
}

/** How much of a time no span covers. */
function idleMs(spans: readonly Span[], startMs: number, endMs: number): number {
  let idle = 0;
  let reached = startMs;
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    idle += Math.max(0, Math.min(span.startMs, endMs) - reached);
    reached = Math.max(reached, Math.min(span.endMs, endMs));
  }
  return idle + Math.max(0, endMs - reached);
}
