import { OnestepError } from '../../../src/shared/errors';
import type { TensorMap } from '../checkpoint/tensor';
import type { WeightSource } from '../onnx/graph-builder';

/**
 * The tensors of one network, handed out by name with their shapes checked. It remembers what was
 * asked for, so that tensors which no layer wants can be named.
 */
export class Weights {
  private readonly used = new Set<string>();

  /** @param component for messages, such as `unet` */
  constructor(
    private readonly tensors: TensorMap,
    private readonly component: string,
  ) {}

  has(key: string): boolean {
    return this.tensors.has(key);
  }

  /**
   * @param shape what the configuration asks for; sides of 1 at the end may be stored or not, since
   *   some exports keep linear layers as 1×1 convolutions
   * @throws OnestepError `checkpoint-invalid` (details: file, key) when there is no such tensor,
   *   `checkpoint-unsupported` (details: reason) when it has another shape
   */
  get(key: string, shape: readonly number[]): WeightSource {
    const tensor = this.tensors.get(key);
    if (!tensor) {
      const file = `${this.component}: ${key}`;
      throw new OnestepError('checkpoint-invalid', { file, key }, `there is no tensor ${key}`);
    }
    if (withoutTrailingOnes(tensor.shape) !== withoutTrailingOnes(shape)) {
      const reason =
        `${key} of the ${this.component} is ${tensor.shape.join('×')}, ` +
        `and its configuration asks for ${shape.join('×')}`;
      throw new OnestepError('checkpoint-unsupported', { reason });
    }
    this.used.add(key);
    return { name: key, shape, load: () => tensor.readFloat32() };
  }

  /** Tensors that no layer asked for, as `component: key`, in the order of the file. */
  unused(): string[] {
    return [...this.tensors.keys()]
      .filter((key) => !this.used.has(key))
      .map((key) => `${this.component}: ${key}`);
  }

  /** Says that a tensor is known and not needed. */
  ignore(key: string): void {
    this.used.add(key);
  }
}

function withoutTrailingOnes(shape: readonly number[]): string {
  let end = shape.length;
  while (end > 1 && shape[end - 1] === 1) end--;
  return shape.slice(0, end).join('×');
}
