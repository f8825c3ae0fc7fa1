import { OnestepError } from '../../../src/shared/errors';
import type { CheckpointTensor, TensorMap } from '../checkpoint/tensor';

/** peft's default, which OSEDiff leaves as it is and does not store: the scale is alpha / rank. */
const LORA_ALPHA = 8;

/** Longest name in a message; those of Stable Diffusion have 80 characters at most. */
const MAX_SHOWN = 120;

const LORA_KEY = /^(.+)\.lora_([AB])\.([A-Za-z0-9_-]+)\.weight$/;
const BASE_KEY = /^(.+)\.base_layer\.(weight|bias)$/;

/** One low-rank change: W + scale · B·A, where A is (rank, inputs, …kernel), B (outputs, rank, …1). */
interface Update {
  readonly down: CheckpointTensor;
  readonly up: CheckpointTensor;
}

/**
 * The weights with the adapter in them. Each is merged when it is read, in fp32. The adapter's own
 * base layers (OSEDiff trains `conv_in` whole) replace those of the base first.
 *
 * @param base in today's names
 * @param adapter `<module>.lora_A.<adapter>.weight`, `<module>.lora_B.<adapter>.weight`,
 *   `<module>.base_layer.<weight|bias>`
 * @param rank as the adapter says
 * @param component for messages, such as `unet`
 * @throws OnestepError `checkpoint-unsupported` (details: reason) when the adapter is made for
 *   another network, `checkpoint-invalid` (details: file, key) for a key that is not understood or
 *   half of a pair
 */
export function mergeLora(
  base: TensorMap,
  adapter: TensorMap,
  rank: number,
  component: string,
): TensorMap {
  const { updates, replaced } = sortKeys(adapter, component);
  const merged = new Map(base);
  for (const [key, tensor] of replaced) {
    checkReplacement(merged.get(key), tensor, key);
    merged.set(key, tensor);
  }
  for (const [module, list] of updates) {
    const key = `${module}.weight`;
    const weight = merged.get(key);
    if (!weight)
      throw unsupported(`the adapter changes ${shown(module)}, which the ${component} has not`);
    for (const update of list) checkUpdate(weight, update, rank, module);
    merged.set(key, mergedTensor(key, weight, list, LORA_ALPHA / rank));
  }
  return merged;
}

function sortKeys(adapter: TensorMap, component: string) {
  const halves = new Map<string, { module: string; A?: CheckpointTensor; B?: CheckpointTensor }>();
  const replaced = new Map<string, CheckpointTensor>();
  for (const [key, tensor] of adapter) {
    const [, module, half, name] = LORA_KEY.exec(key) ?? [];
    const [, replacedModule, kind] = BASE_KEY.exec(key) ?? [];
    if (module !== undefined) {
      const id = `${module} ${name}`;
      const pair = halves.get(id) ?? { module };
      halves.set(id, { ...pair, [half as 'A' | 'B']: tensor });
    } else if (replacedModule !== undefined) {
      replaced.set(`${replacedModule}.${kind}`, tensor);
    } else {
      throw invalid(component, shown(key), `${shown(key)} is no part of an adapter`);
    }
  }
  const updates = new Map<string, Update[]>();
  for (const { module, A, B } of halves.values()) {
    if (!A || !B)
      throw invalid(component, shown(module), `${shown(module)} has only half of its adapter`);
    updates.set(module, [...(updates.get(module) ?? []), { down: A, up: B }]);
  }
  return { updates, replaced };
}

function checkReplacement(
  original: CheckpointTensor | undefined,
  tensor: CheckpointTensor,
  key: string,
): void {
  if (!original || !same(original.shape, tensor.shape)) {
    const wanted = original ? original.shape.join('×') : 'nothing';
    throw unsupported(
      `the adapter has ${shown(key)} as ${tensor.shape.join('×')} where the base has ${wanted}`,
    );
  }
}

function checkUpdate(
  weight: CheckpointTensor,
  { down, up }: Update,
  rank: number,
  module: string,
): void {
  const [outputs = 0, ...inputs] = weight.shape;
  const wantedDown = [rank, ...inputs];
  const wantedUp = [outputs, rank];
  if (!same(down.shape, wantedDown) || !same(up.shape, wantedUp)) {
    throw unsupported(
      `the adapter for ${module} is ${down.shape.join('×')} and ${up.shape.join('×')} where ` +
        `${wantedDown.join('×')} and ${wantedUp.join('×')} belong`,
    );
  }
}

/** Names come from the file, so they may be of any length. */
function shown(name: string): string {
  return name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name;
}

/** Sides of 1 at the end do not count: a linear layer may be kept as a 1×1 convolution. */
function same(shape: readonly number[], wanted: readonly number[]): boolean {
  const sides = Math.max(shape.length, wanted.length);
  return Array.from({ length: sides }).every(
    (_, side) => (shape[side] ?? 1) === (wanted[side] ?? 1),
  );
}

function mergedTensor(
  name: string,
  weight: CheckpointTensor,
  updates: readonly Update[],
  scale: number,
): CheckpointTensor {
  return {
    name,
    dtype: 'F32',
    shape: weight.shape,
    async readFloat32() {
      const values = Float32Array.from(await weight.readFloat32());
      const outputs = weight.shape[0]!;
      for (const { down, up } of updates) {
        addProduct(values, await up.readFloat32(), await down.readFloat32(), outputs, scale);
      }
      return values;
    },
  };
}

/** values (outputs, n) += scale · up (outputs, rank) · down (rank, n), rounded to fp32 once. */
function addProduct(
  values: Float32Array,
  up: Float32Array,
  down: Float32Array,
  outputs: number,
  scale: number,
): void {
  const size = values.length / outputs;
  const rank = up.length / outputs;
  const row = new Float64Array(size);
  for (let output = 0; output < outputs; output++) {
    row.fill(0);
    for (let r = 0; r < rank; r++) {
      const factor = scale * up[output * rank + r]!;
      for (let i = 0; i < size; i++) row[i]! += factor * down[r * size + i]!;
    }
    for (let i = 0; i < size; i++) values[output * size + i]! += row[i]!;
  }
}

function invalid(component: string, key: string, cause: string): OnestepError {
  return new OnestepError(
    'checkpoint-invalid',
    { file: `the adapter of the ${component}`, key },
    cause,
  );
}

function unsupported(reason: string): OnestepError {
  return new OnestepError('checkpoint-unsupported', { reason });
}
