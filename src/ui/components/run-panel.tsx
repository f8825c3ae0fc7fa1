import {
  countItems,
  currentNumber,
  keptOriginals,
  runFraction,
  summaryText,
} from '../run/run-summary';
import type { Run } from '../run/run-state';
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
  readonly engine: EngineState;
}

/** A run and, when it is over, its results. */
export function RunPanel({ run, engine }: RunPanelProps) {
  const finished = run.status === 'finished';
  return (
    <main class="panel">
      {finished ? <Summary run={run} /> : <RunProgress run={run} />}
      <div class="panel-body">
        {run.commitError !== null && (
          <div class="panel-section">
            <ErrorNotice error={run.commitError} text={NOT_ONE_UNDO_STEP} />
          </div>
        )}
        <ul class="rows">
          {run.items.map((item) => (
            <RunRow key={item.picture.imageHash} item={item} />
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

function Summary({ run }: { run: Run }) {
  const heading = useInitialFocus<HTMLHeadingElement>();
  const { done } = countItems(run);
  return (
    <header class="run-head">
      <h1 class="heading" tabIndex={-1} ref={heading}>
        {summaryText(run)}
      </h1>
      {done > 0 && (
        <p class="quiet">
          Open a picture to compare.
          {run.commitError === null &&
            ` ${undoKeys(navigator.userAgent)} undoes ${done === 1 ? 'it' : 'them all'}.`}
        </p>
      )}
      {!keptOriginals(run) && <p>{ORIGINALS_NOT_KEPT}</p>}
    </header>
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
