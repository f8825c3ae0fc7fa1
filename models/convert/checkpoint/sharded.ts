import { OnestepError } from '../../../src/shared/errors';
import { openRequired, readJsonFile } from '../sources/read-json';
import type { SourceFolder } from '../sources/random-access-source';
import { openSafetensors } from './safetensors';
import type { CheckpointTensor, TensorMap } from './tensor';

/** diffusers' name for UNet and VAE, transformers' name for the text encoder. */
const STEMS = ['diffusion_pytorch_model', 'model'];
/** The fp16 variant is read only where the full one is missing. */
const SINGLE_FILES = [
  ...STEMS.map((stem) => `${stem}.safetensors`),
  ...STEMS.map((stem) => `${stem}.fp16.safetensors`),
];
const INDEX_FILES = [
  ...STEMS.map((stem) => `${stem}.safetensors.index.json`),
  ...STEMS.map((stem) => `${stem}.safetensors.index.fp16.json`),
];
const SHARD = /^[A-Za-z0-9][A-Za-z0-9._-]*\.safetensors$/;

/**
 * The weights of one part of a diffusers folder, whether they are one file or shards with an index.
 *
 * @param component `unet`, `vae`, `text_encoder`
 * @throws OnestepError `checkpoint-missing` (details: file), and what `openSafetensors` throws
 */
export async function openWeights(folder: SourceFolder, component: string): Promise<TensorMap> {
  for (const file of SINGLE_FILES) {
    const source = await folder.open(`${component}/${file}`);
    if (source !== null) return openSafetensors(source);
  }
  for (const file of INDEX_FILES) {
    const path = `${component}/${file}`;
    if ((await folder.open(path)) !== null) return openShards(folder, component, path);
  }
  throw new OnestepError('checkpoint-missing', { file: `${component}/${STEMS[0]}.safetensors` });
}

/**
 * Which of the files of a folder `openWeights` would read: known before anything is downloaded.
 *
 * @param paths all files of the folder
 */
export function weightFiles(paths: ReadonlySet<string>, component: string): readonly string[] {
  const single = SINGLE_FILES.map((file) => `${component}/${file}`).find((path) => paths.has(path));
  if (single !== undefined) return [single];
  return [...paths].filter(
    (path) => path.startsWith(`${component}/`) && SHARD.test(path.slice(component.length + 1)),
  );
}

async function openShards(
  folder: SourceFolder,
  component: string,
  indexPath: string,
): Promise<TensorMap> {
  const shardOf = weightMap(await readJsonFile(folder, indexPath), indexPath);
  const shards = new Map<string, TensorMap>();
  for (const file of new Set(shardOf.values())) {
    shards.set(file, await openSafetensors(await openRequired(folder, `${component}/${file}`)));
  }
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, file] of shardOf) {
    const tensor = shards.get(file)?.get(name);
    if (tensor === undefined) throw invalid(indexPath, `${file} has no ${name}`);
    tensors.set(name, tensor);
  }
  for (const [file, shard] of shards) {
    for (const name of shard.keys()) {
      if (shardOf.get(name) !== file) throw invalid(indexPath, `${name} of ${file} is not listed`);
    }
  }
  return tensors;
}

function weightMap(index: unknown, file: string): Map<string, string> {
  const map: unknown = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null) throw invalid(file, 'no weight_map');
  const entries = Object.entries(map as Record<string, unknown>);
  return new Map(
    entries.map(([name, shard]) => {
      if (typeof shard !== 'string' || !SHARD.test(shard)) throw invalid(file, `shard of ${name}`);
      return [name, shard];
    }),
  );
}

function invalid(file: string, cause: string): OnestepError {
  return new OnestepError('checkpoint-invalid', { file }, cause);
}
