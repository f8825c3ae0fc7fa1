import { Tokenizer } from '@huggingface/tokenizers';
import { OnestepError } from '../../shared/errors';
import type { LatentPack } from '../pack/latent-schema';

/** Prompts beyond this are cut before they are split: far more than any tokenizer keeps. */
const MAX_PROMPT_CHARACTERS = 20_000;

/** Turns prompts into ids of a fixed length, as the text encoder was trained to read them. */
export interface PromptTokenizer {
  /** `(maxLength)` ids: begin, prompt, end, padding. A long prompt is cut before its end mark. */
  encode(prompt: string): BigInt64Array;
}

/** In Node and in workers alike, but in neither's share of the language's own library. */
declare const TextDecoder: new (
  encoding: 'utf-8',
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/**
 * @param tokenizerJson the pack's `tokenizer.json`
 * @throws OnestepError `pack-invalid` when it is none, or has no id for a prompt
 */
export function createTokenizer(
  tokenizerJson: Uint8Array,
  { maxLength, padId }: Pick<LatentPack['tokenizer'], 'maxLength' | 'padId'>,
): PromptTokenizer {
  const tokenizer = openTokenizer(tokenizerJson);
  return {
    encode(prompt) {
      const { ids } = tokenizer.encode(prompt.slice(0, MAX_PROMPT_CHARACTERS));
      const kept = ids.length <= maxLength ? ids : [...ids.slice(0, maxLength - 1), ids.at(-1)!];
      const padded = new BigInt64Array(maxLength).fill(BigInt(padId));
      kept.forEach((id, index) => {
        padded[index] = BigInt(id);
      });
      return padded;
    },
  };
}

function openTokenizer(json: Uint8Array): Tokenizer {
  try {
    const description: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (typeof description !== 'object' || description === null) throw new Error('no object');
    const tokenizer = new Tokenizer(description, {});
    // Its parts are read late; a prompt shows whether they are there.
    if (tokenizer.encode('').ids.some((id) => !Number.isSafeInteger(id))) throw new Error('no ids');
    return tokenizer;
  } catch (thrown) {
    throw new OnestepError('pack-invalid', {}, thrown);
  }
}
