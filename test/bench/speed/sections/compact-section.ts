import type { NodeAdapter } from '../machine';
import type { Section } from '../markdown';
import { jobTable, type NamedJob } from '../node/job-table';
import { devicesOf, timePack } from './context';

const SIDES_PX = [128, 256, 512] as const;
const RUNS = 4;

/** The embedded pack on onnxruntime-node. */
export async function compactSection(adapter: NodeAdapter, packFolder: string): Promise<Section> {
  const jobs: NamedJob[] = [];
  for (const device of devicesOf(adapter)) {
    const isSlow = device === 'webgpu' && adapter.kind === 'software';
    for (const sidePx of isSlow ? SIDES_PX.slice(0, 1) : SIDES_PX) {
      jobs.push(await timePack({ adapter, packFolder, device, sidePx, runs: RUNS }));
    }
  }
  return {
    title: 'The embedded pack in Node',
    remarks: [
      'From file to file (JPEG). “Opening” is loading and the self-test; “later” the median of ' +
        `${RUNS - 1} runs after the first. ${adapterRemark(adapter)}`,
    ],
    tables: [jobTable(jobs)],
  };
}

/** What the WebGPU rows are worth on this machine. */
export function adapterRemark({ kind, note }: NodeAdapter): string {
  switch (kind) {
    case undefined:
      return `WebGPU is left out: ${note}`;
    case 'software':
      return 'WebGPU runs on a software adapter here, so that its rows say that it works, not how fast it is.';
    case 'real':
      return 'Compiled shaders of earlier processes are not used, so that the first run is a first run.';
  }
}
