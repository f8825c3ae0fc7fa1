import { noiseBytes } from './noise';
import { writeOnnx, type OnnxNode } from './onnx-writer';

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
    input: 'image',
    output: 'restored',
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
    input: 'image',
    output: 'restored',
    nodes: [{ ...ENLARGE, output: 'restored' }],
    weights: [REPEAT],
  });
}

/** Repeats every pixel, and answers NaN where a channel is above 0.9. */
export function nanWhereBrightModel(): Uint8Array {
  return writeOnnx({
    input: 'image',
    output: 'restored',
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
    input: 'image',
    output: 'restored',
    nodes: [ENLARGE, { op: 'Add', inputs: ['enlarged', 'shift'], output: 'restored' }],
    weights: [REPEAT, { name: 'shift', dims: [1], values: [2 / 255] }],
  });
}

/** Multiplies by a number: 0 answers black to everything, NaN answers NaN. */
export function scaledModel(factor: number): Uint8Array {
  return writeOnnx({
    input: 'image',
    output: 'restored',
    nodes: [ENLARGE, { op: 'Mul', inputs: ['enlarged', 'factor'], output: 'restored' }],
    weights: [REPEAT, { name: 'factor', dims: [1], values: [factor] }],
  });
}

/** Answers with a picture of the input's own size. */
export function unenlargedModel(): Uint8Array {
  return writeOnnx({
    input: 'image',
    output: 'restored',
    nodes: [{ op: 'Relu', inputs: ['image'], output: 'restored' }],
    weights: [],
  });
}
