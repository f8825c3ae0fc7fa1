/** Everything the panel shows, as one value; changed only by `reduce`. */
import type { EngineInfo } from '../../inference/engine';
import type { SerializedError } from '../../shared/errors';
import type { Progress, Selection } from '../../shared/protocol';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings';
import type { Run } from '../run/run-state';

export type SessionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  | { readonly status: 'failed'; readonly error: SerializedError };

export type EngineState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly info: EngineInfo }
  | { readonly status: 'failed'; readonly error: SerializedError };

export interface SelectionState {
  /** What was read last; stays on display while a newer selection is read. */
  readonly current: Selection | null;
  readonly reading: boolean;
  /** Layers looked at so far, when the sandbox reports it. */
  readonly progress: Progress | null;
  readonly error: SerializedError | null;
}

export interface AppState {
  readonly session: SessionState;
  readonly settings: Settings;
  readonly engine: EngineState;
  readonly selection: SelectionState;
  /** A run was asked for and starts as soon as engine and selection are ready. */
  readonly startWanted: boolean;
  /** The run in progress, or the last one. */
  readonly run: Run | null;
  /** The pictures to choose from, or the run and its results. */
  readonly screen: 'choose' | 'run';
  /** Original image hash of the result in the before/after view. */
  readonly comparing: string | null;
}

export const INITIAL_STATE: AppState = {
  session: { status: 'connecting' },
  settings: DEFAULT_SETTINGS,
  engine: { status: 'starting' },
  selection: { current: null, reading: true, progress: null, error: null },
  startWanted: false,
  run: null,
  screen: 'choose',
  comparing: null,
};
