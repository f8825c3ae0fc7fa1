import type { Scope } from '../../shared/protocol';
import { AREA_SEGMENTS, hiddenOrLockedText, SCOPE_LABEL } from '../text/scope-text';
import { SegmentedControl } from './segmented-control';
import { useServices } from './services';

interface ScopeSectionProps {
  readonly scope: Scope;
  /** Layers left alone by the last reading. */
  readonly hiddenOrLocked: number;
}

/** Where a batch looks for pictures. */
export function ScopeSection({ scope, hiddenOrLocked }: ScopeSectionProps) {
  const { controller } = useServices();
  const { area, includeHiddenAndLocked } = scope;
  return (
    <section class="scope" aria-label={SCOPE_LABEL}>
      <SegmentedControl
        name="area"
        label={SCOPE_LABEL}
        segments={AREA_SEGMENTS}
        value={area}
        onChoose={(chosen) => controller.setScope({ ...scope, area: chosen })}
      />
      <label class="check-line">
        <input
          type="checkbox"
          checked={includeHiddenAndLocked}
          onChange={(event) =>
            controller.setScope({ ...scope, includeHiddenAndLocked: event.currentTarget.checked })
          }
        />
        {hiddenOrLockedText(includeHiddenAndLocked, hiddenOrLocked)}
      </label>
    </section>
  );
}
