import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useInitialFocus } from '../components/use-initial-focus';
import { COMPARE_TEXT } from '../text/compare-text';
import { useElementSize } from './use-element-size';
import { useKeys } from './use-keys';
import {
  dividerAt,
  nextZoom,
  paneAt,
  panned,
  place,
  zoomedAt,
  type Placement,
  type Point,
  type Rect,
  type Size,
  type View,
} from './view-geometry';

const PAN_STEP_PX = 40;
const PAN_KEYS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: PAN_STEP_PX, y: 0 },
  ArrowRight: { x: -PAN_STEP_PX, y: 0 },
  ArrowUp: { x: 0, y: PAN_STEP_PX },
  ArrowDown: { x: 0, y: -PAN_STEP_PX },
};
/** Of a wheel, for one zoom step: a notch of a mouse at once, a pinch on a trackpad bit by bit. */
const WHEEL_STEP = 40;

/** What the stage shows, and where. */
export interface Scene {
  readonly panes: readonly [Rect, ...Rect[]];
  /** In each of the panes, which are all of one size. */
  readonly placement: Placement;
}

interface StageProps {
  /** Of the result; what it was made from is shown in the same size. */
  readonly picture: Size;
  readonly view: View;
  readonly onView: (change: (view: View) => View) => void;
  /** How a stage of this size is divided. */
  readonly panesOf: (stage: Size) => readonly [Rect, ...Rect[]];
  /** Where there is a divider: dragging moves it, unless the picture can be moved. */
  readonly onDivider: ((position: number) => void) | null;
  /** It replaces what had the focus. */
  readonly takesFocus: boolean;
  readonly children: (scene: Scene) => ComponentChildren;
}

type Drag =
  | { readonly kind: 'divider'; readonly pane: Rect }
  | { readonly kind: 'pan'; readonly from: Point };

/**
 * The room that pictures are looked at in: moved by dragging, the wheel or arrow keys; zoomed around
 * the pointer by the wheel with Ctrl, a pinch or a double click, and by the keys + − 0.
 */
export function Stage(props: StageProps) {
  const { picture, view, onView, panesOf, onDivider, takesFocus, children } = props;
  const stage = useInitialFocus<HTMLDivElement>(takesFocus);
  const size = useElementSize(stage);
  const drag = useRef<Drag | null>(null);
  const wheel = useRef(0);

  const panes = panesOf(size ?? { width: 1, height: 1 });
  const placement = place(panes[0], picture, view);
  const { canPan } = placement;

  const movePicture = (by: Point): void => onView((from) => panned(panes[0], picture, from, by));
  const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left = 0, top = 0 } = stage.current?.getBoundingClientRect() ?? {};
    return { x: clientX - left, y: clientY - top };
  };
  const zoomAround = (event: MouseEvent, zoomOf: (view: View) => View['zoom']): void => {
    const point = pointOf(event);
    const pane = paneAt(panes, point);
    const inPane = { x: point.x - pane.x, y: point.y - pane.y };
    onView((from) => zoomedAt(pane, picture, from, zoomOf(from), inPane));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const onHandle = event.target instanceof Element && event.target.closest('.divider') !== null;
    const point = pointOf(event);
    if (onDivider !== null && (onHandle || !canPan)) {
      drag.current = { kind: 'divider', pane: paneAt(panes, point) };
    } else if (canPan) {
      drag.current = { kind: 'pan', from: point };
    }
    if (drag.current !== null) stage.current?.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null) return;
    const point = pointOf(event);
    if (drag.current.kind === 'divider') {
      onDivider?.(dividerAt(placement, point.x - drag.current.pane.x));
      return;
    }
    const { from } = drag.current;
    movePicture({ x: point.x - from.x, y: point.y - from.y });
    drag.current = { kind: 'pan', from: point };
  };
  const endDrag = (): void => {
    drag.current = null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = PAN_KEYS[event.key];
    if (step === undefined || event.target !== stage.current || !canPan) return;
    event.preventDefault();
    movePicture(step);
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) {
      movePicture({ x: -event.deltaX, y: -event.deltaY });
      return;
    }
    // A turn to the other side begins anew.
    wheel.current = wheel.current * event.deltaY > 0 ? wheel.current + event.deltaY : event.deltaY;
    if (Math.abs(wheel.current) < WHEEL_STEP) return;
    const direction = wheel.current < 0 ? 1 : -1;
    wheel.current = 0;
    zoomAround(event, ({ zoom }) => nextZoom(zoom, direction, panes[0], picture));
  };
  useKeys(({ key }) => {
    const direction = { '+': 1, '=': 1, '-': -1 }[key] as 1 | -1 | undefined;
    if (key !== '0' && direction === undefined) return false;
    onView((from) => ({
      ...from,
      zoom: direction === undefined ? 'fit' : nextZoom(from.zoom, direction, panes[0], picture),
    }));
    return true;
  });

  // Registered by hand because a listener that may stop the page's own zoom must not be passive.
  const latestOnWheel = useRef(onWheel);
  latestOnWheel.current = onWheel;
  useEffect(() => {
    const element = stage.current;
    const listener = (event: WheelEvent): void => latestOnWheel.current(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [stage]);

  return (
    <div
      class={`stage${canPan ? ' stage-pannable' : ''}${onDivider !== null ? ' stage-divided' : ''}`}
      ref={stage}
      role="group"
      tabIndex={0}
      aria-label={canPan ? COMPARE_TEXT.enlargedStage : COMPARE_TEXT.stage}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
      onDblClick={(event) => zoomAround(event, ({ zoom }) => (zoom === 'fit' ? 1 : 'fit'))}
      onKeyDown={onKeyDown}
    >
      {size !== null && children({ panes, placement })}
    </div>
  );
}
