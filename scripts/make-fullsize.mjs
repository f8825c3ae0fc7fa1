// Writes a checkpoint of the size of Stable Diffusion 2.1 base and an OSEDiff adapter for it, with seeded
// random weights, so that conversion and loading can be measured at real size: about 5 GB.
//
//   node scripts/make-fullsize.mjs <folder> [--narrow 8]      (npm run make:fullsize -- <folder>)
//
// --narrow divides all widths: the same architecture in a size that a processor runs in no time.
// The folder must lie outside the repository. Layers, key names and shapes are those of diffusers and of
// OSEDiff's save_model; pictures made with these weights are noise.
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { narrow: { type: 'string', default: '1' } },
});
const NARROW = Number(flags.narrow);
const narrow = (width) => width / NARROW;

const RANK = 4;
const GROUPS = narrow(32);
const WIDTHS = [320, 640, 1280, 1280].map(narrow);
const HEADS = [5, 10, 20, 20];
const CONTEXT = narrow(1024);
const EMBEDDED_TIME = narrow(1280);
const VAE_WIDTHS = [128, 256, 512, 512].map(narrow);
const TEXT = {
  ...{ width: narrow(1024), inner: narrow(4096), layers: 23, heads: 16, tokens: 77 },
  vocabulary: 49408,
};

// --- layers: [key, shape] ---

const conv = (path, inputs, outputs, side = 3) => [
  [`${path}.weight`, [outputs, inputs, side, side]],
  [`${path}.bias`, [outputs]],
];
const linear = (path, inputs, outputs, bias = true) => [
  [`${path}.weight`, [outputs, inputs]],
  ...(bias ? [[`${path}.bias`, [outputs]]] : []),
];
const norm = (path, width) => [
  [`${path}.weight`, [width]],
  [`${path}.bias`, [width]],
];
const upTo = (count) => Array.from({ length: count }, (_, index) => index);

function resnet(path, inputs, outputs, time) {
  return [
    ...norm(`${path}.norm1`, inputs),
    ...conv(`${path}.conv1`, inputs, outputs),
    ...(time ? linear(`${path}.time_emb_proj`, EMBEDDED_TIME, outputs) : []),
    ...norm(`${path}.norm2`, outputs),
    ...conv(`${path}.conv2`, outputs, outputs),
    ...(inputs === outputs ? [] : conv(`${path}.conv_shortcut`, inputs, outputs, 1)),
  ];
}

function transformer(path, width) {
  const block = `${path}.transformer_blocks.0`;
  const attention = (name, context) => [
    ...linear(`${block}.${name}.to_q`, width, width, false),
    ...linear(`${block}.${name}.to_k`, context, width, false),
    ...linear(`${block}.${name}.to_v`, context, width, false),
    ...linear(`${block}.${name}.to_out.0`, width, width),
  ];
  return [
    ...norm(`${path}.norm`, width),
    ...linear(`${path}.proj_in`, width, width),
    ...['norm1', 'norm2', 'norm3'].flatMap((name) => norm(`${block}.${name}`, width)),
    ...attention('attn1', width),
    ...attention('attn2', CONTEXT),
    ...linear(`${block}.ff.net.0.proj`, width, 8 * width),
    ...linear(`${block}.ff.net.2`, 4 * width, width),
    ...linear(`${path}.proj_out`, width, width),
  ];
}

function unet() {
  const layers = [
    ...conv('conv_in', 4, WIDTHS[0]),
    ...linear('time_embedding.linear_1', WIDTHS[0], EMBEDDED_TIME),
    ...linear('time_embedding.linear_2', EMBEDDED_TIME, EMBEDDED_TIME),
  ];
  const skips = [WIDTHS[0]];
  let channels = WIDTHS[0];
  WIDTHS.forEach((width, level) => {
    const path = `down_blocks.${level}`;
    for (const index of [0, 1]) {
      layers.push(...resnet(`${path}.resnets.${index}`, channels, width, true));
      if (level < 3) layers.push(...transformer(`${path}.attentions.${index}`, width));
      channels = width;
      skips.push(channels);
    }
    if (level === 3) return;
    layers.push(...conv(`${path}.downsamplers.0.conv`, width, width));
    skips.push(channels);
  });
  layers.push(...resnet('mid_block.resnets.0', channels, channels, true));
  layers.push(...transformer('mid_block.attentions.0', channels));
  layers.push(...resnet('mid_block.resnets.1', channels, channels, true));
  [...WIDTHS].reverse().forEach((width, up) => {
    const path = `up_blocks.${up}`;
    for (const index of [0, 1, 2]) {
      layers.push(...resnet(`${path}.resnets.${index}`, channels + skips.pop(), width, true));
      if (up > 0) layers.push(...transformer(`${path}.attentions.${index}`, width));
      channels = width;
    }
    if (up < 3) layers.push(...conv(`${path}.upsamplers.0.conv`, width, width));
  });
  return [...layers, ...norm('conv_norm_out', channels), ...conv('conv_out', channels, 4)];
}

function vae() {
  const middle = (path, width) => [
    ...resnet(`${path}.resnets.0`, width, width, false),
    ...norm(`${path}.attentions.0.group_norm`, width),
    ...['to_q', 'to_k', 'to_v', 'to_out.0'].flatMap((name) =>
      linear(`${path}.attentions.0.${name}`, width, width),
    ),
    ...resnet(`${path}.resnets.1`, width, width, false),
  ];
  const half = (part, widths, blocks, sampler) => {
    let channels = widths[0];
    return widths.flatMap((width, level) => {
      const path = `${part}.${level}`;
      const layers = upTo(blocks).flatMap((index) => {
        const inputs = channels;
        channels = width;
        return resnet(`${path}.resnets.${index}`, inputs, width, false);
      });
      return level < 3 ? [...layers, ...conv(`${path}.${sampler}.0.conv`, width, width)] : layers;
    });
  };
  const deepest = VAE_WIDTHS[3];
  return [
    ...conv('encoder.conv_in', 3, VAE_WIDTHS[0]),
    ...half('encoder.down_blocks', VAE_WIDTHS, 2, 'downsamplers'),
    ...middle('encoder.mid_block', deepest),
    ...norm('encoder.conv_norm_out', deepest),
    ...conv('encoder.conv_out', deepest, 8),
    ...conv('quant_conv', 8, 8, 1),
    ...conv('post_quant_conv', 4, 4, 1),
    ...conv('decoder.conv_in', 4, deepest),
    ...middle('decoder.mid_block', deepest),
    ...half('decoder.up_blocks', [...VAE_WIDTHS].reverse(), 3, 'upsamplers'),
    ...norm('decoder.conv_norm_out', VAE_WIDTHS[0]),
    ...conv('decoder.conv_out', VAE_WIDTHS[0], 3),
  ];
}

function textEncoder() {
  const { width, inner, layers, tokens, vocabulary } = TEXT;
  const root = 'text_model';
  return [
    [`${root}.embeddings.token_embedding.weight`, [vocabulary, width]],
    [`${root}.embeddings.position_embedding.weight`, [tokens, width]],
    ...upTo(layers).flatMap((layer) => {
      const path = `${root}.encoder.layers.${layer}`;
      return [
        ...norm(`${path}.layer_norm1`, width),
        ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].flatMap((name) =>
          linear(`${path}.self_attn.${name}`, width, width),
        ),
        ...norm(`${path}.layer_norm2`, width),
        ...linear(`${path}.mlp.fc1`, width, inner),
        ...linear(`${path}.mlp.fc2`, inner, width),
      ];
    }),
    ...norm(`${root}.final_layer_norm`, width),
  ];
}

// --- adapter ---

const TARGET =
  /(?:to_q|to_k|to_v|to_out\.0|conv\w*|proj_in|proj_out|ff\.net\.0\.proj|ff\.net\.2)\.weight$/;

/** The LoRA pairs that peft adds to the layers that OSEDiff trains. */
function lora(layers, adapterOf) {
  return layers
    .filter(([key]) => TARGET.test(key) && !/norm/.test(key) && adapterOf(key) !== null)
    .flatMap(([key, [outputs, ...inputs]]) => {
      const module = key.replace(/\.weight$/, '');
      const name = adapterOf(key);
      return [
        [`${module}.lora_A.${name}.weight`, [RANK, ...inputs]],
        [`${module}.lora_B.${name}.weight`, [outputs, RANK, ...inputs.slice(1).map(() => 1)]],
      ];
    });
}

function unetAdapterOf(key) {
  if (/^(?:down_blocks|conv_in)/.test(key)) return 'default_encoder';
  return /^(?:up_blocks|conv_out)/.test(key) ? 'default_decoder' : 'default_others';
}

const vaeAdapterOf = (key) => (/^(?:encoder\.|quant_conv)/.test(key) ? 'default_encoder' : null);

// --- numbers ---

const count = (shape) => shape.reduce((product, side) => product * side, 1);

/** Weights that keep activations at about their size through all layers; seeded by the key. */
function values(key, shape) {
  const result = new Float32Array(count(shape));
  const isNorm = /norm\w*\.weight$/.test(key);
  const inputs = shape.length > 1 ? count(shape.slice(1)) : 1;
  const size = /bias$/.test(key) ? 0.02 : /lora_B/.test(key) ? 0.01 : Math.sqrt(2 / inputs);
  let state = 2166136261;
  for (const letter of key) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  for (let index = 0; index < result.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const even = state / 2 ** 31;
    result[index] = isNorm ? 1 + 0.1 * even : even * size;
  }
  return result;
}

// --- files ---

async function writeAll(path, chunks) {
  const file = createWriteStream(path);
  for (const chunk of chunks) if (!file.write(chunk)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
  console.log(`${path} (${(file.bytesWritten / 1e6).toFixed(0)} MB)`);
}

const bytesOf = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

async function writeSafetensors(path, layers) {
  let end = 0;
  const header = {};
  for (const [key, shape] of layers) {
    const begin = end;
    end += count(shape) * 4;
    header[key] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeAll(
    path,
    (function* () {
      yield length;
      yield padded;
      for (const [key, shape] of layers) yield bytesOf(values(key, shape));
    })(),
  );
}

/** What `torch.save` writes of a dict of tensors, numbers and lists of names. */
function torchArchive(content) {
  const storages = [];
  const u32 = (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value) => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from('X'), u32(bytes.length), bytes]);
  };
  const int = (value) => Buffer.concat([Buffer.from('J'), u32(value)]);
  const tuple = (...items) => Buffer.concat([Buffer.from('('), ...items, Buffer.from('t')]);
  const global = (module, name) => Buffer.from(`c${module}\n${name}\n`);
  const pickleTensor = ({ key, shape }) => {
    const data = values(key, shape);
    const storage = tuple(
      text('storage'),
      global('torch', 'FloatStorage'),
      text(String(storages.length)),
      text('cpu'),
      int(data.length),
    );
    storages.push(bytesOf(data));
    const strides = shape.map((_, axis) => count(shape.slice(axis + 1)));
    const empty = Buffer.concat([global('collections', 'OrderedDict'), Buffer.from(')R')]);
    return Buffer.concat([
      global('torch._utils', '_rebuild_tensor_v2'),
      tuple(
        Buffer.concat([storage, Buffer.from('Q')]),
        int(0),
        tuple(...shape.map(int)),
        tuple(...strides.map(int)),
        Buffer.from([0x89]),
        empty,
      ),
      Buffer.from('R'),
    ]);
  };
  const pickle = (value) => {
    if (typeof value === 'number') return int(value);
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) {
      return Buffer.concat([Buffer.from(']('), ...value.map(pickle), Buffer.from('e')]);
    }
    if (value.shape !== undefined) return pickleTensor(value);
    const items = Object.entries(value).flatMap(([key, item]) => [text(key), pickle(item)]);
    return Buffer.concat([Buffer.from('}('), ...items, Buffer.from('u')]);
  };
  const data = Buffer.concat([Buffer.from([0x80, 2]), pickle(content), Buffer.from('.')]);
  return zip([
    ['osediff/data.pkl', data],
    ['osediff/byteorder', Buffer.from('little')],
    ...storages.map((bytes, index) => [`osediff/data/${index}`, bytes]),
    ['osediff/version', Buffer.from('3\n')],
  ]);
}

/** Stored, not compressed, as torch does. */
function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(bytes.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), facts, Buffer.from(name), bytes);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), facts, tail, Buffer.from(name));
    offset += 30 + name.length + bytes.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return [...parts, listed, end];
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// --- configurations ---

const CONFIGS = {
  'unet/config.json': {
    _class_name: 'UNet2DConditionModel',
    act_fn: 'silu',
    attention_head_dim: HEADS,
    block_out_channels: WIDTHS,
    center_input_sample: false,
    cross_attention_dim: CONTEXT,
    down_block_types: [...Array(3).fill('CrossAttnDownBlock2D'), 'DownBlock2D'],
    downsample_padding: 1,
    flip_sin_to_cos: true,
    freq_shift: 0,
    in_channels: 4,
    layers_per_block: 2,
    mid_block_scale_factor: 1,
    norm_eps: 1e-5,
    norm_num_groups: GROUPS,
    out_channels: 4,
    sample_size: 64,
    up_block_types: ['UpBlock2D', ...Array(3).fill('CrossAttnUpBlock2D')],
    use_linear_projection: true,
  },
  'vae/config.json': {
    _class_name: 'AutoencoderKL',
    act_fn: 'silu',
    block_out_channels: VAE_WIDTHS,
    down_block_types: Array(4).fill('DownEncoderBlock2D'),
    in_channels: 3,
    latent_channels: 4,
    layers_per_block: 2,
    norm_num_groups: GROUPS,
    out_channels: 3,
    sample_size: 768,
    up_block_types: Array(4).fill('UpDecoderBlock2D'),
  },
  'text_encoder/config.json': {
    hidden_act: 'gelu',
    hidden_size: TEXT.width,
    intermediate_size: TEXT.inner,
    layer_norm_eps: 1e-5,
    max_position_embeddings: TEXT.tokens,
    model_type: 'clip_text_model',
    num_attention_heads: TEXT.heads,
    num_hidden_layers: TEXT.layers,
    vocab_size: TEXT.vocabulary,
  },
  'scheduler/scheduler_config.json': {
    _class_name: 'PNDMScheduler',
    beta_end: 0.012,
    beta_schedule: 'scaled_linear',
    beta_start: 0.00085,
    clip_sample: false,
    num_train_timesteps: 1000,
    prediction_type: 'epsilon',
    steps_offset: 1,
  },
  'tokenizer/tokenizer_config.json': { model_max_length: TEXT.tokens },
  'tokenizer/special_tokens_map.json': {
    bos_token: '<|startoftext|>',
    eos_token: '<|endoftext|>',
    pad_token: '!',
    unk_token: '<|endoftext|>',
  },
  'tokenizer/vocab.json': vocabulary(),
};

/** Single bytes as CLIP spells them, alone and at the end of a word; no merges. */
function vocabulary() {
  const letters = upTo(94).map((index) => String.fromCharCode(33 + index));
  const tokens = [...letters, ...letters.map((letter) => `${letter}</w>`)];
  return {
    ...Object.fromEntries(tokens.map((token, id) => [token, id])),
    '<|startoftext|>': TEXT.vocabulary - 2,
    '<|endoftext|>': TEXT.vocabulary - 1,
  };
}

// --- main ---

const repository = resolve(import.meta.dirname, '..');
const folder = positionals[0] === undefined ? null : resolve(positionals[0]);
const isInside = folder !== null && !relative(repository, folder).startsWith('..');
if (folder === null || isInside || ![1, 2, 4, 8].includes(NARROW)) {
  console.error(
    'Usage: node scripts/make-fullsize.mjs <folder outside the repository> [--narrow 2, 4 or 8]',
  );
  process.exit(2);
}
if (existsSync(folder)) {
  console.error(`${folder} exists already. Name a new folder.`);
  process.exit(2);
}
for (const [path, config] of Object.entries(CONFIGS)) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(config));
}
writeFileSync(join(folder, 'tokenizer/merges.txt'), '#version: 0.2\n');
const unetLayers = unet();
const vaeLayers = vae();
await writeSafetensors(join(folder, 'text_encoder/model.safetensors'), textEncoder());
await writeSafetensors(join(folder, 'vae/diffusion_pytorch_model.safetensors'), vaeLayers);
await writeSafetensors(join(folder, 'unet/diffusion_pytorch_model.safetensors'), unetLayers);

const asDict = (layers) => Object.fromEntries(layers.map(([key, shape]) => [key, { key, shape }]));
const unetLora = lora(unetLayers, unetAdapterOf);
const vaeLora = lora(vaeLayers, vaeAdapterOf);
const modules = (layers, name) =>
  layers
    .filter(([key]) => key.includes(`.lora_A.${name}.`))
    .map(([key]) => key.replace(/\.lora_A\..*$/, ''));
const base = unetLayers
  .filter(([key]) => key.startsWith('conv_in.'))
  .map(([key, shape]) => [key.replace('conv_in.', 'conv_in.base_layer.'), shape]);
await writeAll(
  join(folder, 'osediff.pkl'),
  torchArchive({
    vae_lora_encoder_modules: modules(vaeLora, 'default_encoder'),
    unet_lora_encoder_modules: modules(unetLora, 'default_encoder'),
    unet_lora_decoder_modules: modules(unetLora, 'default_decoder'),
    unet_lora_others_modules: modules(unetLora, 'default_others'),
    rank_unet: RANK,
    rank_vae: RANK,
    state_dict_unet: asDict([...unetLora, ...base]),
    state_dict_vae: asDict(vaeLora),
  }),
);
const parameters = (layers) => layers.reduce((sum, [, shape]) => sum + count(shape), 0);
for (const [name, layers] of Object.entries({
  UNet: unetLayers,
  VAE: vaeLayers,
  unetLora,
  vaeLora,
})) {
  console.log(`${name}: ${parameters(layers)} parameters in ${layers.length} tensors`);
}
