import { errorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
import { planPicture } from '../pictures/picture-plan';
import type { FollowUp } from '../run/follow-up';
import type { RunOptions } from '../run/run-options';
import { canBeStopped, isSettled, type ItemResult, type RunItem } from '../run/run-state';
import { durationText } from '../text/duration-text';
import { FOLLOW_UP_TEXT } from '../text/follow-up-text';
import { labelInRow } from '../text/layer-names';
import { rowActionLabel, rowStateText, RUN_TEXT } from '../text/run-text';
import { scaleTextWithLimit, sizeText } from '../text/size-text';
import { ErrorDetails } from './error-notice';
import { CheckIcon, ChevronIcon, WarningIcon } from './icons';
import { memo } from './memo';
import { ProgressBar } from './progress-bar';
import { RefusedLayers } from './refused-layers';
import { RestoreButton, RestoreFailures } from './restore-original';
import { RowName } from './row-name';
import { useServices } from './services';
import { Thumbnail } from './thumbnail';

interface RunRowProps {
  readonly item: RunItem;
  readonly options: RunOptions;
  /** What was done with the results; null while the run goes on. */
  readonly followUp: FollowUp | null;
  /** Whether its place in the queue can be changed now. */
  readonly canChange: boolean;
}

/** One picture of a run: what is happening to it, or what came of it. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { item, followUp } = props;
  const { phase } = item;
  return phase.status === 'done' ? (
    <DoneRow item={item} result={phase.result} followUp={followUp} />
  ) : (
    <OpenRow {...props} />
  );
});

/** A picture without a result. One layout for all its states, so that the focus stays on its button. */
function OpenRow({ item, options, followUp, canChange }: RunRowProps) {
  const { phase, picture } = item;
  const failure = phase.status === 'failed' ? phase.error : null;
  const isInWork = !isSettled(item) && phase.status !== 'waiting';
  return (
    <li
      class={`row row-result${isInWork || failure ? '' : ' row-idle'}${failure ? ' row-failed' : ''}`}
    >
      <div class="row-button">
        <Thumbnail imageHash={picture.imageHash} />
        <div class="row-text">
          <div class="row-line">
            <RowName uses={picture.uses} />
            {failure ? (
              <span class="row-aside row-bad">
                <WarningIcon />
                {RUN_TEXT.leftAsItWas}
              </span>
            ) : (
              <span class="row-aside quiet">{rowStateText(item)}</span>
            )}
          </div>
          {failure ? <Failure error={failure} /> : <Plan item={item} options={options} />}
          {isInWork && (
            <ProgressBar
              label={picture.uses[0]?.nodeName ?? ''}
              fraction={item.restored}
              size="thin"
            />
          )}
        </div>
        {canChange && <RowAction item={item} />}
      </div>
      <RefusedLayers item={item} followUp={followUp} />
    </li>
  );
}

/** Pixels now → then. */
function Plan({ item, options }: Pick<RunRowProps, 'item' | 'options'>) {
  const plan = planPicture(item.picture, options, options.fromOriginals);
  return (
    <div class="row-line quiet">
      <span class="row-fact">
        {sizeText(plan.source)}
        {!isSettled(item) && plan.scale > 1 && ` → ${sizeText(plan)}`}
      </span>
    </div>
  );
}

function Failure({ error }: { error: SerializedError }) {
  const { what, next } = errorText(error);
  return (
    <>
      <p>{what}</p>
      <p class="quiet">{next}</p>
      <ErrorDetails error={error} />
    </>
  );
}

function RowAction({ item }: { item: RunItem }) {
  const { controller } = useServices();
  const { imageHash, uses } = item.picture;
  const label = rowActionLabel(item.phase.status);
  if (label === null) return null;
  const act = (): void => {
    if (item.phase.status === 'waiting') controller.skip(imageHash);
    else if (canBeStopped(item)) controller.stop(imageHash);
    else controller.retry([imageHash]);
  };
  return (
    <button type="button" class="button" aria-label={labelInRow(label, uses)} onClick={act}>
      {label}
    </button>
  );
}

interface DoneRowProps extends Pick<RunRowProps, 'item' | 'followUp'> {
  readonly result: ItemResult;
}

function DoneRow({ item, result, followUp }: DoneRowProps) {
  const { controller } = useServices();
  const { picture } = item;
  const restoring = followUp?.restoring[picture.imageHash];
  const isRestored = restoring?.status === 'restored';
  return (
    <li class="row row-result row-with-action">
      <button
        type="button"
        class="row-button"
        data-picture={picture.imageHash}
        onClick={() => controller.openCompare(picture.imageHash)}
      >
        <Thumbnail imageHash={picture.imageHash} />
        <span class="row-text">
          <span class="row-line">
            <RowName uses={picture.uses} />
            {isRestored ? (
              <span class="row-aside quiet">{FOLLOW_UP_TEXT.restored}</span>
            ) : (
              <span class="row-aside row-good">
                <CheckIcon />
                {scaleTextWithLimit(result.scale, result.capped)}
              </span>
            )}
          </span>
          <span class="row-line quiet">
            <span class="row-fact">
              {sizeText({ width: result.sourceWidth, height: result.sourceHeight })} →{' '}
              {sizeText(result)}
            </span>
            <span class="row-aside">{durationText(result.tookMs)}</span>
          </span>
        </span>
        <ChevronIcon />
        <span class="visually-hidden">{RUN_TEXT.opensComparison}</span>
      </button>
      {followUp !== null && <RestoreButton item={item} restoring={restoring} />}
      {restoring !== undefined && <RestoreFailures restoring={restoring} />}
      {!isRestored && <RefusedLayers item={item} followUp={followUp} />}
    </li>
  );
}
