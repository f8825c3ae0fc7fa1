import { useEffect, useState } from 'preact/hooks';
import { LiveRegion } from '../components/live-region';
import { SegmentedControl } from '../components/segmented-control';
import { useServices } from '../components/services';
import { COMPARE_MODES, COMPARE_TEXT, DIFFERENCE_CAPTION, zoomText } from '../text/compare-text';
import { sizeText } from '../text/size-text';
import { CompareHead } from './compare-head';
import { ComparePictures, type Look } from './compare-pictures';
import type { Comparison, PlaceInList } from './comparison';
import { GAINS } from './difference-view';
import { useHeld } from './use-held';
import { useKeys } from './use-keys';
import { MIDDLE, ZOOMS, type Zoom } from './view-geometry';

const ZOOM_SEGMENTS = ZOOMS.map((zoom) => ({ value: zoom, label: zoomText(zoom) }));
const GAIN_SEGMENTS = GAINS.map((gain) => ({ value: gain, label: `${gain}×` }));

const FIRST_LOOK: Look = {
  mode: 'divider',
  view: { zoom: 'fit', centre: MIDDLE },
  divider: 0.5,
  gain: 4,
};

interface ComparePanelProps {
  readonly comparison: Comparison;
  /** Null when there is no other picture to go to. */
  readonly place: PlaceInList | null;
}

/** Before and after of one enhanced picture. */
export function ComparePanel({ comparison, place }: ComparePanelProps) {
  const { controller } = useServices();
  const [large, setLarge] = useState(comparison.backTo === 'selection');
  const [look, setLook] = useState(FIRST_LOOK);
  const [beforeOnly, setBeforeOnly] = useHeld();
  const { before, after, facts } = comparison;
  const { mode, view, gain } = look;
  const change = (changes: Partial<Look>): void => setLook((from) => ({ ...from, ...changes }));
  const setZoom = (zoom: Zoom): void =>
    setLook((from) => ({ ...from, view: { ...from.view, zoom } }));

  useEffect(() => {
    if (!large) return undefined;
    controller.setWindow('large');
    return () => controller.setWindow('panel');
  }, [controller, large]);

  // Another picture has its details elsewhere.
  useEffect(() => {
    setLook((from) => ({ ...from, view: { ...from.view, centre: MIDDLE } }));
  }, [after.imageHash]);

  useKeys(({ key }) => {
    const chosen = COMPARE_MODES[Number(key) - 1];
    if (chosen) change({ mode: chosen.value });
    else if (key === 'b' || key === 'B' || key === ' ') setBeforeOnly(true);
    else if ((key === 'PageUp' || key === '[') && place) controller.openCompare(place.previous);
    else if ((key === 'PageDown' || key === ']') && place) controller.openCompare(place.next);
    else return false;
    return true;
  });

  return (
    <main class="panel">
      <CompareHead comparison={comparison} place={place} large={large} onLarge={setLarge} />
      <div class="compare-modes">
        <SegmentedControl
          name="mode"
          label={COMPARE_TEXT.modes}
          segments={COMPARE_MODES}
          value={mode}
          onChoose={(chosen) => change({ mode: chosen })}
        />
      </div>
      <ComparePictures
        comparison={comparison}
        look={look}
        onLook={setLook}
        beforeOnly={beforeOnly}
      />
      <div class="compare-captions">
        <span class="stage-label">
          <b>{COMPARE_TEXT.before}</b> {sizeText(before)}
        </span>
        <span class="stage-label">
          <b>{COMPARE_TEXT.after}</b> {sizeText(after)}
        </span>
        <span class="quiet compare-facts">
          {mode === 'difference' ? DIFFERENCE_CAPTION : facts}
        </span>
        {mode === 'difference' && (
          <SegmentedControl
            name="gain"
            label={COMPARE_TEXT.gain}
            segments={GAIN_SEGMENTS}
            value={gain}
            onChoose={(chosen) => change({ gain: chosen })}
          />
        )}
      </div>
      <footer class="compare-foot">
        <SegmentedControl
          name="zoom"
          label={COMPARE_TEXT.zoom}
          segments={ZOOM_SEGMENTS}
          value={view.zoom}
          onChoose={setZoom}
        />
        <button
          type="button"
          class="button"
          aria-pressed={beforeOnly}
          title={COMPARE_TEXT.holdTitle}
          onPointerDown={() => setBeforeOnly(true)}
          onKeyDown={({ key }) => {
            if (key === 'Enter' || key === ' ') setBeforeOnly(true);
          }}
        >
          {COMPARE_TEXT.hold}
        </button>
      </footer>
      <LiveRegion text={beforeOnly ? COMPARE_TEXT.before : ''} />
    </main>
  );
}
