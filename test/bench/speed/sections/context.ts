import type { EnhanceOptions } from '../../../../src/inference/engine';
import type { NodeDevice } from '../../../../src/inference/node/runtime';
import { createFolderSource } from '../../../../src/inference/node/pack-source';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { MAX_RESULT_SIDE_PX } from '../../../../src/shared/limits';
import { showProgress } from '../../run-main';
import type { NodeAdapter } from '../machine';
import type { Job } from '../node/job';
import type { NamedJob } from '../node/job-table';
import { openPackGraphs } from '../node/pack-graphs';
import { runJob } from '../node/run-job';
import { texturedPicture } from '../picture';

export const SCALE = 4;
/** Of one job; a software adapter compiles for minutes. */
const LIMIT_MS = 420_000;

/** What to time; the pictures are textured squares, enlarged four times. */
export interface Wish {
  readonly adapter: NodeAdapter;
  readonly packFolder: string;
  readonly device: NodeDevice;
  /** For the table, in front of the device. */
  readonly what?: string;
  readonly sidePx: number;
  readonly runs: number;
  readonly stageByStage?: boolean;
}

/** Times a pack on onnxruntime-node, in a process of its own. */
export async function timePack(wish: Wish): Promise<NamedJob> {
  const { adapter, packFolder, device, what, sidePx, runs, stageByStage = false } = wish;
  const pack = await loadPack(createFolderSource(packFolder));
  const isLatent = pack.kind === 'latent';
  const forced = device === 'webgpu' && isLatent && !adapter.attentionWorks;
  const graphs = forced ? await openPackGraphs(packFolder, pack) : undefined;
  const job: Job = {
    packFolder,
    device,
    cpuNodes: graphs?.attentionNodes ?? [],
    picture: await texturedPicture(sidePx),
    options: optionsFor(sidePx, isLatent),
    runs,
    newPrompts: isLatent,
    stageByStage,
    coldShaders: adapter.kind === 'real',
  };
  const name = [what, deviceName(device, forced)].filter((part) => part !== undefined).join(', ');
  const picture = `${sidePx}→${sidePx * SCALE}`;
  showProgress(`${name}, ${picture} px`);
  const result = await runJob(job, LIMIT_MS);
  showProgress('');
  return { name, picture, result };
}

/** The devices of this machine. */
export function devicesOf({ kind }: NodeAdapter): readonly NodeDevice[] {
  return kind === undefined ? ['cpu'] : ['cpu', 'webgpu'];
}

function deviceName(device: NodeDevice, attentionOnCpu: boolean): string {
  if (device === 'cpu') return 'CPU';
  return attentionOnCpu ? 'WebGPU, attention on the CPU' : 'WebGPU';
}

function optionsFor(sidePx: number, isLatent: boolean): EnhanceOptions {
  const common = { scale: SCALE, maxSidePx: MAX_RESULT_SIDE_PX, format: 'jpeg' } as const;
  // A pack enlarges what is smaller than it was trained for, which would be another picture.
  return isLatent ? { ...common, processSize: Math.min(sidePx * SCALE, 512) } : common;
}
