import type {
  DeviceTensor,
  FloatTensor,
  GraphSession,
  NetworkInput,
} from '../runtime/graph-session';

/**
 * The UNet with the network in front of it that reads the prompt, as one network of latent and
 * embeddings. What it reads of a prompt is kept on the device from tile to tile, and from picture to
 * picture, for as long as the embeddings are the same object.
 *
 * @param openUnet opens the network of latent and what the other one answers
 * @param openCrossAttention opens that one, from embeddings, with `staysOnDevice`
 * @throws what they throw
 */
export async function openPromptedUnet(
  openUnet: () => Promise<GraphSession>,
  openCrossAttention: () => Promise<GraphSession>,
): Promise<GraphSession> {
  const crossAttention = await openCrossAttention();
  try {
    return new PromptedUnet(await openUnet(), crossAttention);
  } catch (thrown) {
    await crossAttention.release();
    throw thrown;
  }
}

/** What was read of a prompt. */
interface ReadPrompt {
  readonly embeddings: NetworkInput;
  readonly tensors: readonly DeviceTensor[];
}

class PromptedUnet implements GraphSession {
  readonly #unet: GraphSession;
  readonly #crossAttention: GraphSession;
  #read: ReadPrompt | null = null;

  constructor(unet: GraphSession, crossAttention: GraphSession) {
    this.#unet = unet;
    this.#crossAttention = crossAttention;
  }

  async run([latent, embeddings]: readonly NetworkInput[]): Promise<FloatTensor> {
    return this.#unet.run([latent!, ...(await this.#readPrompt(embeddings!))]);
  }

  async runOnDevice([latent, embeddings]: readonly NetworkInput[]) {
    return this.#unet.runOnDevice([latent!, ...(await this.#readPrompt(embeddings!))]);
  }

  async release(): Promise<void> {
    this.#forget();
    await this.#unet.release();
    await this.#crossAttention.release();
  }

  async #readPrompt(embeddings: NetworkInput): Promise<readonly DeviceTensor[]> {
    if (this.#read?.embeddings !== embeddings) {
      this.#forget();
      const tensors = await this.#crossAttention.runOnDevice([embeddings]);
      this.#read = { embeddings, tensors };
    }
    return this.#read.tensors;
  }

  #forget(): void {
    for (const tensor of this.#read?.tensors ?? []) tensor.dispose();
    this.#read = null;
  }
}
