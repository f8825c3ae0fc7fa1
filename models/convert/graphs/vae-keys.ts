import type { CheckpointTensor, TensorMap } from '../checkpoint/tensor';

/** How diffusers before 0.17 called the layers of the VAE's attention, as SD 2.1's own file does. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  query: 'to_q',
  key: 'to_k',
  value: 'to_v',
  proj_attn: 'to_out.0',
};

const OLD_KEY = /^(.*\.attentions\.\d+)\.(query|key|value|proj_attn)\.(weight|bias)$/;

/** The same tensors with the names of today, which adapters use too. */
export function withTodaysVaeKeys(tensors: TensorMap): TensorMap {
  return new Map(
    [...tensors].map(([key, tensor]): [string, CheckpointTensor] => {
      const [, layer, name, kind] = OLD_KEY.exec(key) ?? [];
      return name === undefined ? [key, tensor] : [`${layer}.${OLD_NAMES[name]}.${kind}`, tensor];
    }),
  );
}
