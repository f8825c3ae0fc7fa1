import type { SerializedError } from '../../shared/errors';
import type { Picture, SkippedLayer } from '../../shared/protocol';
import type { ItemPhase } from '../run/run-state';
import type { AppState } from '../state/app-state';

/** Every text of the state that is of the user’s making: names, prompts, hashes and ids. */
export function privateTexts(state: AppState): string[] {
  const { comparing, library, model, prompt, run, selection } = state;
  const { current } = selection;
  return [
    prompt,
    ...linesOf(prompt),
    ...library.prompts.prompts.flatMap((kept) => [kept, ...linesOf(kept)]),
    ...library.presets.presets.flatMap((preset) => [preset.name, preset.prompt]),
    ...Object.keys(state.decided),
    ...refusedRestores(state).flatMap(ofSkipped),
    comparing ?? '',
    model.opening ?? '',
    model.failure?.name ?? '',
    ...(current?.pictures.flatMap(ofPicture) ?? []),
    ...(current?.skipped.flatMap(ofSkipped) ?? []),
    run?.options.prompt ?? '',
    ...(run?.leftOut.skipped.flatMap(ofSkipped) ?? []),
    ...(run?.items.flatMap(({ picture, phase }) => [
      ...ofPicture(picture),
      ...(phase.status === 'done' ? [phase.result.imageHash, phase.result.sourceHash] : []),
      ...(phase.status === 'failed' && phase.refused ? [phase.refused.imageHash] : []),
      ...refusalsOf(phase).flatMap(ofSkipped),
    ]) ?? []),
    ...errorsOf(state).flatMap(ofError),
  ];
}

/** What went wrong and is still known, in the order it happens to a user. */
export function errorsOf(state: AppState): SerializedError[] {
  const { session, engine, followUp, selection, model, run } = state;
  return [
    ...(session.status === 'failed' ? [session.error] : []),
    ...(engine.status === 'failed' ? [engine.error] : []),
    ...(model.failure ? [model.failure.error] : []),
    ...(selection.error ? [selection.error] : []),
    ...(run?.commitError ? [run.commitError] : []),
    ...(run?.items.flatMap(({ phase }) => [
      ...(phase.status === 'failed' ? [phase.error] : []),
      ...refusalsOf(phase).map(({ error }) => error),
    ]) ?? []),
    ...[...Object.values(followUp.placing), ...Object.values(followUp.restoring)].flatMap((step) =>
      step.status === 'failed' ? [step.error] : [],
    ),
    ...refusedRestores(state).map(({ error }) => error),
    ...(followUp.notShown ? [followUp.notShown.error] : []),
  ];
}

/** Layers that did not take the new picture. */
function refusalsOf(phase: ItemPhase): readonly SkippedLayer[] {
  if (phase.status === 'done') return phase.result.failures;
  return phase.status === 'failed' ? (phase.refused?.failures ?? []) : [];
}

/** Layers that did not take their original back. */
function refusedRestores({ followUp }: AppState): SkippedLayer[] {
  return Object.values(followUp.restoring).flatMap((step) =>
    step.status === 'restored' ? step.failures : [],
  );
}

function linesOf(text: string): string[] {
  return text.split('\n');
}

function ofPicture({ imageHash, original, uses }: Picture): string[] {
  return [
    imageHash,
    original?.imageHash ?? '',
    ...uses.flatMap(({ nodeId, nodeName, styleId, style, component, originalHash }) => [
      nodeId,
      nodeName,
      styleId ?? '',
      style?.name ?? '',
      component?.name ?? '',
      originalHash ?? '',
    ]),
  ];
}

function ofSkipped({ nodeId, nodeName, error }: SkippedLayer): string[] {
  return [nodeId, nodeName, ...ofError(error)];
}

/** Details fill sentences with names of styles, fonts and files. */
function ofError({ details }: SerializedError): string[] {
  return Object.values(details).filter((value) => typeof value === 'string');
}
