import { restorableItems, type FollowUp } from '../run/follow-up';
import type { Run } from '../run/run-state';
import {
  countItems,
  keptOriginals,
  leftPictures,
  runFraction,
  summaryText,
} from '../run/run-summary';
import type { EngineState } from '../state/app-state';
import { restoredText } from '../text/follow-up-text';
import { ORIGINALS_NOT_KEPT } from '../text/originals-text';
import { undoKeys } from '../text/platform-keys';
import { goOnLabel, retryFailedLabel, runOutlook, runTitle, undoText } from '../text/run-text';
import { EngineLine } from './engine-line';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
import { CancelButton, PauseButton } from './run-buttons';
import { RunRow } from './run-row';
import { useServices } from './services';
import { SkippedLayers } from './skipped-layers';
import { useInitialFocus } from './use-initial-focus';

const NOT_ONE_UNDO_STEP = {
  what: 'The enhanced pictures are on the canvas, but not as one undo step.',
  next: 'Undoing them may take several steps, or undo other changes with them.',
};

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
      <ProgressBar label="All pictures" fraction={runFraction(run)} />
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
          {restored > 0 ? restoredText(restored, done) : resultsHint(run)}
        </p>
      )}
      {done > 1 && <RestoreAll run={run} followUp={followUp} />}
      {!keptOriginals(run) && <p>{ORIGINALS_NOT_KEPT}</p>}
    </header>
  );
}

function resultsHint(run: Run): string {
  const compare = 'Open a picture to compare.';
  if (run.commitError !== null) return compare;
  return `${compare} ${undoKeys(navigator.userAgent)} ${undoText(run)}.`;
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
      Restore all originals
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
        Back to the selection
      </button>
    </>
  );
}
