import { restorableItems, type FollowUp } from '../run/follow-up';
import type { Run } from '../run/run-state';
import { countItems, keptOriginals, leftPictures, runFraction } from '../run/run-summary';
import type { EngineState } from '../state/app-state';
import { FOLLOW_UP_TEXT, restoredText } from '../text/follow-up-text';
import { ORIGINALS_NOT_KEPT } from '../text/originals-text';
import { summaryText } from '../text/run-summary-text';
import {
  goOnLabel,
  NOT_ONE_UNDO_STEP,
  resultsHint,
  retryFailedLabel,
  RUN_TEXT,
  runOutlook,
  runTitle,
} from '../text/run-text';
import { EngineLine } from './engine-line';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
import { CancelButton, PauseButton } from './run-buttons';
import { RunRow } from './run-row';
import { useServices } from './services';
import { SkippedLayers } from './skipped-layers';
import { useInitialFocus } from './use-initial-focus';

interface RunPanelProps {
  readonly run: Run;
  readonly followUp: FollowUp;
  readonly engine: EngineState;
}

/** A run and, when it is over, its results. */
export function RunPanel({ run, followUp, engine }: RunPanelProps) {
  const finished = run.status === 'finished';
  // One picture alone is cancelled rather than stopped.
  const canChange = finished || (run.status !== 'cancelling' && run.items.length > 1);
  return (
    <main class="panel">
      {finished ? <Summary run={run} followUp={followUp} /> : <RunProgress run={run} />}
      <div class="panel-body">
        {run.commitError !== null && (
          <div class="panel-section">
            <ErrorNotice error={run.commitError} text={NOT_ONE_UNDO_STEP} />
          </div>
        )}
        <ul class="rows">
          {run.items.map((item) => (
            <RunRow
              key={item.picture.imageHash}
              item={item}
              options={run.options}
              followUp={finished ? followUp : null}
              canChange={canChange}
            />
          ))}
        </ul>
        {finished && <SkippedLayers {...run.leftOut} />}
      </div>
      <footer class="panel-footer">
        {finished ? <AfterRun run={run} /> : <SteerRun run={run} />}
        <EngineLine engine={engine} />
      </footer>
    </main>
  );
}

function RunProgress({ run }: { run: Run }) {
  return (
    <header class="run-head">
      <div class="run-head-line">
        <h1 class="heading">{runTitle(run)}</h1>
        <span class="quiet">{runOutlook(run)}</span>
      </div>
      <ProgressBar label={RUN_TEXT.allPictures} fraction={runFraction(run)} />
    </header>
  );
}

function Summary({ run, followUp }: { run: Run; followUp: FollowUp }) {
  const heading = useInitialFocus<HTMLHeadingElement>();
  const { done } = countItems(run);
  const restored = Object.values(followUp.restoring).filter(
    ({ status }) => status === 'restored',
  ).length;
  return (
    <header class="run-head">
      <h1 class="heading" tabIndex={-1} ref={heading}>
        {summaryText(run)}
      </h1>
      {done > 0 && (
        <p class="quiet" role="status">
          {restored > 0 ? restoredText(restored, done) : resultsHint(run, navigator.userAgent)}
        </p>
      )}
      {done > 1 && <RestoreAll run={run} followUp={followUp} />}
      {!keptOriginals(run) && <p>{ORIGINALS_NOT_KEPT}</p>}
    </header>
  );
}

/** Stays where it is when all is restored, so that the focus does. */
function RestoreAll({ run, followUp }: { run: Run; followUp: FollowUp }) {
  const { controller } = useServices();
  const hashes = restorableItems(run.items, followUp).map(({ picture }) => picture.imageHash);
  return (
    <button
      type="button"
      class="text-button"
      aria-disabled={hashes.length === 0}
      onClick={() => {
        if (hashes.length > 0) controller.followUp.restoreOriginals(hashes);
      }}
    >
      {FOLLOW_UP_TEXT.restoreAll}
    </button>
  );
}

function SteerRun({ run }: { run: Run }) {
  return (
    <div class="panel-buttons">
      {run.items.length > 1 && <PauseButton status={run.status} size="large" />}
      <CancelButton cancelling={run.status === 'cancelling'} size="large" />
    </div>
  );
}

function AfterRun({ run }: { run: Run }) {
  const { controller } = useServices();
  const { failed, unfinished } = leftPictures(run);
  return (
    <>
      {failed.length > 0 && (
        <button type="button" class="button button-large" onClick={() => controller.retry(failed)}>
          {retryFailedLabel(failed.length)}
        </button>
      )}
      {unfinished.length > 0 && (
        <button
          type="button"
          class="button button-large"
          onClick={() => controller.retry(unfinished)}
        >
          {goOnLabel(unfinished.length)}
        </button>
      )}
      <button type="button" class="button button-large" onClick={controller.leaveResults}>
        {RUN_TEXT.backToSelection}
      </button>
    </>
  );
}
