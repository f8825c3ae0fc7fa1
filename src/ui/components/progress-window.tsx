import type { Run } from '../run/run-state';
import { countItems, currentItem, currentNumber, runFraction } from '../run/run-summary';
import type { AppState } from '../state/app-state';
import { numberOf } from '../text/counted';
import { layerNames } from '../text/layer-names';
import { summaryText } from '../text/run-summary-text';
import { RUN_TEXT, smallOutlook } from '../text/run-text';
import { startsWhenText } from '../text/start-text';
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
        <h1 class="heading">{RUN_TEXT.enhancing}</h1>
      </div>
      <ProgressBar label={RUN_TEXT.gettingReady} fraction={null} />
      <div class="progress-window-foot">
        <span class="quiet">{startsWhenText(state)}</span>
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
        <ProgressBar label={RUN_TEXT.allPictures} fraction={1} />
      </>
    );
  }
  return (
    <>
      <div class="run-head-line">
        <h1 class="heading progress-window-name" title={name.all}>
          {name.first}
        </h1>
        {total > 1 && <span class="row-aside quiet">{numberOf(currentNumber(run), total)}</span>}
      </div>
      <ProgressBar label={RUN_TEXT.allPictures} fraction={runFraction(run)} />
      <div class="progress-window-foot">
        <span class="quiet">{smallOutlook(run)}</span>
        <div class="progress-window-buttons">
          {total > 1 && <PauseButton status={run.status} size="normal" />}
          <CancelButton cancelling={run.status === 'cancelling'} size="normal" />
        </div>
      </div>
    </>
  );
}
