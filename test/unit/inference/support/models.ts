import { noiseBytes } from './noise';
import { IMAGE, writeOnnx, type OnnxInput, type OnnxNode, type OnnxWeight } from './onnx-writer';

const SCALE = 4;
const REPEAT = { name: 'repeat', dims: [4], values: [1, 1, SCALE, SCALE] };
const ENLARGE: OnnxNode = {
  op: 'Resize',
  inputs: ['image', '', 'repeat'],
  output: 'enlarged',
  attributes: {
    mode: 'nearest',
    nearest_mode: 'floor',
    coordinate_transformation_mode: 'asymmetric',
  },
};

/** Enlarges by a linear filter whose 16 phases differ: every pixel depends on where it lies. */
export function filterModel(reach: number): Uint8Array {
  const size = 2 * reach + 1;
  const phases = SCALE * SCALE;
  const raw = [...noiseBytes(phases * size * size, 7)].map((byte) => byte + 1);
  const sums = Array.from({ length: phases }, (_, phase) =>
    raw.slice(phase * size * size, (phase + 1) * size * size).reduce((a, b) => a + b),
  );
  const kernels = raw.map((value, index) => value / sums[Math.floor(index / (size * size))]!);
  return writeOnnx({
    inputs: [IMAGE],
    outputs: ['restored'],
    nodes: [
      {
        op: 'Conv',
        inputs: ['image', 'kernels'],
        output: 'phases',
        attributes: { kernel_shape: [size, size], pads: [reach, reach, reach, reach], group: 3 },
      },
      {
        op: 'DepthToSpace',
        inputs: ['phases'],
        output: 'restored',
        attributes: { blocksize: SCALE, mode: 'CRD' },
      },
    ],
    weights: [
      {
        name: 'kernels',
        dims: [3 * phases, 1, size, size],
        values: [kernels, kernels, kernels].flat(),
      },
    ],
  });
}

/** Repeats every pixel 4 × 4 times. */
export function repeatModel(): Uint8Array {
  return writeOnnx({
    inputs: [IMAGE],
    outputs: ['restored'],
    nodes: [{ ...ENLARGE, output: 'restored' }],
    weights: [REPEAT],
  });
}

/** Repeats every pixel, and answers NaN where a channel is above 0.9. */
export function nanWhereBrightModel(): Uint8Array {
  return writeOnnx({
    inputs: [IMAGE],
    outputs: ['restored'],
    nodes: [
      ENLARGE,
      { op: 'Sub', inputs: ['limit', 'enlarged'], output: 'below' },
      { op: 'Sqrt', inputs: ['below'], output: 'root' },
      { op: 'Mul', inputs: ['root', 'zero'], output: 'nothing' },
      { op: 'Add', inputs: ['enlarged', 'nothing'], output: 'restored' },
    ],
    weights: [
      REPEAT,
      { name: 'limit', dims: [1], values: [0.9] },
      { name: 'zero', dims: [1], values: [0] },
    ],
  });
}

/** Repeats every pixel, and makes all a little brighter: by 2 of 255. */
export function shiftedModel(): Uint8Array {
  return writeOnnx({
    inputs: [IMAGE],
    outputs: ['restored'],
    nodes: [ENLARGE, { op: 'Add', inputs: ['enlarged', 'shift'], output: 'restored' }],
    weights: [REPEAT, { name: 'shift', dims: [1], values: [2 / 255] }],
  });
}

/** Multiplies by a number: 0 answers black to everything, NaN answers NaN. */
export function scaledModel(factor: number): Uint8Array {
  return writeOnnx({
    inputs: [IMAGE],
    outputs: ['restored'],
    nodes: [ENLARGE, { op: 'Mul', inputs: ['enlarged', 'factor'], output: 'restored' }],
    weights: [REPEAT, { name: 'factor', dims: [1], values: [factor] }],
  });
}

/** Answers with a picture of the input's own size. */
export function unenlargedModel(): Uint8Array {
  return writeOnnx({
    inputs: [IMAGE],
    outputs: ['restored'],
    nodes: [{ op: 'Relu', inputs: ['image'], output: 'restored' }],
    weights: [],
  });
}

const CONDITION_SIZE = 12;
const CRISP_INDEX = 9;
const CONDITION_INPUT: OnnxInput = { name: 'condition', dims: [1, CONDITION_SIZE] };

/** Repeats every pixel, and adds a fifth of the control “crisp” to all of them. */
export function tintedModel(): Uint8Array {
  const values = Array.from({ length: CONDITION_SIZE }, (_, index) =>
    index === CRISP_INDEX ? 0.2 : 0,
  );
  return writeOnnx({
    inputs: [IMAGE, CONDITION_INPUT],
    outputs: ['restored'],
    nodes: [
      ENLARGE,
      { op: 'MatMul', inputs: ['condition', 'fifth'], output: 'shift' },
      { op: 'Add', inputs: ['enlarged', 'shift'], output: 'restored' },
    ],
    weights: [REPEAT, { name: 'fifth', dims: [CONDITION_SIZE, 1], values }],
  });
}

const CHANNELS = 8;

/**
 * A small network of the embedded one's kind: it works at half resolution, repeats edges by itself,
 * heeds a condition of 12 numbers, and has an output for each of the scales 1, 2 and 4. Flat colours
 * come back as they are. It reaches 6 px.
 */
export function twoLevelModel(): Uint8Array {
  const weights: OnnxWeight[] = [
    { name: 'margin', dims: [8], values: BigInt64Array.of(0n, 0n, 1n, 1n, 0n, 0n, 1n, 1n) },
    { name: 'planes', dims: [2], values: BigInt64Array.of(2n, 3n) },
    { name: 'one', dims: [1], values: [1] },
    {
      name: 'film',
      dims: [CONDITION_SIZE, CHANNELS],
      values: randomWeights(CONDITION_SIZE * CHANNELS, 3, 0.5),
    },
    { name: 'head', dims: [CHANNELS, 3, 3, 3], values: zeroSumKernels(CHANNELS * 3, 4) },
    {
      name: 'body',
      dims: [CHANNELS, CHANNELS, 3, 3],
      values: randomWeights(CHANNELS * CHANNELS * 9, 5, 0.3),
    },
  ];
  const convolve = (source: string, weight: string, output: string, stride: number): OnnxNode[] => [
    {
      op: 'Pad',
      inputs: [source, 'margin'],
      output: `${output}.padded`,
      attributes: { mode: 'edge' },
    },
    {
      op: 'Conv',
      inputs: [`${output}.padded`, weight],
      output,
      attributes: { kernel_shape: [3, 3], strides: [stride, stride] },
    },
  ];
  const nodes: OnnxNode[] = [
    { op: 'MatMul', inputs: ['condition', 'film'], output: 'gain' },
    { op: 'Add', inputs: ['gain', 'one'], output: 'gains' },
    { op: 'Unsqueeze', inputs: ['gains', 'planes'], output: 'modulation' },
    ...convolve('image', 'head', 'half', 2),
    { op: 'Mul', inputs: ['half', 'modulation'], output: 'modulated' },
    { op: 'Relu', inputs: ['modulated'], output: 'features' },
    ...convolve('features', 'body', 'deep', 1),
    { op: 'Relu', inputs: ['deep'], output: 'deeper' },
  ];
  for (const scale of [1, 2, 4]) {
    const block = 2 * scale;
    const count = 3 * block ** 2;
    weights.push(
      {
        name: `tail${scale}`,
        dims: [count, CHANNELS, 3, 3],
        values: randomWeights(count * CHANNELS * 9, 5 + scale, 0.1),
      },
      { name: `repeat${scale}`, dims: [4], values: [1, 1, scale, scale] },
    );
    nodes.push(
      ...convolve('deeper', `tail${scale}`, `blocks${scale}`, 1),
      {
        op: 'DepthToSpace',
        inputs: [`blocks${scale}`],
        output: `detail${scale}`,
        attributes: { blocksize: block, mode: 'CRD' },
      },
      { ...ENLARGE, inputs: ['image', '', `repeat${scale}`], output: `enlarged${scale}` },
      {
        op: 'Add',
        inputs: [`enlarged${scale}`, `detail${scale}`],
        output: `restored_x${scale}`,
      },
    );
  }
  return writeOnnx({
    inputs: [IMAGE, CONDITION_INPUT],
    outputs: ['restored_x1', 'restored_x2', 'restored_x4'],
    nodes,
    weights,
  });
}

/** Numbers between plus and minus `size`. */
function randomWeights(count: number, seed: number, size: number): number[] {
  return [...noiseBytes(count, seed)].map((byte) => ((byte - 127.5) / 127.5) * size);
}

/** 3 × 3 kernels that answer 0 to what is flat. */
function zeroSumKernels(count: number, seed: number): number[] {
  const raw = [...noiseBytes(count * 9, seed)].map((byte) => byte - 128);
  return Array.from({ length: count }, (_, kernel) => {
    const values = raw.slice(kernel * 9, (kernel + 1) * 9);
    values[4]! -= values.reduce((a, b) => a + b);
    // Sums of small integers over a power of two are exact.
    return values.map((value) => value / 256);
  }).flat();
}
