import type { Precision } from '../../../../models/convert/precision/stored-graph';
import type { NodeAdapter } from '../machine';
import type { Section } from '../markdown';
import { jobTable, stageTable, type NamedJob } from '../node/job-table';
import { openRandomPack } from '../packs';
import { adapterRemark } from './compact-section';
import { devicesOf, SCALE, timePack } from './context';

/** Of the source: one tile of the result. */
const SIDE_PX = 512 / SCALE;
const SMALL_SIDE_PX = 128 / SCALE;
const CPU_RUNS = 2;
const GPU_RUNS = 4;
/** Widths divided by this: what a software adapter gets done. */
export const NARROW = 8;

/** A pack of full size, or none: then only the narrow one runs. */
export interface LatentChoice {
  readonly folder: string | undefined;
  readonly precision: Precision;
}

/** A latent pack with random weights on onnxruntime-node, network by network. */
export async function latentSection(
  adapter: NodeAdapter,
  { folder, precision }: LatentChoice,
): Promise<Section> {
  const wholes: NamedJob[] = [];
  const stages: NamedJob[] = [];
  if (folder !== undefined) {
    const full = { adapter, packFolder: folder, what: `full size, ${precision}`, sidePx: SIDE_PX };
    stages.push(await timePack({ ...full, device: 'cpu', runs: CPU_RUNS }));
    if (adapter.kind === 'real') {
      const onGpu = { ...full, device: 'webgpu', runs: GPU_RUNS } as const;
      stages.push(await timePack({ ...onGpu, stageByStage: true }));
      const whole = await timePack(onGpu);
      wholes.push({ ...whole, name: `${whole.name}, kept on the device` });
    }
  }
  if (folder === undefined || adapter.kind === 'software') {
    const packFolder = await openRandomPack({ precision: 'fp32', narrow: NARROW });
    const what = `1/${NARROW} as wide, fp32`;
    for (const device of devicesOf(adapter)) {
      const narrow = { adapter, packFolder, what, device, sidePx: SMALL_SIDE_PX };
      stages.push(await timePack({ ...narrow, runs: GPU_RUNS, stageByStage: true }));
    }
  }
  return {
    title: 'A latent pack in Node, network by network',
    remarks: [
      'OSEDiff with seeded random weights, one tile, a new prompt for every picture. Stage by stage, ' +
        'each answer is fetched before the next network starts, which costs a copy and makes its time ' +
        `its own. ${adapterRemark(adapter)}`,
      'Peak memory is what is resident of the process: with the mapped pages of weights that were ' +
        'touched and the buffers of a software adapter, without the memory of a graphics card.',
    ],
    tables: [jobTable([...stages, ...wholes]), stageTable(stages)],
  };
}
