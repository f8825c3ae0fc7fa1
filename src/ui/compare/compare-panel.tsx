import { useEffect, useState } from 'preact/hooks';
import { ErrorNotice } from '../components/error-notice';
import { BackIcon, EnlargeIcon, ReduceIcon } from '../components/icons';
import { ProgressBar } from '../components/progress-bar';
import { RowName } from '../components/row-name';
import { SegmentedControl } from '../components/segmented-control';
import { useServices } from '../components/services';
import { useInitialFocus } from '../components/use-initial-focus';
import { backText } from '../text/compare-text';
import { CompareStage } from './compare-stage';
import type { Comparison } from './comparison';
import { usePictureUrl } from './use-picture-url';
import { nextZoom, ZOOMS, type Zoom } from './view-geometry';

const ZOOM_SEGMENTS = ZOOMS.map((zoom) => ({
  value: zoom,
  label: zoom === 'fit' ? 'Fit' : `${zoom * 100} %`,
}));

interface ComparePanelProps {
  readonly comparison: Comparison;
  /** Another picture to look at. */
  readonly next: string | null;
}

/** Before and after of one enhanced picture. */
export function ComparePanel({ comparison, next }: ComparePanelProps) {
  const { controller } = useServices();
  const back = useInitialFocus<HTMLButtonElement>();
  const [large, setLarge] = useState(comparison.backTo === 'selection');
  const [zoom, setZoom] = useState<Zoom>('fit');

  useEffect(() => {
    if (!large) return undefined;
    controller.setWindow('large');
    return () => controller.setWindow('panel');
  }, [controller, large]);

  const backLabel = backText(comparison.backTo);

  return (
    <main class="panel">
      <header class="compare-head">
        <button
          type="button"
          class="button button-icon"
          aria-label={backLabel}
          title={backLabel}
          ref={back}
          onClick={controller.closeCompare}
        >
          <BackIcon />
        </button>
        <h1 class="heading compare-name">
          <RowName uses={comparison.uses} />
        </h1>
        {next !== null && (
          <button type="button" class="button" onClick={() => controller.openCompare(next)}>
            Next picture
          </button>
        )}
        <button
          type="button"
          class="button button-icon"
          aria-label={large ? 'Smaller window' : 'Larger window'}
          title={large ? 'Smaller window' : 'Larger window'}
          onClick={() => setLarge(!large)}
        >
          {large ? <ReduceIcon /> : <EnlargeIcon />}
        </button>
      </header>
      <ComparePictures
        key={comparison.after.imageHash}
        comparison={comparison}
        zoom={zoom}
        setZoom={setZoom}
      />
      <footer class="compare-foot">
        <SegmentedControl
          name="zoom"
          label="Zoom"
          segments={ZOOM_SEGMENTS}
          value={zoom}
          onChoose={setZoom}
        />
        <span class="quiet compare-facts">{comparison.facts}</span>
      </footer>
    </main>
  );
}

interface ComparePicturesProps {
  readonly comparison: Comparison;
  readonly zoom: Zoom;
  readonly setZoom: (change: (zoom: Zoom) => Zoom) => void;
}

function ComparePictures({ comparison, zoom, setZoom }: ComparePicturesProps) {
  const { controller } = useServices();
  const [attempt, setAttempt] = useState(0);
  const before = usePictureUrl(comparison.before.imageHash, attempt);
  const after = usePictureUrl(comparison.after.imageHash, attempt);
  const failed = [before, after].find((side) => side.status === 'failed');

  if (failed?.status === 'failed') {
    return (
      <div class="panel-body panel-body-padded">
        <ErrorNotice error={failed.error}>
          <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </button>
          <button type="button" class="button" onClick={controller.closeCompare}>
            {backText(comparison.backTo)}
          </button>
        </ErrorNotice>
      </div>
    );
  }
  if (before.status !== 'ready' || after.status !== 'ready') {
    return (
      <div class="panel-body panel-body-padded">
        <div class="appears-late">
          <p class="quiet">Reading both pictures…</p>
          <ProgressBar label="Reading both pictures" fraction={null} size="thin" />
        </div>
      </div>
    );
  }
  return (
    <CompareStage
      beforeUrl={before.url}
      afterUrl={after.url}
      beforeSize={comparison.before}
      afterSize={comparison.after}
      zoom={zoom}
      onZoom={(direction) => setZoom((current) => nextZoom(current, direction))}
    />
  );
}
