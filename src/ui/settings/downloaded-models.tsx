import { useEffect } from 'preact/hooks';
import type { StorageReport } from '../../engine-page/page-api';
import { ConfirmButton } from '../components/confirm-button';
import { useServices } from '../components/services';
import type { ModelState } from '../state/app-state';
import { SETTINGS_TEXT, weightsText } from '../text/settings-text';

interface DownloadedModelsProps {
  readonly model: ModelState;
  readonly weights: StorageReport | null;
}

/** How much the engine page keeps of downloaded models, and how to be rid of it. */
export function DownloadedModels({ model, weights }: DownloadedModelsProps) {
  const { controller } = useServices();
  const { info, opening } = model;

  useEffect(() => {
    if (opening === null) controller.settings.readWeights();
  }, [controller, info, opening]);

  if (weights === null) return null;
  return (
    <div class="downloaded">
      <p class="quiet">{weightsText(weights)}</p>
      {weights.usedBytes !== null && weights.usedBytes > 0 && (
        <ConfirmButton
          label={SETTINGS_TEXT.deleteWeights}
          fullLabel={SETTINGS_TEXT.deleteWeightsLabel}
          question={SETTINGS_TEXT.deleteWeightsQuestion}
          confirm={SETTINGS_TEXT.deleteWeights}
          keep={SETTINGS_TEXT.keep}
          disabled={opening !== null}
          onConfirm={controller.settings.deleteWeights}
        />
      )}
    </div>
  );
}
