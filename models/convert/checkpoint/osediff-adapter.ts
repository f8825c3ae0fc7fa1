/** `osediff.pkl`: what OSEDiff adds to Stable Diffusion 2.1 base, as its `save_model` writes it. */
import { OnestepError } from '../../../src/shared/errors';
import type { RandomAccessSource } from '../sources/random-access-source';
import type { TorchDict, TorchValue } from './pickle/pickle-value';
import type { CheckpointTensor, TensorMap } from './tensor';
import { openTorchArchive } from './torch-archive';
import { TorchTensor } from './torch-tensor';

/** peft's LoRA layers by the adapter they belong to; each name once, in the order of the file. */
export interface OsediffModules {
  readonly unetEncoder: readonly string[];
  readonly unetDecoder: readonly string[];
  readonly unetOthers: readonly string[];
  readonly vaeEncoder: readonly string[];
}

export interface OsediffAdapter {
  /** The scale of the LoRA is 8 / rank: peft's default `lora_alpha` over the rank. */
  readonly rankUnet: number;
  readonly rankVae: number;
  /** `<module>.lora_{A,B}.<adapter>.weight`, and `conv_in.base_layer.{weight,bias}`. */
  readonly unet: TensorMap;
  readonly vae: TensorMap;
  readonly modules: OsediffModules;
}

/** The sides of SD 2.1's largest layers; a rank above adds nothing. */
const MAX_RANK = 2560;

/**
 * @throws OnestepError `checkpoint-unsupported` (details: file, reason) for a torch archive that is
 *   no such adapter, and what `openTorchArchive` throws
 */
export async function readOsediffAdapter(source: RandomAccessSource): Promise<OsediffAdapter> {
  const content = await openTorchArchive(source);
  if (!(content instanceof Map)) throw unsupported(source, 'it is no OSEDiff adapter');
  const fields = new Fields(content, source);
  return {
    rankUnet: fields.rank('rank_unet'),
    rankVae: fields.rank('rank_vae'),
    unet: fields.tensors('state_dict_unet'),
    vae: fields.tensors('state_dict_vae'),
    modules: {
      unetEncoder: fields.names('unet_lora_encoder_modules'),
      unetDecoder: fields.names('unet_lora_decoder_modules'),
      unetOthers: fields.names('unet_lora_others_modules'),
      vaeEncoder: fields.names('vae_lora_encoder_modules'),
    },
  };
}

class Fields {
  readonly #content: TorchDict;
  readonly #source: RandomAccessSource;

  constructor(content: TorchDict, source: RandomAccessSource) {
    this.#content = content;
    this.#source = source;
  }

  rank(field: string): number {
    const rank = this.#get(field);
    if (!Number.isSafeInteger(rank) || (rank as number) < 1 || (rank as number) > MAX_RANK) {
      throw unsupported(this.#source, `its ${field} is no rank`);
    }
    return rank as number;
  }

  /** The official file lists modules of the VAE twice. */
  names(field: string): string[] {
    const names = this.#get(field);
    if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      throw unsupported(this.#source, `its ${field} is no list of names`);
    }
    return [...new Set(names as string[])];
  }

  tensors(field: string): TensorMap {
    const dict = this.#get(field);
    if (!(dict instanceof Map)) throw unsupported(this.#source, `its ${field} is no state dict`);
    const tensors = new Map<string, CheckpointTensor>();
    for (const [name, tensor] of dict as TorchDict) {
      if (typeof name !== 'string' || !(tensor instanceof TorchTensor)) {
        throw unsupported(this.#source, `its ${field} holds more than tensors`);
      }
      tensors.set(name, tensor.named(name));
    }
    return tensors;
  }

  #get(field: string): TorchValue {
    const value = this.#content.get(field);
    if (value === undefined) throw unsupported(this.#source, `the adapter has no ${field}`);
    return value;
  }
}

function unsupported(source: RandomAccessSource, reason: string): OnestepError {
  return new OnestepError('checkpoint-unsupported', { file: source.name, reason });
}
