import type { MethodName, MethodResult } from './protocol';
import { joinPortions, portionsOf } from './selection-portions';

/** How the answer of a method is taken apart and put together; each portion has the answer's own shape. */
interface LongAnswer<Result> {
  split(result: Result): Iterable<Result>;
  join(portions: readonly Result[]): Result;
}

/** Answers that may be too long for one message. */
const LONG_ANSWERS: { readonly [M in MethodName]?: LongAnswer<MethodResult<M>> } = {
  'selection/read': { split: portionsOf, join: joinPortions },
};

// The compiler cannot follow that an entry belongs to the method whose name it has, hence the casts.

/** The answer in one or more portions, made one by one as they are asked for. */
export function splitAnswer(method: MethodName, result: unknown): Iterable<unknown> {
  const long = LONG_ANSWERS[method] as LongAnswer<unknown> | undefined;
  return long ? long.split(result) : [result];
}

/** The answer that was sent in these portions, of which there is at least one. */
export function joinAnswer(method: MethodName, portions: readonly unknown[]): unknown {
  const long = LONG_ANSWERS[method] as LongAnswer<unknown> | undefined;
  return long ? long.join(portions) : portions[0];
}
