import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { ChoosePanel } from './components/choose-panel';
import { LiveRegion } from './components/live-region';
import { ProgressWindow } from './components/progress-window';
import { RunPanel } from './components/run-panel';
import { useServices } from './components/services';
import { SessionPanel } from './components/session-panel';
import { ComparePanel } from './compare/compare-panel';
import { comparisonOf, placeInList } from './compare/comparison';
import { PackDrop } from './packs/pack-drop';
import type { Action } from './state/actions';
import type { AppState } from './state/app-state';
import { isRunning } from './state/selectors';
import type { Store } from './state/store';
import type { SettingsOrigin } from './state/settings-screen';
import { useStore } from './state/use-store';
import { SettingsPanel } from './settings/settings-panel';
import { announcement } from './text/run-summary-text';

export function App({ store }: { store: Store<AppState, Action> }) {
  const state = useStore(store);
  const { controller } = useServices();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      controller.escape();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [controller]);

  useFocusOnReturn(state.comparing);
  useFocusOnLeavingSettings(state.settingsScreen.openedBy);

  return (
    <>
      <Screen state={state} />
      <PackDrop open={showsPackNews(state)} running={isRunning(state)} />
      <LiveRegion text={state.run === null ? '' : announcement(state.run)} />
    </>
  );
}

/** Leaving the before/after view puts the focus back on the row that opened it. */
function useFocusOnReturn(comparing: string | null): void {
  const previous = useRef<string | null>(null);
  useEffect(() => {
    const left = comparing === null ? previous.current : null;
    previous.current = comparing;
    if (left === null || !document.hasFocus()) return;
    const rows = document.querySelectorAll<HTMLElement>('[data-picture]');
    [...rows].find((row) => row.dataset['picture'] === left)?.focus();
  }, [comparing]);
}

/** Leaving the settings puts the focus back on what opened them. */
function useFocusOnLeavingSettings(openedBy: SettingsOrigin | null): void {
  const previous = useRef<SettingsOrigin | null>(null);
  useLayoutEffect(() => {
    const left = openedBy === null ? previous.current : null;
    previous.current = openedBy;
    if (left === null || !document.hasFocus()) return;
    const opener = left === 'menu' ? 'gear' : left;
    document.querySelector<HTMLElement>(`[data-opens-settings="${opener}"]`)?.focus();
  }, [openedBy]);
}

/** The pictures to choose from, and the settings. */
function showsPackNews(state: AppState): boolean {
  const { session, window, settingsScreen, screen } = state;
  if (session.status !== 'open' || window === 'small') return false;
  return settingsScreen.openedBy !== null || (screen === 'choose' && comparisonOf(state) === null);
}

function Screen({ state }: { state: AppState }) {
  const comparison = comparisonOf(state);
  if (state.session.status !== 'open') return <SessionPanel session={state.session} />;
  if (state.window === 'small') return <ProgressWindow state={state} />;
  if (state.settingsScreen.openedBy !== null) return <SettingsPanel state={state} />;
  if (comparison !== null) {
    return <ComparePanel comparison={comparison} place={placeInList(state)} />;
  }
  if (state.screen === 'run' && state.run !== null)
    return <RunPanel run={state.run} followUp={state.followUp} engine={state.engine} />;
  return <ChoosePanel state={state} />;
}
