import { readFile } from 'node:fs/promises';
import { throwIfCancelled } from '../../shared/cancel';
import { isCancelled, OnestepError, toOnestepError } from '../../shared/errors';
import type { Engine, EnhanceResult, OutputFormat, StageDump } from '../../inference/engine';
import { createNodeEngine } from '../../inference/node/engine';
import type { NodeDevice } from '../../inference/node/runtime';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { abortOnInterrupt } from '../interrupts';
import type { Terminal } from '../terminal';
import { checkRequest, engineOptions, type RestoreRequest } from './engine-options';
import { expandInputs } from './expand-inputs';
import { diskView } from './file-system-view';
import { planOutputs, type PlannedResult } from './output-plan';
import { OneAhead, type EngineTask } from './one-ahead';
import { createProgress } from './progress';
import { Report } from './report';
import { ResultWriter } from './result-writer';
import { writeSafetensors } from './safetensors-file';

export interface EnhanceRequest extends RestoreRequest {
  /** Files, or patterns that the shell did not expand. */
  readonly inputs: readonly string[];
  readonly output: string | undefined;
  readonly format: OutputFormat | 'auto';
  readonly packFolder: string;
  readonly device: NodeDevice;
  /** File for what each stage gives, for one picture only. */
  readonly dump: string | undefined;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/**
 * Enhances one picture after the other, the next one beginning while the last is written. What goes
 * wrong with one is reported and does not stop the rest; Ctrl+C stops between two tiles and leaves no
 * partial file.
 *
 * @throws OnestepError when nothing could be started: see `planOutputs` and `createNodeEngine`
 */
export async function runEnhance(request: EnhanceRequest, terminal: Terminal): Promise<ExitCode> {
  const inputs = await expandInputs(request.inputs);
  refuseDumpOfMany(request, inputs.length);
  const plan = await planOutputs({ ...request, inputs }, diskView);
  const report = new Report(terminal, { ...request, pictures: plan.entries.length });
  const work: PlannedResult[] = [];
  for (const entry of plan.entries) {
    if ('error' in entry) report.failed(entry);
    else work.push(entry);
  }
  if (work.length === 0) return report.finish();

  const writer = new ResultWriter(plan.inputIdentities);
  const interrupts = abortOnInterrupt(() => writer.discardTemporary(), EXIT_CODE.cancelled);
  const progress = createProgress(request.quiet ? null : terminal.screen, plan.entries.length);
  const refused = plan.entries.length - work.length;
  let engine: Engine | undefined;
  try {
    engine = await createNodeEngine(request.packFolder, request.device);
    checkRequest(request, engine);
    const { signal } = interrupts;
    const enhanced = new OneAhead(enhanceTasks(work, request, engine, signal));
    for (const [index, planned] of work.entries()) {
      progress.picture(refused + index, planned.input);
      try {
        const { result, stages } = await enhanced.resultOf(index, ({ tilesDone, tilesTotal }) =>
          progress.part(tilesTotal === 0 ? 0 : tilesDone / tilesTotal),
        );
        const options = { force: request.force, signal };
        await writer.write(planned.target, result.bytes, options);
        if (request.dump !== undefined && stages !== undefined) {
          await writer.write(request.dump, writeSafetensors(stages), options);
        }
        progress.hide();
        report.enhanced(planned, result);
      } catch (thrown) {
        progress.hide();
        if (isCancelled(thrown)) {
          report.cancelled();
          break;
        }
        report.failed({ input: planned.input, error: toOnestepError(thrown) });
      }
    }
  } finally {
    interrupts.stop();
    await engine?.dispose();
  }
  return report.finish();
}

interface Enhanced {
  readonly result: EnhanceResult;
  readonly stages: StageDump | undefined;
}

function enhanceTasks(
  work: readonly PlannedResult[],
  request: EnhanceRequest,
  engine: Engine,
  signal: AbortSignal,
): EngineTask<Enhanced>[] {
  return work.map(({ input, format }) => async (onProgress) => {
    throwIfCancelled(signal);
    const bytes = await readInput(input);
    let stages: StageDump | undefined;
    const keepStages = (made: StageDump): void => {
      stages = made;
    };
    const result = await engine.enhance(bytes, engineOptions(request, format), {
      signal,
      onProgress,
      onDump: request.dump === undefined ? undefined : keepStages,
    });
    return { result, stages };
  });
}

/** The file would hold the stages of the last picture only. */
function refuseDumpOfMany({ dump }: EnhanceRequest, pictures: number): void {
  if (dump === undefined || pictures === 1) return;
  const expected = 'it with one picture at a time';
  throw new OnestepError('option-invalid', { option: '--dump', value: dump, expected });
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new OnestepError('input-unreadable', { path }, thrown);
  }
}
