import { errorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
import type { FollowUp } from '../run/follow-up';
import type { ItemResult, RunItem } from '../run/run-state';
import { durationText } from '../text/duration-text';
import { scaleTextWithLimit, sizeText } from '../text/size-text';
import { ErrorDetails } from './error-notice';
import { CheckIcon, ChevronIcon, WarningIcon } from './icons';
import { ProgressBar } from './progress-bar';
import { RefusedLayers } from './refused-layers';
import { RestoreButton, RestoreFailures } from './restore-original';
import { RowName } from './row-name';
import { useServices } from './services';
import { Thumbnail } from './thumbnail';

interface RunRowProps {
  readonly item: RunItem;
  /** What was done with the results; null while the run goes on. */
  readonly followUp: FollowUp | null;
}

/** One picture of a run: what is happening to it, or what came of it. */
export function RunRow({ item, followUp }: RunRowProps) {
  const { phase } = item;
  switch (phase.status) {
    case 'done':
      return <DoneRow item={item} result={phase.result} followUp={followUp} />;
    case 'failed':
      return <FailedRow item={item} error={phase.error} followUp={followUp} />;
    default:
      return <ActiveRow item={item} />;
  }
}

function ActiveRow({ item }: { item: RunItem }) {
  const { phase, picture, restored } = item;
  const isActive =
    phase.status === 'reading' || phase.status === 'restoring' || phase.status === 'writing';
  return (
    <li class={`row${isActive ? '' : ' row-idle'}`}>
      <Thumbnail imageHash={picture.imageHash} />
      <div class="row-text">
        <div class="row-line">
          <RowName uses={picture.uses} />
          <span class="row-aside quiet">{activityText(item)}</span>
        </div>
        {isActive ? (
          <ProgressBar label={picture.uses[0]?.nodeName ?? ''} fraction={restored} size="thin" />
        ) : (
          <div class="row-line quiet">{sizeText(picture)}</div>
        )}
      </div>
    </li>
  );
}

function activityText({ phase, restored }: RunItem): string {
  switch (phase.status) {
    case 'waiting':
      return 'Waiting';
    case 'reading':
      return 'Reading…';
    case 'restoring':
      if (phase.stage === 'encode') return 'Saving…';
      return phase.stage === 'decode' ? 'Preparing…' : `${Math.round(restored * 100)} %`;
    case 'writing':
      return 'Placing…';
    default:
      return 'Left as it was';
  }
}

interface DoneRowProps extends RunRowProps {
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
              <span class="row-aside quiet">Original restored</span>
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
        <span class="visually-hidden">, compare before and after</span>
      </button>
      {followUp !== null && <RestoreButton item={item} restoring={restoring} />}
      {restoring !== undefined && <RestoreFailures restoring={restoring} />}
      {!isRestored && <RefusedLayers item={item} followUp={followUp} />}
    </li>
  );
}

interface FailedRowProps extends RunRowProps {
  readonly error: SerializedError;
}

function FailedRow({ item, error, followUp }: FailedRowProps) {
  const { what, next } = errorText(error);
  return (
    <li class="row row-result">
      <div class="row-button">
        <Thumbnail imageHash={item.picture.imageHash} />
        <div class="row-text">
          <div class="row-line">
            <RowName uses={item.picture.uses} />
            <span class="row-aside row-bad">
              <WarningIcon />
              Left as it was
            </span>
          </div>
          <p>{what}</p>
          <p class="quiet">{next}</p>
          <ErrorDetails error={error} />
        </div>
      </div>
      <RefusedLayers item={item} followUp={followUp} />
    </li>
  );
}
