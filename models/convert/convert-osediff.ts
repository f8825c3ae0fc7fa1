import * as v from 'valibot';
import {
  LATENT_FORMAT_VERSION,
  LatentPackSchema,
  type LatentPackJson,
} from '../../src/inference/pack/latent-schema';
import { throwIfCancelled, type CancelSignal } from '../../src/shared/cancel';
import { isCancelled, OnestepError } from '../../src/shared/errors';
import { encodeUtf8 } from './encode-utf8';
import { OSEDIFF_LICENCE } from './licences/osediff-licence';
import { OSEDIFF_TIMESTEP, type OsediffGraphs } from './graphs/osediff-graphs';
import { openOsediff } from './open-osediff';
import { originOf } from './pack-origin';
import { computePrompts, type PromptTable } from './pack/compute-prompts';
import { computeSelfTest, type SelfTestJson } from './pack/compute-self-test';
import type { GraphRunner, WrittenGraph } from './pack/graph-runner';
import type { PackSink } from './pack/pack-sink';
import { writeFile, writeGraph } from './pack/write-graph';
import { applyPrecision } from './precision/apply-precision';
import { littleEndian } from './precision/store-initializer';
import { weightBytes, type Precision } from './precision/stored-graph';
import { PROMPT_PRESETS } from './prompt-presets';
import { readTokenizer, type PackTokenizer } from './read-tokenizer';
import type { RandomAccessSource, SourceFolder } from './sources/random-access-source';

export const DESCRIPTION_FILE = 'pack.json';
const PACK_VERSION = '1.0.0';
/** What OSEDiff was trained for: four times, to 512 pixels. */
const NATIVE_SCALE = 4;
const PROCESS_SIZE_PX = 512;
/** ONNX files, tokenizer, prompts and description; they are small beside the weights. */
const BYTES_BESIDE_WEIGHTS = 32 * 2 ** 20;

/** The networks in the order in which they are written. */
export const GRAPH_NAMES = [
  'textEncoder',
  'encoder',
  'crossAttention',
  'unet',
  'step',
  'decoder',
] as const;
export type GraphName = (typeof GRAPH_NAMES)[number];

const GRAPH_FILES: Readonly<Record<GraphName, string>> = {
  textEncoder: 'text-encoder.onnx',
  encoder: 'encoder.onnx',
  crossAttention: 'cross-attention.onnx',
  unet: 'unet.onnx',
  step: 'step.onnx',
  decoder: 'decoder.onnx',
};
const TOKENIZER_FILE = 'tokenizer.json';
const PROMPTS_FILE = 'prompts.bin';

/** The paths that a conversion writes, and no others. */
export const OWN_FILE =
  /^(?:pack\.json|(?:text-encoder|encoder|cross-attention|unet|step|decoder)\.onnx|tokenizer\.json|prompts\.bin|weights\/[0-9a-f]{16}\.bin)$/;

export interface ConvertProgress {
  readonly step: GraphName | 'prompts' | 'self-test';
  /** Weights written so far, in bytes of the pack. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface ConvertRequest {
  /** Stable Diffusion 2.1 base in the layout of diffusers. */
  readonly base: SourceFolder;
  /** `osediff.pkl` */
  readonly adapter: RandomAccessSource;
  readonly precision: Precision;
  readonly sink: PackSink;
  /** Runs graphs that the sink has written. */
  readonly runner: GraphRunner;
  /** Told how large the pack will be before anything is written; throws where that does not fit. */
  readonly checkRoom?: (bytes: number) => Promise<void>;
  readonly onProgress?: (progress: ConvertProgress) => void;
  readonly signal?: CancelSignal | undefined;
}

/** Weights of one tensor that half precision could not hold, set to its largest number. */
export interface ClampedWeights {
  readonly graph: GraphName;
  readonly tensor: string;
  readonly count: number;
}

export interface ConvertResult {
  readonly description: LatentPackJson;
  readonly clamped: readonly ClampedWeights[];
}

/**
 * Makes a pack of published checkpoints. Nothing is written before both are known to fit together,
 * and pack.json is written last, so that an interrupted conversion never looks finished. The same
 * checkpoints give the same graphs and shards, byte for byte, in Node and in browsers.
 *
 * @throws OnestepError `checkpoint-*`, `disk-full`, `cancelled`, what the sources, the sink and the
 *   runner throw; `pack-graph` when the converted networks answer NaN
 */
export async function convertOsediff(request: ConvertRequest): Promise<ConvertResult> {
  const { base, adapter, precision, sink, runner, signal } = request;
  const tokenizer = await readTokenizer(base);
  const osediff = await openOsediff(base, adapter);
  const { oneStep: x0 } = osediff;
  const { vae } = osediff.configs;
  checkTokenizer(tokenizer, osediff);

  const clamped: ClampedWeights[] = [];
  const graphs = eachGraph((name) =>
    applyPrecision(osediff[name], graphPrecision(name, precision), (tensor, count) => {
      clamped.push({ graph: name, tensor, count });
    }),
  );
  const bytesTotal = sum(GRAPH_NAMES.map((name) => weightBytes(graphs[name])));
  await request.checkRoom?.(bytesTotal + BYTES_BESIDE_WEIGHTS);

  let bytesDone = 0;
  const report = (step: ConvertProgress['step']): void =>
    request.onProgress?.({ step, bytesDone, bytesTotal });
  const write = async (name: GraphName): Promise<WrittenGraph> => {
    report(name);
    return writeGraph(graphs[name], GRAPH_FILES[name], sink, {
      signal,
      onTensor(bytes) {
        bytesDone += bytes;
        report(name);
      },
    });
  };

  throwIfCancelled(signal);
  const tokenizerFile = await writeFile(sink, TOKENIZER_FILE, tokenizer.json);
  const textEncoder = await write('textEncoder');
  report('prompts');
  const texts = PROMPT_PRESETS.map(({ text }) => text);
  const prompts = await computePrompts(runner, textEncoder, tokenizer, texts, signal);
  const promptsFile = await writeFile(sink, PROMPTS_FILE, littleEndian(prompts.values));
  const written = {
    textEncoder,
    encoder: await write('encoder'),
    crossAttention: await write('crossAttention'),
    unet: await write('unet'),
    step: await write('step'),
    decoder: await write('decoder'),
  };
  report('self-test');
  const downscale = 2 ** (vae.widths.length - 1);
  const selfTest = await selfTestWhereItFits(() =>
    computeSelfTest(
      runner,
      { ...written, downscale, embedding: firstPrompt(prompts), precision },
      signal,
    ),
  );

  const description: LatentPackJson = {
    formatVersion: LATENT_FORMAT_VERSION,
    kind: 'latent',
    family: 'osediff',
    name: 'osediff',
    title: 'OSEDiff',
    version: PACK_VERSION,
    licence: OSEDIFF_LICENCE,
    source: {
      description: `Stable Diffusion 2.1 base (${originOf(base)}) with the OSEDiff adapter (${originOf(adapter)}), converted by Onestep`,
    },
    precision,
    nativeScale: NATIVE_SCALE,
    constants: {
      x0,
      scalingFactor: vae.scalingFactor,
      timestep: OSEDIFF_TIMESTEP,
      latentChannels: vae.latentChannels,
      downscale,
      processSize: PROCESS_SIZE_PX,
    },
    graphs: eachGraph((name) => listGraph(written[name])),
    tokenizer: {
      ...tokenizerFile,
      maxLength: tokenizer.maxLength,
      padId: tokenizer.padId,
    },
    prompts: {
      ...promptsFile,
      width: prompts.width,
      tokens: prompts.tokens,
      presets: [...PROMPT_PRESETS],
    },
    selfTest,
  };
  // A mistake of the converter should show here and not where the pack is used.
  v.parse(LatentPackSchema, description);
  throwIfCancelled(signal);
  await sink.write(DESCRIPTION_FILE, encodeUtf8(`${JSON.stringify(description, null, 2)}\n`));
  return { description, clamped };
}

function checkTokenizer({ maxLength }: PackTokenizer, { configs }: OsediffGraphs): void {
  const { tokens } = configs.text;
  if (maxLength === tokens) return;
  throw new OnestepError('checkpoint-unsupported', {
    reason: `its tokenizer gives ${maxLength} tokens and its text encoder takes ${tokens}`,
  });
}

/** A pack without a self-test is better than none for want of memory on the converting machine. */
async function selfTestWhereItFits(
  compute: () => Promise<SelfTestJson>,
): Promise<SelfTestJson | null> {
  try {
    return await compute();
  } catch (thrown) {
    const isMemory = thrown instanceof OnestepError && thrown.code === 'engine-memory';
    if (isCancelled(thrown) || !isMemory) throw thrown;
    return null;
  }
}

/**
 * With 4 bits only the UNet is stored so, which is where the bytes are: errors of the others reach
 * the picture, or every picture's prompt, undiminished. The step is always exact.
 */
export function graphPrecision(name: GraphName, precision: Precision): Precision {
  if (name === 'step') return 'fp32';
  return precision === 'int4' && name !== 'unet' ? 'int8' : precision;
}

function eachGraph<T>(make: (name: GraphName) => T): Record<GraphName, T> {
  return Object.fromEntries(GRAPH_NAMES.map((name) => [name, make(name)])) as Record<GraphName, T>;
}

function listGraph({ shards, inputs, outputs, ...file }: WrittenGraph) {
  return { ...file, shards: [...shards], inputs: [...inputs], outputs: [...outputs] };
}

function firstPrompt({ values, tokens, width }: PromptTable) {
  return { dims: [1, tokens, width], data: values.subarray(0, tokens * width) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
