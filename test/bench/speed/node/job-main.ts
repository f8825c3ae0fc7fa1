/** Runs one job in a process of its own; see `run-job.ts`. */
import { errorText } from '../../../../src/shared/error-texts';
import { toOnestepError } from '../../../../src/shared/errors';
import { createNodeCodec } from '../../../../src/inference/node/codec';
import { createFolderSource } from '../../../../src/inference/node/pack-source';
import { createNodeRuntime } from '../../../../src/inference/node/runtime';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createEngine } from '../../../../src/inference/pipeline/create-engine';
import type { Job, JobMessage } from './job';
import { openPackGraphs } from './pack-graphs';
import { runFigures } from './run-figures';
import { createWatch } from './watch';

process.once('message', (job: Job) => {
  void runJob(job)
    .catch((thrown: unknown) => {
      const error = toOnestepError(thrown);
      return tell({
        kind: 'failed',
        reason: `${errorText(error).what} (${firstLine(error.message)})`,
      });
    })
    .then(() => process.disconnect());
});

async function runJob(job: Job): Promise<void> {
  const { device, cpuNodes, stageByStage } = job;
  const native = await createNodeRuntime({ device, cpuNodes });
  const runtime = stageByStage ? { ...native, hasDeviceMemory: false } : native;
  const pack = await loadPack(createFolderSource(job.packFolder));
  const graphs = await openPackGraphs(job.packFolder, pack);
  const watch = createWatch(graphs.nameOf);
  const beforeBytes = process.memoryUsage.rss();

  const opening = performance.now();
  const engine = await createEngine(pack, watch.runtime(runtime), watch.codec(createNodeCodec()));
  await tell({ kind: 'opened', openMs: performance.now() - opening });
  watch.take();
  for (let run = 0; run < job.runs; run++) {
    const options = job.newPrompts ? { ...job.options, prompt: `picture ${run}` } : job.options;
    const startMs = performance.now();
    await engine.enhance(job.picture, options);
    const figures = runFigures(watch.take(), startMs, performance.now(), graphs.macsOf);
    await tell({ kind: 'run', figures });
  }
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  await tell({ kind: 'done', memory: { beforeBytes, peakBytes } });
  await engine.dispose();
}

function tell(message: JobMessage): Promise<void> {
  return new Promise((resolve) => process.send!(message, () => resolve()));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
