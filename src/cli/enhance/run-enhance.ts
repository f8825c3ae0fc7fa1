import { readFile } from 'node:fs/promises';
import { throwIfCancelled } from '../../shared/cancel';
import { isCancelled, OnestepError, toOnestepError } from '../../shared/errors';
import { MAX_RESULT_SIDE_PX } from '../../shared/limits';
import type { Engine, EnhanceResult, OutputFormat } from '../../inference/engine';
import { createNodeEngine } from '../../inference/node/engine';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { abortOnInterrupt } from '../interrupts';
import type { Terminal } from '../terminal';
import { expandInputs } from './expand-inputs';
import { diskView } from './file-system-view';
import { planOutputs, type PlannedResult } from './output-plan';
import { createProgress, type Progress } from './progress';
import { Report } from './report';
import { ResultWriter } from './result-writer';

export interface EnhanceRequest {
  /** Files, or patterns that the shell did not expand. */
  readonly inputs: readonly string[];
  readonly output: string | undefined;
  /** Enlargement of each side, above 1 and at most 4. */
  readonly scale: number;
  readonly format: OutputFormat | 'auto';
  readonly packFolder: string;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/**
 * Enhances one picture after the other. What goes wrong with one is reported and does not stop the
 * rest; Ctrl+C stops between two tiles and leaves no partial file.
 *
 * @throws OnestepError when nothing could be started: see `planOutputs` and `createNodeEngine`
 */
export async function runEnhance(request: EnhanceRequest, terminal: Terminal): Promise<ExitCode> {
  const inputs = await expandInputs(request.inputs);
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
    engine = await createNodeEngine(request.packFolder);
    for (const [index, planned] of work.entries()) {
      progress.picture(refused + index, planned.input);
      try {
        const result = await enhanceOne(planned, request, engine, interrupts.signal, progress);
        await writer.write(planned.target, result.bytes, {
          force: request.force,
          signal: interrupts.signal,
        });
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

async function enhanceOne(
  { input, format }: PlannedResult,
  { scale }: EnhanceRequest,
  engine: Engine,
  signal: AbortSignal,
  progress: Progress,
): Promise<EnhanceResult> {
  throwIfCancelled(signal);
  const bytes = await readInput(input);
  return engine.enhance(
    bytes,
    { scale, maxSidePx: MAX_RESULT_SIDE_PX, format },
    {
      signal,
      onProgress: ({ tilesDone, tilesTotal }) =>
        progress.part(tilesTotal === 0 ? 0 : tilesDone / tilesTotal),
    },
  );
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new OnestepError('input-unreadable', { path }, thrown);
  }
}
