import { useState } from 'preact/hooks';
import { ErrorNotice } from '../components/error-notice';
import { ProgressBar } from '../components/progress-bar';
import { useServices } from '../components/services';
import { useInitialFocus } from '../components/use-initial-focus';
import { backText, COMPARE_TEXT, type CompareMode } from '../text/compare-text';
import { PANEL_TEXT } from '../text/panel-text';
import { BeforeOverlay } from './before-overlay';
import type { Comparison } from './comparison';
import { DifferenceView, type Gain } from './difference-view';
import { DividerView } from './divider-view';
import type { ModeProps } from './mode-props';
import { SideBySideView } from './side-by-side-view';
import { Stage } from './stage';
import { usePictureUrl } from './use-picture-url';
import { showsSquarePixels, twoPanes, type Rect, type Size, type View } from './view-geometry';

/** Between two panes. */
const GAP_PX = 2;

/** How the pictures are looked at; stays from one picture to the next. */
export interface Look {
  readonly mode: CompareMode;
  readonly view: View;
  readonly divider: number;
  readonly gain: Gain;
}

interface ComparePicturesProps {
  readonly comparison: Comparison;
  readonly look: Look;
  readonly onLook: (change: (look: Look) => Look) => void;
  /** Shows the picture as it was, whatever the mode. */
  readonly beforeOnly: boolean;
}

/** Both pictures on the stage, as soon as they are read. */
export function ComparePictures(props: ComparePicturesProps) {
  const { comparison, look, onLook, beforeOnly } = props;
  const [attempt, setAttempt] = useState(0);
  const before = usePictureUrl(comparison.before.imageHash, attempt);
  const after = usePictureUrl(comparison.after.imageHash, attempt);
  const failed = [before, after].find((side) => side.status === 'failed');
  if (failed?.status === 'failed') {
    return (
      <ReadingFailed
        error={failed.error}
        backTo={comparison.backTo}
        onRetry={() => setAttempt(attempt + 1)}
      />
    );
  }

  const { mode, view, divider, gain } = look;
  const { width, height } = comparison.after;
  const size: Size = { width, height };
  const squarePixels = showsSquarePixels(view.zoom);
  const setDivider = (position: number): void => onLook((from) => ({ ...from, divider: position }));
  const panesOf = (stage: Size): readonly [Rect, ...Rect[]] =>
    mode === 'side-by-side' ? twoPanes(stage, size, GAP_PX) : [{ x: 0, y: 0, ...stage }];

  return (
    <Stage
      picture={size}
      view={view}
      onView={(change) => onLook((from) => ({ ...from, view: change(from.view) }))}
      panesOf={panesOf}
      onDivider={mode === 'divider' ? setDivider : null}
      takesFocus={attempt > 0}
    >
      {(scene) => {
        if (before.status !== 'ready' || after.status !== 'ready') {
          return (
            <div class="stage-note appears-late">
              <p>{COMPARE_TEXT.reading}</p>
              <ProgressBar label={COMPARE_TEXT.readingLabel} fraction={null} size="thin" />
            </div>
          );
        }
        const pictures = { beforeUrl: before.url, afterUrl: after.url, size };
        const shared: ModeProps = { pictures, scene, squarePixels };
        return (
          <>
            {mode === 'divider' && (
              <DividerView {...shared} divider={divider} onDivider={setDivider} />
            )}
            {mode === 'side-by-side' && <SideBySideView {...shared} />}
            {mode === 'difference' && <DifferenceView {...shared} gain={gain} />}
            <BeforeOverlay {...shared} shown={beforeOnly} />
          </>
        );
      }}
    </Stage>
  );
}

interface ReadingFailedProps extends Pick<Comparison, 'backTo'> {
  readonly error: Parameters<typeof ErrorNotice>[0]['error'];
  readonly onRetry: () => void;
}

function ReadingFailed({ error, backTo, onRetry }: ReadingFailedProps) {
  const { controller } = useServices();
  const retry = useInitialFocus<HTMLButtonElement>();
  return (
    <div class="panel-body panel-body-padded">
      <ErrorNotice error={error}>
        <button type="button" class="button" ref={retry} onClick={onRetry}>
          {PANEL_TEXT.tryAgain}
        </button>
        <button type="button" class="button" onClick={controller.closeCompare}>
          {backText(backTo)}
        </button>
      </ErrorNotice>
    </div>
  );
}
