import type { Run } from '../run/run-state';
import {
  countItems,
  currentItem,
  currentNumber,
  runFraction,
  summaryText,
} from '../run/run-summary';
import type { AppState } from '../state/app-state';
import { awaitedText } from '../text/awaited-text';
import { remainingText } from '../text/duration-text';
import { layerNames } from '../text/layer-names';
import { ProgressBar } from './progress-bar';
import { CancelButton, PauseButton } from './run-buttons';

/** The small window of a run that was started without the panel. */
export function ProgressWindow({ state }: { state: AppState }) {
  const { run, startWanted } = state;
  return (
    <main class="progress-window">
      {run === null || startWanted ? <Waiting state={state} /> : <Running run={run} />}
    </main>
  );
}

function Waiting({ state }: { state: AppState }) {
  return (
    <>
      <div class="run-head-line">
        <h1 class="heading">Enhancing</h1>
      </div>
      <ProgressBar label="Getting ready" fraction={null} />
      <div class="progress-window-foot">
        <span class="quiet">Starts as soon as {awaitedText(state)}…</span>
        <CancelButton cancelling={false} size="normal" />
      </div>
    </>
  );
}

function Running({ run }: { run: Run }) {
  const name = layerNames(currentItem(run)?.picture.uses ?? []);
  const { total } = countItems(run);
  if (run.status === 'finished') {
    return (
      <>
        <h1 class="heading">{summaryText(run)}</h1>
        <ProgressBar label="All pictures" fraction={1} />
      </>
    );
  }
  return (
    <>
      <div class="run-head-line">
        <h1 class="heading progress-window-name" title={name.all}>
          {name.first}
        </h1>
        {total > 1 && (
          <span class="row-aside quiet">
            {currentNumber(run)} of {total}
          </span>
        )}
      </div>
      <ProgressBar label="All pictures" fraction={runFraction(run)} />
      <div class="progress-window-foot">
        <span class="quiet">{outlook(run)}</span>
        <div class="progress-window-buttons">
          {total > 1 && <PauseButton status={run.status} size="normal" />}
          <CancelButton cancelling={run.status === 'cancelling'} size="normal" />
        </div>
      </div>
    </>
  );
}

function outlook({ status, estimate: { shownMs } }: Run): string {
  // Beside this, the button says that the run is about to pause.
  if (status === 'pausing') return '';
  if (status === 'paused') return 'Paused';
  return shownMs === null ? 'Estimating the time…' : remainingText(shownMs);
}
