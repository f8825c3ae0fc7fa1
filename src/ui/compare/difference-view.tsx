import { useEffect, useRef, useState } from 'preact/hooks';
import { ProgressBar } from '../components/progress-bar';
import { COMPARE_TEXT, NO_DIFFERENCE } from '../text/compare-text';
import { drawDifference } from './draw-difference';
import type { ModeProps } from './mode-props';
import { placed } from './picture-layer';

/** How much a difference is brightened; most are too small for the eye as they are. */
export const GAINS = [1, 4, 16] as const;
export type Gain = (typeof GAINS)[number];

interface DifferenceViewProps extends ModeProps {
  readonly gain: Gain;
}

/** Where the result differs from a plain enlargement of the original: black is no difference. */
export function DifferenceView({ pictures, scene, squarePixels, gain }: DifferenceViewProps) {
  const { beforeUrl, afterUrl, size } = pictures;
  const { width, height } = size;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [status, setStatus] = useState<'drawing' | 'drawn' | 'failed'>('drawing');

  useEffect(() => {
    const abort = new AbortController();
    const draw = async (): Promise<void> => {
      setStatus('drawing');
      const [before, after] = await Promise.all([decoded(beforeUrl), decoded(afterUrl)]);
      if (canvas.current === null || abort.signal.aborted) return;
      const drawn = await drawDifference(
        canvas.current,
        { before, after, size: { width, height } },
        abort.signal,
      );
      if (!abort.signal.aborted) setStatus(drawn ? 'drawn' : 'failed');
    };
    draw().catch(() => {
      if (!abort.signal.aborted) setStatus('failed');
    });
    return () => abort.abort();
  }, [beforeUrl, afterUrl, width, height]);

  return (
    <>
      <div class="layer layer-difference" style={{ filter: `brightness(${gain})` }}>
        <canvas
          class={squarePixels ? 'square-pixels' : ''}
          role="img"
          aria-label={COMPARE_TEXT.difference}
          ref={canvas}
          style={{
            ...placed(scene.placement),
            visibility: status === 'drawn' ? 'visible' : 'hidden',
          }}
        />
      </div>
      {status === 'drawing' && (
        <div class="stage-note appears-late">
          <p>{COMPARE_TEXT.drawing}</p>
          <ProgressBar label={COMPARE_TEXT.drawingLabel} fraction={null} size="thin" />
        </div>
      )}
      {status === 'failed' && (
        <p class="stage-note" role="alert">
          {NO_DIFFERENCE}
        </p>
      )}
    </>
  );
}

async function decoded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
