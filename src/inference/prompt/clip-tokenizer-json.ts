/**
 * Builds `tokenizer.json` from the files that CLIP tokenizers are published as; what the fast
 * tokenizer of `transformers` makes of the same files.
 */

/** The files of a `tokenizer/` folder in the layout of diffusers, parsed. */
export interface ClipTokenizerFiles {
  /** vocab.json: token → id. */
  readonly vocab: Readonly<Record<string, number>>;
  /** merges.txt: a version line, then two symbols a line. */
  readonly merges: string;
  /**
   * Contents of the special tokens. special_tokens_map.json decides where it differs from
   * tokenizer_config.json: the pad of Stable Diffusion 2.1 is `!`, id 0.
   */
  readonly special: {
    readonly begin: string;
    readonly end: string;
    readonly unknown: string;
    readonly pad: string;
  };
}

const SPLIT = String.raw`'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;
const END_OF_WORD = '</w>';

/** @returns the value to be written as JSON, or null when a special token is not in the vocabulary */
export function clipTokenizerJson(files: ClipTokenizerFiles): object | null {
  const { vocab, special } = files;
  const { begin, end, unknown, pad } = special;
  const idOf = (token: string) => (Object.hasOwn(vocab, token) ? vocab[token] : undefined);
  const [beginId, endId] = [idOf(begin), idOf(end)];
  const contents = [...new Set([begin, end, unknown, pad])];
  if (contents.some((content) => idOf(content) === undefined)) return null;
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: contents.map((content) => ({
      id: idOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      // The begin and end marks are found in the lower-cased text, the pad before that.
      normalized: content === begin || content === end,
      special: true,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: SPLIT }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [end, endId],
      cls: [begin, beginId],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: unknown,
      continuing_subword_prefix: '',
      end_of_word_suffix: END_OF_WORD,
      fuse_unk: false,
      vocab,
      merges: mergePairs(files.merges),
    },
  };
}

/** Lines of two symbols; the version line and empty lines are left out. */
function mergePairs(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .map((line) => line.split(' '))
    .filter((pair) => pair.length === 2);
}
