import {
  countItems,
  currentNumber,
  keptOriginals,
  runFraction,
  summaryText,
} from '../run/run-summary';
import { restorableItems, type FollowUp } from '../run/follow-up';
import type { Run } from '../run/run-state';
import { restoredText } from '../text/follow-up-text';
import { remainingText } from '../text/duration-text';
import { scaleChoiceText } from '../text/size-text';
import { ORIGINALS_NOT_KEPT } from '../text/originals-text';
import { undoKeys } from '../text/platform-keys';
import type { EngineState } from '../state/app-state';
import { EngineLine } from './engine-line';
import { ErrorNotice } from './error-notice';
import { ProgressBar } from './progress-bar';
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
              followUp={finished ? followUp : null}
            />
          ))}
        </ul>
        {finished && <SkippedLayers {...run.leftOut} />}
      </div>
      <footer class="panel-footer">
        {finished ? <AfterRun /> : <CancelRun cancelling={run.status === 'cancelling'} />}
        <EngineLine engine={engine} />
      </footer>
    </main>
  );
}

function RunProgress({ run }: { run: Run }) {
  const { shownMs } = run.estimate;
  const count = run.items.length;
  return (
    <header class="run-head">
      <div class="run-head-line">
        <h1 class="heading">
          {count === 1 ? 'Enhancing the image' : `Enhancing ${currentNumber(run)} of ${count}`}
        </h1>
        <span class="quiet">
          {run.status === 'cancelling'
            ? 'Cancelling…'
            : shownMs === null
              ? scaleChoiceText(run.options.scale)
              : remainingText(shownMs)}
        </span>
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
          {restored > 0 ? restoredText(restored, done) : resultsHint(run, done)}
        </p>
      )}
      {done > 1 && <RestoreAll run={run} followUp={followUp} />}
      {!keptOriginals(run) && <p>{ORIGINALS_NOT_KEPT}</p>}
    </header>
  );
}

function resultsHint({ commitError }: Run, done: number): string {
  const compare = 'Open a picture to compare.';
  if (commitError !== null) return compare;
  return `${compare} ${undoKeys(navigator.userAgent)} undoes ${done === 1 ? 'it' : 'them all'}.`;
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

function CancelRun({ cancelling }: { cancelling: boolean }) {
  const { controller } = useServices();
  const button = useInitialFocus<HTMLButtonElement>();
  return (
    <button
      type="button"
      class="button button-large"
      ref={button}
      aria-disabled={cancelling}
      onClick={controller.cancel}
    >
      {cancelling ? 'Cancelling…' : 'Cancel'}
    </button>
  );
}

function AfterRun() {
  const { controller } = useServices();
  return (
    <button type="button" class="button button-large" onClick={controller.leaveResults}>
      Back to the selection
    </button>
  );
}
