import { errorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
import type { ItemResult, RunItem } from '../run/run-state';
import { counted } from '../text/counted';
import { durationText } from '../text/duration-text';
import { scaleTextWithLimit, sizeText } from '../text/size-text';
import { ErrorDetails } from './error-notice';
import { CheckIcon, ChevronIcon, WarningIcon } from './icons';
import { ProgressBar } from './progress-bar';
import { RowName } from './row-name';
import { useServices } from './services';
import { Thumbnail } from './thumbnail';

/** One picture of a run: what is happening to it, or what came of it. */
export function RunRow({ item }: { item: RunItem }) {
  const { phase } = item;
  switch (phase.status) {
    case 'done':
      return <DoneRow item={item} result={phase.result} />;
    case 'failed':
      return <FailedRow item={item} error={phase.error} />;
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

function DoneRow({ item, result }: { item: RunItem; result: ItemResult }) {
  const { controller } = useServices();
  const { picture } = item;
  return (
    <li class="row row-result">
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
            <span class="row-aside row-good">
              <CheckIcon />
              {scaleTextWithLimit(result.scale, result.capped)}
            </span>
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
      {result.failures.length > 0 && (
        <div class="row-note">
          <p class="quiet">
            {counted(result.failures.length, 'layer')} left as before.{' '}
            {result.failures[0] && errorText(result.failures[0].error).what}
          </p>
        </div>
      )}
    </li>
  );
}

function FailedRow({ item, error }: { item: RunItem; error: SerializedError }) {
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
    </li>
  );
}
