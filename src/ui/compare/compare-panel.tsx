import { useEffect, useState } from 'preact/hooks';
import type { Picture } from '../../shared/protocol';
import { ErrorNotice } from '../components/error-notice';
import { BackIcon, EnlargeIcon, ReduceIcon } from '../components/icons';
import { ProgressBar } from '../components/progress-bar';
import { RowName } from '../components/row-name';
import { SegmentedControl } from '../components/segmented-control';
import { useServices } from '../components/services';
import { useInitialFocus } from '../components/use-initial-focus';
import type { ItemResult } from '../run/run-state';
import { durationText } from '../text/duration-text';
import { scaleTextWithLimit } from '../text/size-text';
import { CompareStage } from './compare-stage';
import { usePictureUrl } from './use-picture-url';
import { nextZoom, ZOOMS, type Zoom } from './view-geometry';

const ZOOM_SEGMENTS = ZOOMS.map((zoom) => ({
  value: zoom,
  label: zoom === 'fit' ? 'Fit' : `${zoom * 100} %`,
}));

/** Before and after of one enhanced picture. */
export function ComparePanel({ picture, result }: { picture: Picture; result: ItemResult }) {
  const { controller } = useServices();
  const back = useInitialFocus<HTMLButtonElement>();
  const [large, setLarge] = useState(false);
  const [zoom, setZoom] = useState<Zoom>('fit');

  useEffect(() => {
    if (!large) return undefined;
    controller.setWindow('large');
    return () => controller.setWindow('panel');
  }, [controller, large]);

  return (
    <main class="panel">
      <header class="compare-head">
        <button
          type="button"
          class="button button-icon"
          aria-label="Back to the results"
          title="Back to the results"
          ref={back}
          onClick={controller.closeCompare}
        >
          <BackIcon />
        </button>
        <h1 class="heading compare-name">
          <RowName uses={picture.uses} />
        </h1>
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
      <ComparePictures result={result} zoom={zoom} setZoom={setZoom} />
      <footer class="compare-foot">
        <SegmentedControl
          name="zoom"
          label="Zoom"
          segments={ZOOM_SEGMENTS}
          value={zoom}
          onChoose={setZoom}
        />
        <span class="quiet compare-facts">
          {scaleTextWithLimit(result.scale, result.capped)} · {result.format.toUpperCase()} ·{' '}
          {durationText(result.tookMs)}
        </span>
      </footer>
    </main>
  );
}

interface ComparePicturesProps {
  readonly result: ItemResult;
  readonly zoom: Zoom;
  readonly setZoom: (change: (zoom: Zoom) => Zoom) => void;
}

function ComparePictures({ result, zoom, setZoom }: ComparePicturesProps) {
  const { controller } = useServices();
  const [attempt, setAttempt] = useState(0);
  const before = usePictureUrl(result.sourceHash, attempt);
  const after = usePictureUrl(result.imageHash, attempt);
  const failed = [before, after].find((side) => side.status === 'failed');

  if (failed?.status === 'failed') {
    return (
      <div class="panel-body panel-body-padded">
        <ErrorNotice error={failed.error}>
          <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </button>
          <button type="button" class="button" onClick={controller.closeCompare}>
            Back to the results
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
      beforeSize={{ width: result.sourceWidth, height: result.sourceHeight }}
      afterSize={result}
      zoom={zoom}
      onZoom={(direction) => setZoom((current) => nextZoom(current, direction))}
    />
  );
}
