import type { DownloadProgress, PackOffer } from '../../engine-page/page-api';
import type { SerializedError } from '../../shared/errors';
import type { Editor, Launch, Picture, Progress, Scope, Selection } from '../../shared/protocol';
import type { PresetShelf } from '../../shared/presets';
import type { PromptShelf } from '../../shared/prompt-history';
import type { Settings } from '../../shared/settings';
import type { SharingChoice } from '../../shared/write-target';
import type { PlacedEngineInfo } from '../engine/engine-place';
import type { RunOptions } from '../run/run-options';
import type { FollowUpAction } from '../run/follow-up';
import type { RunAction } from '../run/reduce-run';
import type { LibraryAction } from './library-state';
import type { SettingsScreenAction } from './settings-screen';

export type Action =
  | { readonly type: 'session/connecting' }
  | {
      readonly type: 'session/opened';
      readonly launch: Launch;
      readonly settings: Settings;
      readonly presets: PresetShelf;
      readonly prompts: PromptShelf;
      readonly editor: Editor;
    }
  | { readonly type: 'session/failed'; readonly error: SerializedError }
  | { readonly type: 'launched'; readonly launch: Launch }
  | { readonly type: 'window/grown' }
  | { readonly type: 'engine/starting' }
  | { readonly type: 'engine/ready'; readonly info: PlacedEngineInfo }
  | { readonly type: 'engine/failed'; readonly error: SerializedError }
  | { readonly type: 'pack/opening'; readonly name: string }
  /** While the weights of the pack that opens are downloaded. */
  | { readonly type: 'pack/progress'; readonly progress: DownloadProgress }
  /** What the engine page has beside the packs of the user. */
  | { readonly type: 'pack/offered'; readonly offers: readonly PackOffer[] }
  | { readonly type: 'pack/opened'; readonly info: PlacedEngineInfo; readonly embedded: boolean }
  | { readonly type: 'pack/failed'; readonly name: string; readonly error: SerializedError }
  /** The opening was cancelled, or its failure was read. */
  | { readonly type: 'pack/kept' }
  | { readonly type: 'prompt/typed'; readonly prompt: string }
  | { readonly type: 'selection/reading' }
  | { readonly type: 'selection/progress'; readonly progress: Progress }
  | {
      readonly type: 'selection/read';
      readonly selection: Selection;
      /** The user selected something else, so the panel follows; else it was read again unasked. */
      readonly changedByUser: boolean;
    }
  | { readonly type: 'selection/failed'; readonly error: SerializedError }
  | { readonly type: 'settings/set'; readonly changes: Partial<Settings> }
  | { readonly type: 'scope/set'; readonly scope: Scope }
  /** Leaves a picture out of the next run, or takes it into it after all. */
  | { readonly type: 'batch/toggled'; readonly imageHash: string }
  /** For the styles that hold pictures of the run. */
  | { readonly type: 'sharing/styles'; readonly choice: SharingChoice['styles'] }
  | { readonly type: 'sharing/components'; readonly choice: SharingChoice['components'] }
  | { readonly type: 'start/wanted' }
  | { readonly type: 'start/dropped' }
  /** The run is wanted though originals cannot be kept. */
  | { readonly type: 'originals/given-up' }
  | {
      readonly type: 'run/started';
      readonly pictures: readonly Picture[];
      readonly options: RunOptions;
      readonly nowMs: number;
    }
  | RunAction
  | FollowUpAction
  | LibraryAction
  | SettingsScreenAction
  | { readonly type: 'results/left' }
  | { readonly type: 'results/shown' }
  | { readonly type: 'compare/opened'; readonly imageHash: string }
  | { readonly type: 'compare/closed' };
