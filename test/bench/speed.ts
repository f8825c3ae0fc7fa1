/**
 * How fast the packs are on this machine, as Markdown: the embedded one beside UpscalerJS in one
 * headless Chromium, the embedded one and a latent one of full size on onnxruntime-node's CPU and
 * WebGPU providers, and what a picture costs by its size. Run it on an idle machine.
 *
 *   npm run bench:speed [-- --quick] [--only browser,compact,latent,sizes] [--json <file>]
 *     [--pack <folder>] [--latent <folder>] [--precision fp32|fp16|int8|int4]
 *
 * The latent pack of full size has random weights and is made at the first run, which takes minutes
 * and 1 to 2.5 GB; see `speed/packs.ts` for where. `--quick` leaves it out, `--latent` names another.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { PRECISIONS, type Precision } from '../../models/convert/precision/stored-graph';
import { createFolderSource } from '../../src/inference/node/pack-source';
import { loadPack } from '../../src/inference/pack/load-pack';
import { runMain } from './run-main';
import { findNodeAdapter, machineLine, type NodeAdapter } from './speed/machine';
import { sectionMarkdown, type Section } from './speed/markdown';
import { openRandomPack } from './speed/packs';
import { browserSection } from './speed/sections/browser-section';
import { compactSection } from './speed/sections/compact-section';
import { latentSection, type LatentChoice } from './speed/sections/latent-section';
import { sizesSection } from './speed/sections/sizes-section';

const DEFAULT_PACK = 'models/compact';
const SECTIONS = ['browser', 'compact', 'latent', 'sizes'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pack: { type: 'string', default: DEFAULT_PACK },
      only: { type: 'string', default: SECTIONS.join() },
      latent: { type: 'string' },
      precision: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const wanted = values.only.split(',');
  const unknown = wanted.find((name) => !(SECTIONS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new Error(`--only takes ${SECTIONS.join(', ')}, not ${unknown}.`);

  const adapter = await findNodeAdapter();
  const machine = machineLine(adapter);
  console.log(`${machine}\n`);
  const latent = await chooseLatent(values, adapter, wanted);
  const run: Readonly<Record<(typeof SECTIONS)[number], () => Promise<Section>>> = {
    browser: () => browserSection(values.pack),
    compact: () => compactSection(adapter, values.pack),
    latent: () => latentSection(adapter, latent),
    sizes: () => sizesSection(adapter, values.pack, latent),
  };
  const sections: Section[] = [];
  for (const name of SECTIONS.filter((section) => wanted.includes(section))) {
    const section = await run[name]();
    sections.push(section);
    console.log(`${sectionMarkdown(section)}\n`);
  }
  if (values.json !== undefined) {
    await writeFile(values.json, JSON.stringify({ machine, sections }, null, 2));
  }
}

interface LatentFlags {
  readonly latent?: string | undefined;
  readonly precision?: string | undefined;
  readonly quick: boolean;
}

/** In half precision where a graphics card computes in it, in 4 bits elsewhere: the least to make. */
async function chooseLatent(
  { latent, precision, quick }: LatentFlags,
  { kind }: NodeAdapter,
  wanted: readonly string[],
): Promise<LatentChoice> {
  if (latent !== undefined) {
    const { description } = await loadPack(createFolderSource(latent));
    if (description.kind !== 'latent') throw new Error('--latent takes a pack made from OSEDiff.');
    return { folder: latent, precision: description.precision };
  }
  const chosen = parsePrecision(precision ?? (kind === 'real' ? 'fp16' : 'int4'));
  const isNeeded = wanted.includes('latent') || (wanted.includes('sizes') && kind === 'real');
  if (quick || !isNeeded) return { folder: undefined, precision: chosen };
  return { folder: await openRandomPack({ precision: chosen, narrow: 1 }), precision: chosen };
}

function parsePrecision(name: string): Precision {
  const found = PRECISIONS.find((precision) => precision === name);
  if (found === undefined) throw new Error(`--precision takes ${PRECISIONS.join(', ')}.`);
  return found;
}

await runMain(main);
