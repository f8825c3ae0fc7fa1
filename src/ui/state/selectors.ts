import type { Controls } from '../../shared/controls';
import type { Picture, Scope } from '../../shared/protocol';
import type { SharingChoice } from '../../shared/write-target';
import type { OutputOptions, RunOptions } from '../run/run-options';
import { isUnderWay, type LeftOut, type RunItem } from '../run/run-state';
import type { AppState } from './app-state';
import { layersPassedOver, wantedPictures } from './picture-choices';
import { divideByChoice, NOTHING_SHARED, sharingChoice } from './sharing';

/** Where pictures are looked for. */
export function scopeOf({ batch, settings }: AppState): Scope {
  if (!batch) return { area: 'selection', includeHiddenAndLocked: false };
  const { area, includeHiddenAndLocked } = settings;
  return { area, includeHiddenAndLocked };
}

/**
 * Pictures that a run would work on, with the uses that it would write: all wanted ones but what the
 * user leaves to its style. While that has to be asked, nothing is left out yet.
 */
export function picturesToEnhance(state: AppState): readonly Picture[] {
  const wanted = wantedPictures(state);
  const choice = sharingForRun(state);
  return choice === null ? wanted : divideByChoice(wanted, choice).pictures;
}

/** What a run on the present selection leaves alone, and why. */
export function leftOutOfRun(state: AppState): LeftOut {
  const { current } = state.selection;
  if (current === null) return { skipped: [], hiddenOrLocked: 0 };
  const choice = sharingForRun(state);
  const leftToStyles =
    choice === null ? [] : divideByChoice(wantedPictures(state), choice).leftAlone;
  return {
    skipped: [...layersPassedOver(state), ...leftToStyles, ...current.skipped],
    hiddenOrLocked: current.hiddenOrLocked,
  };
}

export function isRunning(state: AppState): boolean {
  return state.run !== null && isUnderWay(state.run);
}

/** What a run that begins now is told. */
export function optionsForRun(state: AppState): RunOptions {
  return {
    scale: state.settings.scale,
    density: state.settings.density,
    output: outputForRun(state),
    prompt: promptForRun(state),
    controls: controlsForRun(state),
    fromOriginals: state.fromOriginals,
    sharing: sharingForRun(state) ?? NOTHING_SHARED,
    packTitle: state.model.info?.packTitle ?? '',
  };
}

/** The words of a run that begins now; empty for a pack that takes none. */
export function promptForRun({ model, prompt }: AppState): string {
  return model.info?.takesPrompt ? prompt.trim() : '';
}

/** What a run that begins now is told beside the prompt; null for a pack without controls. */
function controlsForRun({ model, settings }: AppState): Controls | null {
  if (!model.info?.controls) return null;
  const { denoise, dejpeg, deblur, content, crisp } = settings;
  return {
    denoise: denoise ?? undefined,
    dejpeg: dejpeg ?? undefined,
    deblur: deblur ?? undefined,
    content: content ?? undefined,
    crisp: crisp ?? undefined,
  };
}

/** What a run that begins now makes of the restored pictures. */
function outputForRun({ model, settings }: AppState): OutputOptions {
  const { colourFix, format, jpegQuality, strength } = settings;
  const isLatent = model.info?.kind === 'latent';
  return {
    format,
    quality: jpegQuality,
    strength,
    ...(isLatent && colourFix !== null ? { colourFix } : {}),
  };
}

/** What a run does with pictures that layers share; null while the user has to be asked. */
export function sharingForRun(state: AppState): SharingChoice | null {
  return sharingChoice(state.sharing, wantedPictures(state));
}

/** True when the selection is known and a run over it needs to be told what becomes of styles. */
export function asksAboutStyles(state: AppState): boolean {
  return !state.selection.reading && sharingForRun(state) === null;
}

/** Pictures of a run with layers in which only undo brings the originals back. */
export function picturesLosingOriginals(state: AppState): readonly Picture[] {
  if (state.selection.reading) return [];
  return picturesToEnhance(state).filter(({ uses }) =>
    uses.some(({ originalCanBeKept }) => !originalCanBeKept),
  );
}

/** True when a run may only begin once the user goes without the originals. */
export function asksAboutOriginals(state: AppState): boolean {
  return !state.originalsGivenUp && picturesLosingOriginals(state).length > 0;
}

/** True when the run that was asked for can begin. */
export function readyToStart(state: AppState): boolean {
  return (
    state.startWanted &&
    !isRunning(state) &&
    state.session.status === 'open' &&
    state.engine.status === 'ready' &&
    state.model.opening === null &&
    !state.selection.reading &&
    !asksAboutStyles(state) &&
    !asksAboutOriginals(state) &&
    picturesToEnhance(state).length > 0
  );
}

/** Selected pictures that are results, and whose originals are still in the file. */
export function picturesWithOriginal({ selection }: AppState): readonly Picture[] {
  return selection.current?.pictures.filter(({ original }) => original !== null) ?? [];
}

/** The finished picture in the before/after view. */
export function comparedItem(state: AppState): RunItem | null {
  return (
    state.run?.items.find(
      (item) => item.picture.imageHash === state.comparing && item.phase.status === 'done',
    ) ?? null
  );
}
