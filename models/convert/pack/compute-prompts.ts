import { createTokenizer } from '../../../src/inference/prompt/clip-tokenizer';
import { throwIfCancelled, type CancelSignal } from '../../../src/shared/cancel';
import { OnestepError } from '../../../src/shared/errors';
import type { PackTokenizer } from '../read-tokenizer';
import type { GraphRunner, WrittenGraph } from './graph-runner';

/** Embeddings of prompts, one after the other. */
export interface PromptTable {
  /** (prompts, tokens, width), row-major. */
  readonly values: Float32Array;
  readonly tokens: number;
  readonly width: number;
}

/**
 * What the text encoder answers to each prompt, in their order.
 *
 * @throws OnestepError `pack-graph` for answers that are no embeddings, `cancelled`, and what the
 *   runner throws
 */
export async function computePrompts(
  runner: GraphRunner,
  textEncoder: WrittenGraph,
  { json, maxLength, padId }: PackTokenizer,
  prompts: readonly string[],
  signal?: CancelSignal,
): Promise<PromptTable> {
  const tokenizer = createTokenizer(json, { maxLength, padId });
  const session = await runner.open(textEncoder);
  try {
    const answers: Float32Array[] = [];
    for (const prompt of prompts) {
      throwIfCancelled(signal);
      const ids = { dims: [1, maxLength], data: tokenizer.encode(prompt) };
      const { dims, data } = await session.run([ids]);
      if (dims.length !== 3 || dims[1] !== maxLength || !data.every(Number.isFinite)) {
        throw new OnestepError('pack-graph', {}, `the text encoder answers (${dims.join()})`);
      }
      answers.push(data.slice());
    }
    const width = answers[0]!.length / maxLength;
    const values = new Float32Array(answers.length * maxLength * width);
    answers.forEach((answer, index) => values.set(answer, index * maxLength * width));
    return { values, tokens: maxLength, width };
  } finally {
    await session.release();
  }
}
