import { MAX_PROMPT_CHARACTERS } from '../../shared/limits';
import { comparisonOf } from '../compare/comparison';
import { NO_FOLLOW_UP, reduceFollowUp, withoutPicture } from '../run/follow-up';
import { reduceRun, startRun } from '../run/reduce-run';
import type { Action } from './actions';
import type { AppState, ModelState } from './app-state';
import { openedWindow, withLaunch } from './launch';
import { pictureChoices, wantedPictures } from './picture-choices';
import { isRunning, leftOutOfRun, picturesToEnhance, picturesWithOriginal } from './selectors';
import { stylesInQuestion, UNANSWERED } from './sharing';
import { reduceLibrary } from './library-state';
import { CLOSED_SETTINGS, reduceSettingsScreen } from './settings-screen';

export function reduce(state: AppState, action: Action): AppState {
  return withoutHopelessStart(apply(state, action));
}

function apply(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'session/connecting':
      return { ...state, session: { status: 'connecting' } };
    case 'session/opened':
      return {
        ...withLaunch(state, action.launch),
        session: { status: 'open' },
        window: openedWindow(action.launch),
        settings: action.settings,
        library: { presets: action.presets, prompts: action.prompts, chosen: null },
        editor: action.editor,
      };
    case 'session/failed':
      return { ...state, session: { status: 'failed', error: action.error } };
    case 'launched':
      if (isRunning(state)) return state;
      return {
        ...withLaunch(state, action.launch),
        // What was selected before may not be any more, so a run waits for the new reading.
        selection: { ...state.selection, reading: true, progress: null, error: null },
      };

    case 'window/grown':
      return { ...state, window: 'full' };

    case 'engine/starting':
      return { ...state, engine: { status: 'starting' } };
    case 'engine/ready':
      return withModel(
        { ...state, engine: { status: 'ready', info: action.info } },
        { info: action.info },
      );
    case 'engine/failed':
      return { ...state, engine: { status: 'failed', error: action.error } };

    case 'pack/opening':
      return withModel(state, { opening: action.name, download: null, failure: null });
    case 'pack/progress':
      return state.model.opening === null ? state : withModel(state, { download: action.progress });
    case 'pack/offered':
      return withModel(state, { offers: action.offers });
    case 'pack/opened':
      return withModel(
        { ...state, engine: { status: 'ready', info: action.info } },
        { info: action.info, embedded: action.embedded, opening: null },
      );
    case 'pack/failed': {
      const { name, error } = action;
      // A run that waited for this pack was not meant for the one that stays in use.
      return withModel(
        { ...state, startWanted: false },
        { opening: null, failure: { name, error } },
      );
    }
    case 'pack/kept':
      return withModel(
        { ...state, startWanted: state.startWanted && state.model.opening === null },
        { opening: null, failure: null },
      );
    case 'prompt/typed':
      return { ...state, prompt: action.prompt.slice(0, MAX_PROMPT_CHARACTERS) };

    case 'selection/reading':
      return {
        ...state,
        selection: { ...state.selection, reading: true, progress: null, error: null },
        originalsGivenUp: false,
      };
    case 'selection/progress':
      return { ...state, selection: { ...state.selection, progress: action.progress } };
    case 'selection/read': {
      const { selection, changedByUser } = action;
      // Results stay on display while nothing new was picked, and while one of them is looked at.
      const follow =
        changedByUser &&
        !isRunning(state) &&
        state.comparing === null &&
        selection.pictures.length > 0;
      return withComparison({
        ...state,
        selection: { current: selection, reading: false, progress: null, error: null },
        sharing: changedByUser ? withoutComponents(state.sharing) : state.sharing,
        screen: follow ? 'choose' : state.screen,
      });
    }
    case 'selection/failed':
      return {
        ...state,
        selection: { current: null, reading: false, progress: null, error: action.error },
      };

    case 'settings/set':
      return { ...state, settings: { ...state.settings, ...action.changes } };
    case 'scope/set':
      return {
        ...state,
        settings: { ...state.settings, ...action.scope },
        sharing: withoutComponents(state.sharing),
      };
    case 'batch/toggled': {
      const { imageHash } = action;
      const choice = pictureChoices(state).find(({ picture }) => picture.imageHash === imageHash);
      if (!choice) return state;
      const decision = choice.part === 'enhanced' ? 'leave' : 'take';
      return { ...state, decided: { ...state.decided, [imageHash]: decision } };
    }
    case 'sharing/styles': {
      const styleIds = stylesInQuestion(wantedPictures(state)).map(({ styleId }) => styleId);
      return {
        ...state,
        sharing: { ...state.sharing, styles: { choice: action.choice, styleIds } },
      };
    }
    case 'sharing/components':
      return { ...state, sharing: { ...state.sharing, components: action.choice } };
    case 'start/wanted':
      if (isRunning(state)) return state;
      return {
        ...state,
        startWanted: true,
        fromOriginals: false,
        // Whatever has to be said of originals stands above the button, once the selection is known.
        originalsGivenUp: !state.selection.reading,
      };
    case 'start/dropped':
      return { ...state, startWanted: false, originalsGivenUp: false };
    case 'originals/given-up':
      return { ...state, originalsGivenUp: true };

    case 'run/started':
      return {
        ...state,
        startWanted: false,
        originalsGivenUp: false,
        screen: 'run',
        comparing: null,
        settingsScreen: CLOSED_SETTINGS,
        compareWanted: false,
        model: { ...state.model, failure: null },
        followUp: NO_FOLLOW_UP,
        run: startRun(action.pictures, leftOutOfRun(state), action.options, action.nowMs),
      };
    case 'item/phase':
      if (state.run === null) return state;
      return {
        ...state,
        run: reduceRun(state.run, action),
        followUp: withoutPicture(state.followUp, action.imageHash),
      };
    case 'run/tick':
    case 'run/pausing':
    case 'run/paused':
    case 'run/resumed':
    case 'run/cancelling':
    case 'run/committed':
    case 'run/finished':
    case 'item/progress':
    case 'item/skipped':
    case 'item/stopped':
    case 'items/queued':
      return state.run === null ? state : { ...state, run: reduceRun(state.run, action) };

    case 'follow-up/placing':
    case 'follow-up/restoring':
    case 'follow-up/not-shown':
      return { ...state, followUp: reduceFollowUp(state.followUp, action) };
    case 'library/presets':
    case 'library/prompts':
    case 'preset/chosen':
      return reduceLibrary(state, action);
    case 'settings/opened':
    case 'settings/closed':
    case 'settings/reset':
    case 'storage/read':
    case 'weights/read':
      return reduceSettingsScreen(state, action);

    case 'results/left':
      return isRunning(state) ? state : { ...state, screen: 'choose', comparing: null };
    case 'results/shown':
      return state.run === null ? state : { ...state, screen: 'run' };
    case 'compare/opened': {
      const opened = { ...state, comparing: action.imageHash };
      return comparisonOf(opened) === null ? state : opened;
    }
    case 'compare/closed':
      return { ...state, comparing: null, compareWanted: false };
  }
}

/** The wish to change main components was for those that were looked at then. */
function withoutComponents(sharing: AppState['sharing']): AppState['sharing'] {
  return { ...sharing, components: UNANSWERED.components };
}

function withModel(state: AppState, changes: Partial<ModelState>): AppState {
  return { ...state, model: { ...state.model, ...changes } };
}

/** After a reading: opens what was asked for, and leaves what is not selected any more. */
function withComparison(state: AppState): AppState {
  const first = picturesWithOriginal(state)[0];
  if (state.compareWanted && first) {
    return { ...state, comparing: first.imageHash, compareWanted: false };
  }
  return comparisonOf(state) === null ? { ...state, comparing: null } : state;
}

/** A wanted run that can no longer begin is forgotten, so that nothing waits for ever. */
function withoutHopelessStart(state: AppState): AppState {
  if (!state.startWanted) return state;
  const { engine, model, selection, session } = state;
  const nothingToDo = !selection.reading && picturesToEnhance(state).length === 0;
  const noEngine = engine.status === 'failed' && model.opening === null;
  const hopeless = noEngine || session.status === 'failed' || nothingToDo;
  return hopeless ? { ...state, startWanted: false } : state;
}
