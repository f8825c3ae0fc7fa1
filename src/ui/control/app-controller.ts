/** Connects the store with the sandbox and the engine: everything that happens rather than is. */
import { isCancelled, serializeError } from '../../shared/errors';
import type { Scope } from '../../shared/protocol';
import type { RpcClient } from '../../shared/rpc-client';
import type { Settings } from '../../shared/settings';
import type { SharingChoice } from '../../shared/write-target';
import { WINDOW_SIZES, windowFor } from '../../shared/window-sizes';
import type { EngineClient } from '../engine/engine-client';
import { isHosted, type ChosenPack } from '../engine/engine-place';
import { checkPackFolder, EMBEDDED_PACK_TITLE, type PackFolder } from '../packs/pack-folder';
import { needsLook } from '../run/run-summary';
import type { PackOffer } from '../../engine-page/page-api';
import { answerInTime } from '../sandbox/answer-in-time';
import type { Action } from '../state/actions';
import type { AppState } from '../state/app-state';
import { asksAboutOriginals, asksAboutStyles, isRunning, scopeOf } from '../state/selectors';
import type { Store } from '../state/store';
import { createLibraryController, type LibraryController } from './library-controller';
import { createRunStarter } from './run-starter';
import { createFollowUpController, type FollowUpController } from './follow-up-controller';
import { createSelectionReader } from './selection-reader';
import { createSettingsController, type SettingsController } from './settings-controller';

export interface AppDependencies {
  readonly store: Store<AppState, Action>;
  readonly rpc: RpcClient;
  readonly engine: EngineClient;
  readonly nowMs: () => number;
}

export interface AppController {
  readonly library: LibraryController;
  readonly settings: SettingsController;
  /** Connects to the sandbox and starts the engine; also the way out of a failed connection. */
  connect(): void;
  startEngine(): void;
  /** Looks for a better place for the engine than the one in use; not during a run. */
  restartEngine(): void;
  readSelection(): void;
  stopReading(): void;
  /** Looks for the pictures of a batch elsewhere, from now on, and reads anew. */
  setScope(scope: Scope): void;
  /** Leaves a picture out of the next run, or takes it into it after all. */
  togglePicture(imageHash: string): void;
  /** Says what becomes of pictures that styles hold; a run that waits for it begins. */
  chooseForStyles(choice: SharingChoice['styles']): void;
  chooseForComponents(choice: SharingChoice['components']): void;
  /** For the next run; a slider that is being dragged says so many times before it is saved. */
  setSettings(changes: Partial<Settings>): void;
  saveSettings(): void;
  /** Sets and saves. */
  chooseSettings(changes: Partial<Settings>): void;
  /** Puts a pack from the disk into use; if that fails, the pack in use stays. */
  choosePack(folder: PackFolder): void;
  /** Something else than one folder was dropped; `name` is what it is called on the disk. */
  refuseDrop(name: string): void;
  /** Puts a pack of the engine page's host into use, which downloads what is not kept. */
  chooseHostedPack(offer: PackOffer): void;
  chooseEmbeddedPack(): void;
  /** Gives up opening a pack, or puts the news of its failure away. */
  keepPack(): void;
  typePrompt(prompt: string): void;
  /** Asks for a run; it begins as soon as everything it needs is there. */
  enhance(): void;
  /** Goes on though originals cannot be kept. */
  giveUpOriginals(): void;
  /** Cancels the run, or the wish for one. */
  cancel(): void;
  /** After the picture in work; what is written by then is an undo step of its own. */
  pauseRun(): void;
  resumeRun(): void;
  /** Takes a waiting picture out of the run; `retry` puts it back. */
  skip(imageHash: string): void;
  /** Leaves the picture in work as it was; the run goes on with the next. */
  stop(imageHash: string): void;
  /** Puts pictures into the queue again; a run that was over goes on with them. */
  retry(imageHashes: readonly string[]): void;
  leaveResults(): void;
  showResults(): void;
  openCompare(imageHash: string): void;
  closeCompare(): void;
  setWindow(size: WindowSize): void;
  /** What can be done with the results of a run. */
  readonly followUp: FollowUpController;
  close(): void;
  /**
   * Escape goes one step back: out of the before/after view, out of a run or the wish for one, out
   * of opening a pack, out of settings that the panel opened, and from everything else out of the plugin. A run is never left behind by closing the window.
   */
  escape(): void;
  readPicture(imageHash: string, signal?: AbortSignal): Promise<Uint8Array>;
}

export type WindowSize = keyof typeof WINDOW_SIZES;

const CONNECT_LIMIT_MS = 10_000;
const READ_LIMIT_MS = 120_000;

export function createAppController({ store, rpc, engine, nowMs }: AppDependencies): AppController {
  const { dispatch } = store;
  const reader = createSelectionReader(rpc, dispatch, () => scopeOf(store.get()));
  let openAbort: AbortController | null = null;
  /** Grows when another pack comes into use: what a start of the one before says is old news. */
  let packsOpened = 0;
  let openedLarge = false;
  /** The small window was asked to close. */
  let closing = false;

  /** For calls whose failure changes nothing that the user asked for. */
  const tell = (call: Promise<unknown>): void => {
    call.catch(() => undefined);
  };

  const openSession = async (): Promise<void> => {
    dispatch({ type: 'session/connecting' });
    try {
      const { command, prompt, ...kept } = await answerInTime(
        rpc.call('session/start', {}),
        CONNECT_LIMIT_MS,
        'session/start',
      );
      openedLarge = windowFor(command, prompt) === WINDOW_SIZES.large;
      dispatch({ type: 'session/opened', launch: { command, prompt }, ...kept });
      reader.read();
    } catch (thrown) {
      dispatch({ type: 'session/failed', error: serializeError(thrown) });
      // The window may have been opened for a bar and a button only.
      controller.setWindow('panel');
    }
  };

  const startEngine = async (start = engine.start): Promise<void> => {
    const before = packsOpened;
    const tellIfCurrent = (action: Action): void => {
      if (before === packsOpened) dispatch(action);
    };
    dispatch({ type: 'engine/starting' });
    try {
      tellIfCurrent({ type: 'engine/ready', info: await start() });
    } catch (thrown) {
      tellIfCurrent({ type: 'engine/failed', error: serializeError(thrown) });
    }
  };

  const openPack = async (name: string, pack: ChosenPack): Promise<void> => {
    if (isRunning(store.get())) return;
    openAbort?.abort();
    const opening = new AbortController();
    openAbort = opening;
    dispatch({ type: 'pack/opening', name });
    try {
      if (pack !== null && !isHosted(pack)) checkPackFolder(pack);
      const info = await engine.open(pack, opening.signal, (progress) => {
        if (openAbort === opening) dispatch({ type: 'pack/progress', progress });
      });
      packsOpened += 1;
      dispatch({ type: 'pack/opened', info, embedded: pack === null });
    } catch (thrown) {
      // One that was cancelled, or replaced by the next, says nothing.
      if (openAbort !== opening || isCancelled(thrown)) return;
      dispatch({ type: 'pack/failed', name, error: serializeError(thrown) });
    } finally {
      if (openAbort === opening) openAbort = null;
    }
  };

  const runs = createRunStarter({ store, rpc, engine, nowMs }, () => {
    if (closesByItself(store.get())) return closeSmallWindow();
    growWhenIdle();
    // The layers show other pictures now, and the user may have selected others meanwhile.
    reader.read();
    // A worker that was stopped or died is replaced now, while the user looks at the results.
    void startEngine();
  });

  /** Nobody has to look at it again, so the window goes when the toast has come. */
  const closeSmallWindow = (): void => {
    closing = true;
    rpc.call('window/close', {}).catch(() => {
      closing = false;
      growWhenIdle();
    });
  };

  /** The small window shows a run and nothing else; whatever remains to be said needs the panel. */
  const growWhenIdle = (): void => {
    const state = store.get();
    const asks = asksAboutStyles(state) || asksAboutOriginals(state);
    const idle = !runs.busy && !isRunning(state) && (asks || !state.startWanted);
    if (!idle || closing || state.window === 'full' || state.session.status !== 'open') return;
    dispatch({ type: 'window/grown' });
    controller.setWindow('panel');
  };

  /** The window was opened large for a comparison that the selection does not offer. */
  const leaveLargeWindow = (): void => {
    const { selection, comparing } = store.get();
    if (!openedLarge || selection.reading) return;
    openedLarge = false;
    if (comparing === null) controller.setWindow('panel');
  };

  store.subscribe(() => {
    leaveLargeWindow();
    runs.startIfWanted();
    growWhenIdle();
  });
  const followUp = createFollowUpController({ store, rpc, nowMs }, () => reader.read());
  const readAfterChange = (): void => {
    // A run reads the selection again when it ends.
    if (isRunning(store.get())) return;
    // A layer was shown from the results; they stay on display.
    if (followUp.movesSelection) reader.read();
    else reader.readSoon();
  };
  rpc.on('selection/changed', () => {
    // A page or a document does not hang on the selection.
    if (scopeOf(store.get()).area === 'selection') readAfterChange();
  });
  rpc.on('page/changed', () => {
    if (scopeOf(store.get()).area === 'page') readAfterChange();
  });
  rpc.on('launched', (launch) => {
    if (isRunning(store.get())) return;
    dispatch({ type: 'launched', launch });
    reader.read();
  });

  const saveSettings = (): void =>
    tell(rpc.call('settings/save', { settings: store.get().settings }));

  const controller: AppController = {
    library: createLibraryController({ store, rpc, saveSettings }),
    settings: createSettingsController(store, rpc, engine, () => reader.read()),
    connect: () => {
      void openSession();
    },
    startEngine: () => void startEngine(),
    restartEngine: () => {
      if (!isRunning(store.get())) void startEngine(engine.restart);
    },
    readSelection: () => reader.read(),
    stopReading: () => reader.stop(),
    setScope: (scope) => {
      dispatch({ type: 'scope/set', scope });
      controller.saveSettings();
      reader.read();
    },
    togglePicture: (imageHash) => dispatch({ type: 'batch/toggled', imageHash }),
    chooseForStyles: (choice) => dispatch({ type: 'sharing/styles', choice }),
    chooseForComponents: (choice) => dispatch({ type: 'sharing/components', choice }),
    setSettings: (changes) => dispatch({ type: 'settings/set', changes }),
    chooseSettings: (changes) => {
      controller.setSettings(changes);
      controller.saveSettings();
    },
    saveSettings,
    choosePack: ({ name, files }) => void openPack(name, files),
    refuseDrop: (name) => {
      const error = { code: 'pack-not-folder', details: {} } as const;
      dispatch({ type: 'pack/failed', name, error });
    },
    chooseHostedPack: ({ folder, title }) => void openPack(title, { hostedFolder: folder }),
    chooseEmbeddedPack: () => void openPack(EMBEDDED_PACK_TITLE, null),
    keepPack: () => {
      openAbort?.abort();
      dispatch({ type: 'pack/kept' });
    },
    typePrompt: (prompt) => dispatch({ type: 'prompt/typed', prompt }),
    enhance: () => dispatch({ type: 'start/wanted' }),
    giveUpOriginals: () => dispatch({ type: 'originals/given-up' }),
    cancel: () => {
      if (!runs.busy && store.get().window === 'small') return closeSmallWindow();
      dispatch({ type: 'start/dropped' });
      dispatch({ type: 'run/cancelling' });
    },
    pauseRun: () => dispatch({ type: 'run/pausing' }),
    resumeRun: () => dispatch({ type: 'run/resumed', nowMs: nowMs() }),
    skip: (imageHash) => dispatch({ type: 'item/skipped', imageHash }),
    stop: (imageHash) => dispatch({ type: 'item/stopped', imageHash }),
    retry: (imageHashes) => dispatch({ type: 'items/queued', imageHashes, nowMs: nowMs() }),
    leaveResults: () => {
      dispatch({ type: 'results/left' });
      reader.read();
    },
    showResults: () => dispatch({ type: 'results/shown' }),
    openCompare: (imageHash) => dispatch({ type: 'compare/opened', imageHash }),
    closeCompare: () => dispatch({ type: 'compare/closed' }),
    setWindow: (size) => tell(rpc.call('window/resize', WINDOW_SIZES[size])),
    followUp,
    close: () => tell(rpc.call('window/close', {})),
    escape: () => {
      const { comparing, model, startWanted } = store.get();
      const { openedBy } = store.get().settingsScreen;
      if (comparing !== null) controller.closeCompare();
      else if (startWanted || isRunning(store.get())) controller.cancel();
      else if (model.opening !== null) controller.keepPack();
      else if (openedBy !== null && openedBy !== 'menu') controller.settings.close();
      else controller.close();
    },
    readPicture: async (imageHash, signal) => {
      const call = rpc.call('picture/read', { imageHash }, { signal });
      return (await answerInTime(call, READ_LIMIT_MS, 'picture/read')).bytes;
    },
  };
  return controller;
}

/** A run in the small window that went as asked, or was cancelled. */
function closesByItself({ run, window }: AppState): boolean {
  return window === 'small' && run !== null && !needsLook(run);
}
