/** Everything the panel shows, as one value; changed only by `reduce`. */
import type { DownloadProgress, PackOffer } from '../../engine-page/page-api';
import type { SerializedError } from '../../shared/errors';
import type { Editor, Progress, Selection } from '../../shared/protocol';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings';
import type { PlacedEngineInfo } from '../engine/engine-place';
import { NO_FOLLOW_UP, type FollowUp } from '../run/follow-up';
import type { Run } from '../run/run-state';
import { UNANSWERED, type SharingAnswers } from './sharing';
import { EMPTY_LIBRARY, type LibraryState } from './library-state';
import { CLOSED_SETTINGS, type SettingsScreenState } from './settings-screen';

export type SessionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  | { readonly status: 'failed'; readonly error: SerializedError };

export type EngineState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly info: PlacedEngineInfo }
  | { readonly status: 'failed'; readonly error: SerializedError };

export interface ModelState {
  /** Of the pack in use, also while its engine starts again; null before the first start. */
  readonly info: PlacedEngineInfo | null;
  /** The pack in use is the one inside the plugin. */
  readonly embedded: boolean;
  /** Name of the pack that is to replace the one in use. */
  readonly opening: string | null;
  /** Bytes of its weights, while they are downloaded. */
  readonly download: DownloadProgress | null;
  /** Packs of the engine page's host. */
  readonly offers: readonly PackOffer[];
  /** The pack that could not replace the one in use. */
  readonly failure: { readonly name: string; readonly error: SerializedError } | null;
}

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
  /** Small: only the progress of a run that was started without the panel. */
  readonly window: 'small' | 'full';
  /** Where the plugin was launched; null before that is known. */
  readonly editor: Editor | null;
  readonly settings: Settings;
  readonly library: LibraryState;
  readonly settingsScreen: SettingsScreenState;
  readonly engine: EngineState;
  readonly model: ModelState;
  /** As typed; kept while the window is open, also for packs that take none. */
  readonly prompt: string;
  /** The prompt field takes the focus as soon as it is there. */
  readonly promptWanted: boolean;
  readonly selection: SelectionState;
  /** A batch: the list is edited before the run, and pictures may come from anywhere in the file. */
  readonly batch: boolean;
  /** What the user decided about single pictures, by hash; the others go as the settings say. */
  readonly decided: Readonly<Record<string, 'take' | 'leave'>>;
  /** What the user wants for pictures that layers share; forgotten at the next launch. */
  readonly sharing: SharingAnswers;
  /** A run was asked for and starts as soon as engine, selection and answers are there. */
  readonly startWanted: boolean;
  /** The wanted run starts again from the originals of pictures that were enhanced before. */
  readonly fromOriginals: boolean;
  /** The user was told of originals that cannot be kept, and wants the run all the same. */
  readonly originalsGivenUp: boolean;
  /** The run in progress, or the last one. */
  readonly run: Run | null;
  /** What was done with its results since it ended. */
  readonly followUp: FollowUp;
  /** The pictures to choose from, or the run and its results. */
  readonly screen: 'choose' | 'run';
  /** In the before/after view: hash of a run’s picture as it was, or of a selected picture as it is. */
  readonly comparing: string | null;
  /** The first selected picture with an original goes into the before/after view, once it is known. */
  readonly compareWanted: boolean;
}

export const INITIAL_STATE: AppState = {
  session: { status: 'connecting' },
  window: 'full',
  editor: null,
  settings: DEFAULT_SETTINGS,
  library: EMPTY_LIBRARY,
  settingsScreen: CLOSED_SETTINGS,
  engine: { status: 'starting' },
  model: { info: null, embedded: true, opening: null, download: null, offers: [], failure: null },
  prompt: '',
  promptWanted: false,
  selection: { current: null, reading: true, progress: null, error: null },
  batch: false,
  decided: {},
  sharing: UNANSWERED,
  startWanted: false,
  fromOriginals: false,
  originalsGivenUp: false,
  run: null,
  followUp: NO_FOLLOW_UP,
  screen: 'choose',
  comparing: null,
  compareWanted: false,
};
