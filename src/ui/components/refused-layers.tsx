import { useState } from 'preact/hooks';
import { errorText } from '../../shared/error-texts';
import type { SkippedLayer } from '../../shared/protocol';
import { placeKey, refusalsOf, type FollowUp } from '../run/follow-up';
import type { RunItem } from '../run/run-state';
import {
  FOLLOW_UP_TEXT,
  moreLayersLabel,
  placedText,
  placeLabel,
  refusedText,
} from '../text/follow-up-text';
import { labelForLayer, readableName } from '../text/layer-names';
import { useServices } from './services';

/** More are shown on request: a picture can be used by hundreds of layers. */
const SHOWN_AT_FIRST = 3;

interface RefusedLayersProps {
  readonly item: RunItem;
  /** Null while the run goes on: nothing is done with its results before it has ended. */
  readonly followUp: FollowUp | null;
}

/** The layers that did not take a result, why, and what can be done with it all the same. */
export function RefusedLayers({ item, followUp }: RefusedLayersProps) {
  const [showsAll, setShowsAll] = useState(false);
  const refusals = refusalsOf(item);
  if (refusals === null) return null;
  const { imageHash, uses } = item.picture;
  const { layers } = refusals;
  const [only] = layers;
  // Its row says already what happened.
  if (only && layers.length === 1 && item.phase.status === 'failed') {
    return (
      <ul class="row-note">
        <RefusedLayer imageHash={imageHash} layer={only} followUp={followUp} isAlone />
      </ul>
    );
  }
  const hidden = layers.length - SHOWN_AT_FIRST;
  return (
    <div class="row-note">
      <p class="quiet">
        {refusedText(layers.length, new Set(uses.map(({ nodeId }) => nodeId)).size)}
      </p>
      <ul class="refused">
        {(showsAll ? layers : layers.slice(0, SHOWN_AT_FIRST)).map((layer) => (
          <RefusedLayer
            key={layer.nodeId}
            imageHash={imageHash}
            layer={layer}
            followUp={followUp}
            isAlone={false}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <button
          type="button"
          class="text-button"
          aria-expanded={showsAll}
          onClick={() => setShowsAll(!showsAll)}
        >
          {moreLayersLabel(hidden, showsAll)}
        </button>
      )}
    </div>
  );
}

interface RefusedLayerProps {
  /** Of the run’s picture. */
  readonly imageHash: string;
  readonly layer: SkippedLayer;
  readonly followUp: FollowUp | null;
  /** Named, with its reason, by the row that it stands in. */
  readonly isAlone: boolean;
}

function RefusedLayer({ imageHash, layer, followUp, isAlone }: RefusedLayerProps) {
  const { nodeId, nodeName, error } = layer;
  const name = readableName(nodeName);
  return (
    <li class="refused-layer">
      {!isAlone && (
        <p class="refused-reason">
          <span class="refused-name" title={name}>
            {name}
          </span>
          <span class="quiet">{errorText(error).what}</span>
        </p>
      )}
      {followUp !== null && (
        <RefusedActions
          imageHash={imageHash}
          layer={{ nodeId, nodeName: name, error }}
          followUp={followUp}
        />
      )}
    </li>
  );
}

interface RefusedActionsProps {
  readonly imageHash: string;
  readonly layer: SkippedLayer;
  readonly followUp: FollowUp;
}

function RefusedActions({ imageHash, layer, followUp }: RefusedActionsProps) {
  const { controller } = useServices();
  const { nodeId, nodeName, error } = layer;
  const placing = followUp.placing[placeKey(imageHash, nodeId)];
  const placedId = placing?.status === 'placed' ? placing.nodeId : null;
  const { notShown } = followUp;
  const failure =
    placing?.status === 'failed'
      ? placing.error
      : notShown !== null && (notShown.nodeId === nodeId || notShown.nodeId === placedId)
        ? notShown.error
        : null;
  const mayBeShown = error.code !== 'layer-gone';

  /** One button for the result: first it is placed, then it is shown; the focus stays. */
  const placeOrShow = (): void => {
    if (placedId !== null) controller.followUp.showLayer(placedId);
    else if (placing?.status !== 'placing') controller.followUp.placeBeside(imageHash, nodeId);
  };
  const label =
    placedId !== null
      ? FOLLOW_UP_TEXT.showResult
      : placing?.status === 'placing'
        ? FOLLOW_UP_TEXT.placing
        : placeLabel(error);

  return (
    <>
      <p role="status">{placedId !== null && placedText(error)}</p>
      <div class="refused-actions">
        <button
          type="button"
          class="button"
          aria-disabled={placing?.status === 'placing'}
          aria-label={labelForLayer(label, nodeName)}
          onClick={placeOrShow}
        >
          {label}
        </button>
        {mayBeShown && (
          <button
            type="button"
            class="button"
            aria-label={labelForLayer(FOLLOW_UP_TEXT.showLayer, nodeName)}
            onClick={() => controller.followUp.showLayer(nodeId)}
          >
            {FOLLOW_UP_TEXT.showLayer}
          </button>
        )}
      </div>
      {failure !== null && (
        <p role="alert">
          {errorText(failure).what} <span class="quiet">{errorText(failure).next}</span>
        </p>
      )}
    </>
  );
}
