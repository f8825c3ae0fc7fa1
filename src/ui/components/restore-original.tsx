import { errorText } from '../../shared/error-texts';
import type { Restoring } from '../run/follow-up';
import type { RunItem } from '../run/run-state';
import { FOLLOW_UP_TEXT, restoreErrorText } from '../text/follow-up-text';
import { labelForLayer, layerNames, readableName } from '../text/layer-names';
import { RestoreIcon } from './icons';
import { useServices } from './services';

interface RestoreButtonProps {
  readonly item: RunItem;
  readonly restoring: Restoring | undefined;
}

/** Brings the original of one finished picture back. Stays when it has, so that the focus does. */
export function RestoreButton({ item, restoring }: RestoreButtonProps) {
  const { controller } = useServices();
  const { imageHash, uses } = item.picture;
  const isIdle = restoring === undefined || restoring.status === 'failed';
  const label = restoring?.status === 'restored' ? FOLLOW_UP_TEXT.restored : FOLLOW_UP_TEXT.restore;
  return (
    <button
      type="button"
      class="button button-icon row-action"
      title={label}
      aria-label={labelForLayer(label, layerNames(uses).first)}
      aria-disabled={!isIdle}
      onClick={() => {
        if (isIdle) controller.followUp.restoreOriginals([imageHash]);
      }}
    >
      <RestoreIcon />
    </button>
  );
}

/** What kept an original from coming back, in the picture or in some of its layers. */
export function RestoreFailures({ restoring }: { restoring: Restoring }) {
  if (restoring.status === 'failed') {
    const { what, next } = restoreErrorText(restoring.error);
    return (
      <div class="row-note" role="alert">
        <p>{what}</p>
        <p class="quiet">{next}</p>
      </div>
    );
  }
  if (restoring.status !== 'restored' || restoring.failures.length === 0) return null;
  return (
    <div class="row-note" role="alert">
      <ul>
        {restoring.failures.map(({ nodeId, nodeName, error }) => (
          <li key={nodeId}>
            {readableName(nodeName)}: <span class="quiet">{errorText(error).what}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
