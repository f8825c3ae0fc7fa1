import { BackIcon, EnlargeIcon, NextIcon, PreviousIcon, ReduceIcon } from '../components/icons';
import { RowName } from '../components/row-name';
import { useServices } from '../components/services';
import { useInitialFocus } from '../components/use-initial-focus';
import { backText, backTitle, COMPARE_TEXT } from '../text/compare-text';
import { numberOf } from '../text/counted';
import type { Comparison, PlaceInList } from './comparison';

interface CompareHeadProps {
  readonly comparison: Comparison;
  readonly place: PlaceInList | null;
  readonly large: boolean;
  readonly onLarge: (large: boolean) => void;
}

/** What is compared, the way back, and the ways to the other pictures. */
export function CompareHead({ comparison, place, large, onLarge }: CompareHeadProps) {
  const { controller } = useServices();
  const back = useInitialFocus<HTMLButtonElement>();
  const sizeLabel = large ? COMPARE_TEXT.smallerWindow : COMPARE_TEXT.largerWindow;
  return (
    <header class="compare-head">
      <button
        type="button"
        class="button button-icon"
        aria-label={backText(comparison.backTo)}
        title={backTitle(comparison.backTo)}
        ref={back}
        onClick={controller.closeCompare}
      >
        <BackIcon />
      </button>
      <h1 class="heading compare-name">
        <RowName uses={comparison.uses} />
      </h1>
      {place !== null && (
        <>
          <span class="quiet compare-number">{numberOf(place.number, place.total)}</span>
          <button
            type="button"
            class="button button-icon"
            aria-label={COMPARE_TEXT.previous}
            title={COMPARE_TEXT.previousTitle}
            onClick={() => controller.openCompare(place.previous)}
          >
            <PreviousIcon />
          </button>
          <button
            type="button"
            class="button button-icon"
            aria-label={COMPARE_TEXT.next}
            title={COMPARE_TEXT.nextTitle}
            onClick={() => controller.openCompare(place.next)}
          >
            <NextIcon />
          </button>
        </>
      )}
      <button
        type="button"
        class="button button-icon"
        aria-label={sizeLabel}
        title={sizeLabel}
        onClick={() => onLarge(!large)}
      >
        {large ? <ReduceIcon /> : <EnlargeIcon />}
      </button>
    </header>
  );
}
