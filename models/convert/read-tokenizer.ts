import * as v from 'valibot';
import { OnestepError } from '../../src/shared/errors';
import { clipTokenizerJson } from '../../src/inference/prompt/clip-tokenizer-json';
import { encodeUtf8 } from './encode-utf8';
import type { SourceFolder } from './sources/random-access-source';
import { readJsonFile, readTextFile } from './sources/read-json';

const FOLDER = 'tokenizer';
const MAX_LENGTH = 1024;

const TokenSchema = v.union([v.string(), v.object({ content: v.string() })]);
const SpecialTokensSchema = v.object({
  bos_token: TokenSchema,
  eos_token: TokenSchema,
  unk_token: v.optional(TokenSchema),
  pad_token: v.optional(TokenSchema),
});
const ConfigSchema = v.object({
  model_max_length: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(MAX_LENGTH)),
});
const VocabularySchema = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0)));

/** What a pack says of its tokenizer, and the file itself. */
export interface PackTokenizer {
  /** `tokenizer.json` as the Hugging Face tokenizers libraries read it, UTF-8. */
  readonly json: Uint8Array;
  readonly maxLength: number;
  readonly padId: number;
}

/**
 * The CLIP tokenizer of a diffusers folder.
 *
 * @throws OnestepError `checkpoint-missing`, `checkpoint-truncated`, `checkpoint-invalid` (file)
 */
export async function readTokenizer(base: SourceFolder): Promise<PackTokenizer> {
  const vocab = await readChecked(base, 'vocab.json', VocabularySchema);
  const tokens = await readChecked(base, 'special_tokens_map.json', SpecialTokensSchema);
  const config = await readChecked(base, 'tokenizer_config.json', ConfigSchema);
  const merges = await readTextFile(base, `${FOLDER}/merges.txt`);
  const end = contentOf(tokens.eos_token);
  const special = {
    begin: contentOf(tokens.bos_token),
    end,
    unknown: contentOf(tokens.unk_token ?? end),
    pad: contentOf(tokens.pad_token ?? end),
  };
  const tokenizer = clipTokenizerJson({ vocab, merges, special });
  if (tokenizer === null) throw invalid('vocab.json', 'a special token is missing');
  return {
    json: encodeUtf8(JSON.stringify(tokenizer)),
    maxLength: config.model_max_length,
    padId: vocab[special.pad]!,
  };
}

async function readChecked<Schema extends v.GenericSchema>(
  base: SourceFolder,
  file: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const checked = v.safeParse(schema, await readJsonFile(base, `${FOLDER}/${file}`));
  if (!checked.success) throw invalid(file, v.getDotPath(checked.issues[0]) ?? 'no object');
  return checked.output;
}

const contentOf = (token: v.InferOutput<typeof TokenSchema>): string =>
  typeof token === 'string' ? token : token.content;

function invalid(file: string, cause: string): OnestepError {
  return new OnestepError('checkpoint-invalid', { file: `${FOLDER}/${file}` }, cause);
}
