import type { LatentPack } from '../pack/latent-schema';
import { readPackFile } from '../pack/read-pack-file';
import type { PackSource } from '../pack/source';
import type { FloatTensor } from '../runtime/graph-session';
import { createTokenizer, type PromptTokenizer } from './clip-tokenizer';

/** Runs the pack's text encoder. */
export type EmbedPrompt = (tokenIds: BigInt64Array) => Promise<FloatTensor>;

/** Turns prompts into embeddings; the text encoder is run only for those the pack has not stored. */
export class PromptEncoder {
  readonly #pack: LatentPack;
  readonly #source: PackSource;
  readonly #embed: EmbedPrompt;
  #tokenizer: Promise<PromptTokenizer> | undefined;
  #presets: Promise<Float32Array> | undefined;
  /** A batch of pictures has one prompt. */
  #last: { readonly prompt: string; readonly embeddings: FloatTensor } | undefined;

  constructor(pack: LatentPack, source: PackSource, embed: EmbedPrompt) {
    this.#pack = pack;
    this.#source = source;
    this.#embed = embed;
  }

  /**
   * @returns (1, tokens, width)
   * @throws OnestepError `pack-missing`, `pack-checksum`, `pack-invalid`, and what `embed` throws
   */
  async encode(prompt: string): Promise<FloatTensor> {
    if (this.#last?.prompt === prompt) return this.#last.embeddings;
    const embeddings = (await this.#stored(prompt)) ?? (await this.#embedNew(prompt));
    this.#last = { prompt, embeddings };
    return embeddings;
  }

  /** @returns (maxLength) ids, as the text encoder reads them */
  async tokenIds(prompt: string): Promise<BigInt64Array> {
    this.#tokenizer ??= this.#openTokenizer();
    return (await this.#tokenizer).encode(prompt);
  }

  async #embedNew(prompt: string): Promise<FloatTensor> {
    return this.#embed(await this.tokenIds(prompt));
  }

  async #stored(prompt: string): Promise<FloatTensor | null> {
    const { presets, tokens, width } = this.#pack.prompts;
    const index = presets.findIndex(({ text }) => text === prompt);
    if (index < 0) return null;
    this.#presets ??= this.#readPresets();
    const size = tokens * width;
    const data = (await this.#presets).slice(index * size, (index + 1) * size);
    return { data, dims: [1, tokens, width] };
  }

  async #openTokenizer(): Promise<PromptTokenizer> {
    const { tokenizer } = this.#pack;
    return createTokenizer(await readPackFile(this.#source, tokenizer), tokenizer);
  }

  async #readPresets(): Promise<Float32Array> {
    const bytes = await readPackFile(this.#source, this.#pack.prompts);
    // Copied, because it may lie anywhere in a larger buffer.
    return new Float32Array(bytes.slice().buffer);
  }
}
