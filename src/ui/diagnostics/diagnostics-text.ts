/**
 * What a bug report needs to know, as text. Built from numbers, codes and versions; the only free
 * texts are technical causes of errors, out of which everything that is known to belong to the
 * user’s work is taken. In English and not translated: it is for those who mend the plugin.
 */
import type { SerializedError } from '../../shared/errors';
import { engineReason } from '../engine/engine-reason';
import { countItems } from '../run/run-summary';
import type { Run, RunItem } from '../run/run-state';
import type { AppState } from '../state/app-state';
import { scopeOf } from '../state/selectors';
import { errorsOf, privateTexts } from './private-texts';
import { redactor, type Redact } from './redact';

/** What the state does not know about itself. */
export interface Environment {
  readonly pluginVersion: string;
  readonly protocolVersion: number;
  readonly userAgent: string;
  readonly windowWidth: number;
  readonly windowHeight: number;
  readonly devicePixelRatio: number;
}

/** Enough to see a pattern, few enough to read. */
const MOST_LINES = 20;

export function diagnosticsText(state: AppState, environment: Environment): string {
  const redact = redactor(privateTexts(state));
  return [
    ...environmentLines(environment, state),
    '',
    ...engineLines(state, redact),
    '',
    `Settings: ${JSON.stringify(state.settings)}`,
    ...libraryLines(state),
    ...selectionLines(state),
    '',
    ...runLines(state.run),
    '',
    ...errorLines(errorsOf(state), redact),
  ].join('\n');
}

function environmentLines(environment: Environment, { editor, window }: AppState): string[] {
  const { windowWidth, windowHeight, devicePixelRatio } = environment;
  return [
    `Onestep ${environment.pluginVersion}, protocol ${environment.protocolVersion}`,
    `Editor: ${editor ?? 'unknown'}`,
    `Browser: ${environment.userAgent}`,
    `Window: ${windowWidth} × ${windowHeight} at ${devicePixelRatio}, ${window}`,
  ];
}

function engineLines({ engine, model, session }: AppState, redact: Redact): string[] {
  const { info, embedded, opening } = model;
  const pack =
    info === null
      ? 'not known yet'
      : `${info.packTitle} ${info.packVersion}, ${embedded ? 'embedded' : 'from the disk'}`;
  return [
    `Connection: ${session.status}`,
    `Engine: ${engine.status}, ${info === null ? 'no runtime' : `${info.runtime} in ${info.place}`}, because ${engineReason(engine)}`,
    ...(info?.passedOver ?? []).map(
      ({ place, error }) => `Not on the ${place}: ${error.code} ${redact(error.cause ?? '')}`,
    ),
    `Pack: ${pack}${opening === null ? '' : ', opening another'}`,
    `Takes prompt: ${info?.takesPrompt ?? 'unknown'}, controls: ${info ? info.controls !== null : 'unknown'}`,
  ];
}

function libraryLines({ library: { presets, prompts } }: AppState): string[] {
  return [
    `Presets: ${presets.presets.length}, ${presets.keeping}`,
    `Prompts: ${prompts.prompts.length}, ${prompts.keeping}`,
  ];
}

function selectionLines(state: AppState): string[] {
  const { current, reading } = state.selection;
  const read =
    current === null
      ? 'nothing read'
      : `${current.pictures.length} pictures, ${current.skipped.length} skipped, ${current.hiddenOrLocked} hidden or locked`;
  return [
    `Selection: ${read}${reading ? ', reading' : ''}; ${scopeOf(state).area}${state.batch ? ', batch' : ''}`,
    ...(current === null || current.skipped.length === 0
      ? []
      : [`Skipped for: ${codesText(current.skipped.map(({ error }) => error))}`]),
  ];
}

function runLines(run: Run | null): string[] {
  if (run === null) return ['Last run: none'];
  const { done, failed, cancelled, skipped, total } = countItems(run);
  const { options, items } = run;
  return [
    `Last run: ${run.status}; ${total} pictures: ${done} done, ${failed} failed, ${cancelled} cancelled, ${skipped} skipped`,
    `Told: scale ${options.scale}, density ${options.density}, output ${JSON.stringify(options.output)}, prompt of ${options.prompt.length} characters, controls ${JSON.stringify(options.controls)}, from originals ${options.fromOriginals}`,
    ...items.slice(0, MOST_LINES).map(itemLine),
    ...moreLines(items.length),
  ];
}

function itemLine({ picture, phase }: RunItem, index: number): string {
  const number = `  ${index + 1}. ${picture.width} × ${picture.height}`;
  switch (phase.status) {
    case 'done': {
      const { width, height, scale, capped, format, tookMs, failures, originalsKept } =
        phase.result;
      return (
        `${number} → ${width} × ${height}, ${scale.toFixed(2)}×${capped ? ' capped' : ''}, ${format}, ` +
        `${Math.round(tookMs)} ms, ${picture.uses.length} uses, ${failures.length} refused` +
        `${originalsKept ? '' : ', original not kept'}`
      );
    }
    case 'failed':
      return `${number}: ${phase.error.code}`;
    default:
      return `${number}: ${phase.status}`;
  }
}

function errorLines(errors: readonly SerializedError[], redact: Redact): string[] {
  if (errors.length === 0) return ['Errors: none'];
  return [
    `Errors: ${codesText(errors)}`,
    ...errors.slice(0, MOST_LINES).map(({ code, details, cause }) => {
      // Texts among the details are names; the numbers are sizes and limits.
      const numbers = Object.entries(details).filter(([, value]) => typeof value === 'number');
      const facts = numbers.map(([name, value]) => ` ${name}=${value}`).join('');
      return `  ${code}${facts}${cause === undefined ? '' : `: ${redact(cause)}`}`;
    }),
    ...moreLines(errors.length),
  ];
}

/** “engine-memory ×2, layer-gone ×1” */
function codesText(errors: readonly SerializedError[]): string {
  const counts = new Map<string, number>();
  for (const { code } of errors) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${code} ×${count}`).join(', ');
}

function moreLines(count: number): string[] {
  return count > MOST_LINES ? [`  and ${count - MOST_LINES} more`] : [];
}
