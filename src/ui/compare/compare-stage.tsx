import { useEffect, useRef, useState } from 'preact/hooks';
import { HandleIcon } from '../components/icons';
import { sizeText } from '../text/size-text';
import { useElementSize } from './use-element-size';
import { clampPan, dividerAt, place, type Point, type Size, type Zoom } from './view-geometry';

interface CompareStageProps {
  readonly beforeUrl: string;
  readonly afterUrl: string;
  readonly beforeSize: Size;
  readonly afterSize: Size;
  readonly zoom: Zoom;
  readonly onZoom: (direction: 1 | -1) => void;
}

const CENTRE: Point = { x: 0, y: 0 };
const PAN_STEP_PX = 40;
const PAN_KEYS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: PAN_STEP_PX, y: 0 },
  ArrowRight: { x: -PAN_STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: PAN_STEP_PX },
  ArrowDown: { x: 0, y: -PAN_STEP_PX },
};

type Drag = { readonly kind: 'divider' } | { readonly kind: 'pan'; readonly from: Point };

/**
 * Two pictures on top of each other with a divider between them. Dragging moves the divider, or the
 * picture when it is larger than the stage (the handle still moves the divider). The divider is a
 * range input for the keyboard; the picture is moved by arrow keys when the stage has the focus.
 */
export function CompareStage(props: CompareStageProps) {
  const { beforeUrl, afterUrl, beforeSize, afterSize, zoom, onZoom } = props;
  const stage = useRef<HTMLDivElement>(null);
  const stageSize = useElementSize(stage);
  const [divider, setDivider] = useState(0.5);
  const [pan, setPan] = useState<Point>(CENTRE);
  const drag = useRef<Drag | null>(null);

  const shown = place(stageSize ?? { width: 1, height: 1 }, afterSize, zoom, pan);
  const movePan = (change: Point): void =>
    setPan((current) =>
      clampPan(stageSize ?? shown, shown, { x: current.x + change.x, y: current.y + change.y }),
    );
  const moveDivider = (event: PointerEvent): void => {
    const left = stage.current?.getBoundingClientRect().left ?? 0;
    setDivider(dividerAt(shown, event.clientX - left));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const onHandle = event.target instanceof Element && event.target.closest('.divider') !== null;
    stage.current?.setPointerCapture(event.pointerId);
    if (shown.canPan && !onHandle) {
      drag.current = { kind: 'pan', from: { x: event.clientX, y: event.clientY } };
      return;
    }
    drag.current = { kind: 'divider' };
    moveDivider(event);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null) return;
    if (drag.current.kind === 'divider') {
      moveDivider(event);
      return;
    }
    const to = { x: event.clientX, y: event.clientY };
    movePan({ x: to.x - drag.current.from.x, y: to.y - drag.current.from.y });
    drag.current = { kind: 'pan', from: to };
  };
  const endDrag = (): void => {
    drag.current = null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = PAN_KEYS[event.key];
    if (step === undefined || event.target !== stage.current || !shown.canPan) return;
    event.preventDefault();
    movePan(step);
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) onZoom(event.deltaY < 0 ? 1 : -1);
    else movePan({ x: -event.deltaX, y: -event.deltaY });
  };
  // Registered by hand because a listener that may stop the page's own zoom must not be passive.
  const latestOnWheel = useRef(onWheel);
  latestOnWheel.current = onWheel;
  useEffect(() => {
    const element = stage.current;
    const listener = (event: WheelEvent): void => latestOnWheel.current(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, []);

  const dividerX = shown.visibleLeft + divider * shown.visibleWidth;
  const percent = Math.round(divider * 100);
  const pictureStyle = {
    left: `${shown.left}px`,
    top: `${shown.top}px`,
    width: `${shown.width}px`,
    height: `${shown.height}px`,
  };
  return (
    <div class="stage-frame">
      <div
        class={`stage${shown.canPan ? ' stage-pannable' : ''}`}
        ref={stage}
        role="group"
        aria-label={
          shown.canPan ? 'Enlarged picture, arrow keys move it' : 'Picture before and after'
        }
        {...(shown.canPan ? { tabIndex: 0 } : {})}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
        onKeyDown={onKeyDown}
      >
        {stageSize !== null && (
          <>
            <div class="checkerboard" style={pictureStyle} />
            <div class="layer" style={{ clipPath: `inset(0 calc(100% - ${dividerX}px) 0 0)` }}>
              <img src={beforeUrl} alt="Before" draggable={false} style={pictureStyle} />
            </div>
            <div class="layer" style={{ clipPath: `inset(0 0 0 ${dividerX}px)` }}>
              <img src={afterUrl} alt="After" draggable={false} style={pictureStyle} />
            </div>
            <input
              class="visually-hidden divider-input"
              type="range"
              min={0}
              max={100}
              step={1}
              value={percent}
              aria-label="Divider between before and after"
              aria-valuetext={`${percent} % before, ${100 - percent} % after`}
              onInput={(event) => setDivider(Number(event.currentTarget.value) / 100)}
            />
            <div class="divider" style={{ transform: `translateX(${dividerX}px)` }}>
              <span class="divider-handle">
                <HandleIcon />
              </span>
            </div>
          </>
        )}
      </div>
      <div class="stage-labels">
        <span class="stage-label">
          <b>Before</b> {sizeText(beforeSize)}
        </span>
        <span class="stage-label">
          <b>After</b> {sizeText(afterSize)}
        </span>
      </div>
    </div>
  );
}
