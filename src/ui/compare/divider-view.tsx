import { HandleIcon } from '../components/icons';
import { COMPARE_TEXT, dividerText } from '../text/compare-text';
import { Checkerboard, PictureLayer } from './picture-layer';
import type { ModeProps } from './mode-props';

interface DividerViewProps extends ModeProps {
  /** Share of the visible picture that shows it as it was, 0 to 1. */
  readonly divider: number;
  readonly onDivider: (position: number) => void;
}

/** Two pictures on top of each other with a divider between them, a range input for the keyboard. */
export function DividerView(props: DividerViewProps) {
  const { pictures, scene, squarePixels, divider, onDivider } = props;
  const { placement } = scene;
  const dividerX = placement.visibleLeft + divider * placement.visibleWidth;
  const percent = Math.round(divider * 100);
  return (
    <>
      <Checkerboard placement={placement} />
      <PictureLayer
        url={pictures.beforeUrl}
        alt={COMPARE_TEXT.before}
        placement={placement}
        squarePixels={squarePixels}
        clipPath={`inset(0 calc(100% - ${dividerX}px) 0 0)`}
      />
      <PictureLayer
        url={pictures.afterUrl}
        alt={COMPARE_TEXT.after}
        placement={placement}
        squarePixels={squarePixels}
        clipPath={`inset(0 0 0 ${dividerX}px)`}
      />
      <input
        class="visually-hidden divider-input"
        type="range"
        min={0}
        max={100}
        step={1}
        value={percent}
        aria-label={COMPARE_TEXT.divider}
        aria-valuetext={dividerText(percent)}
        onInput={(event) => onDivider(Number(event.currentTarget.value) / 100)}
      />
      <div class="divider" style={{ transform: `translateX(${dividerX}px)` }}>
        <span class="divider-handle">
          <HandleIcon />
        </span>
      </div>
    </>
  );
}
