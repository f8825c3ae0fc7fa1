import { errorText } from '../../shared/error-texts';
import type { SkippedLayer } from '../../shared/protocol';
import { readableName } from '../text/layer-names';
import { leftOutText, skippedText } from '../text/scope-text';

interface SkippedLayersProps {
  readonly skipped: readonly SkippedLayer[];
  readonly hiddenOrLocked: number;
}

/** Layers that a run would leave alone, and why; out of the way until somebody asks. */
export function SkippedLayers({ skipped, hiddenOrLocked }: SkippedLayersProps) {
  if (skipped.length === 0 && hiddenOrLocked === 0) return null;
  const hidden = leftOutText(hiddenOrLocked);
  if (skipped.length === 0) return <p class="skipped quiet">{hidden}</p>;
  return (
    <details class="details skipped">
      <summary>{skippedText(skipped.length)}</summary>
      <ul class="skipped-list">
        {skipped.map(({ nodeId, nodeName, error }) => {
          const { what, next } = errorText(error);
          return (
            <li key={`${nodeId} ${error.code}`}>
              <span class="skipped-name" title={readableName(nodeName)}>
                {readableName(nodeName)}
              </span>
              <span class="quiet">
                {what} {next}
              </span>
            </li>
          );
        })}
        {hiddenOrLocked > 0 && <li class="quiet">{hidden}</li>}
      </ul>
    </details>
  );
}
