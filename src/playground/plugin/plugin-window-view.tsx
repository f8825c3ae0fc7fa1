import './plugin-window.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Point } from '../canvas/geometry';
import { useEditor } from '../editor/editor-context';
import { Icon } from '../icons/icon';
import { useObservable } from '../state/use-observable';
import type { PluginWindow } from './plugin-session';

const EDGE_PX = 16;
const ARROW_STEP_PX = 16;
/** Of the title bar, at least this much stays in reach when the window is moved out of sight. */
const GRIP_PX = 64;

/** The plugin's window: floats over the canvas, is moved by its title bar, holds the plugin's frame. */
export function PluginWindowView() {
  const { plugin, viewport } = useEditor();
  const open = useObservable(plugin.window);
  const room = useObservable(viewport);
  const [position, setPosition] = useState<Point | null>(null);
  if (!open) return null;
  return (
    <FloatingWindow
      key={open.frame}
      open={open}
      position={position ?? { x: Math.max(EDGE_PX, room.width - open.width - EDGE_PX), y: EDGE_PX }}
      onMove={({ x, y }) =>
        setPosition({
          x: Math.min(Math.max(x, GRIP_PX - open.width), room.width - GRIP_PX),
          y: Math.min(Math.max(y, 0), room.height - GRIP_PX),
        })
      }
      onClose={() => plugin.stop()}
    />
  );
}

interface FloatingWindowProps {
  readonly open: PluginWindow;
  readonly position: Point;
  onMove(to: Point): void;
  onClose(): void;
}

function FloatingWindow({ open, position, onMove, onClose }: FloatingWindowProps) {
  const body = useRef<HTMLDivElement>(null);
  const grip = useRef<Point | null>(null);
  const [isMoving, setIsMoving] = useState(false);

  // Given to the page once and by hand: a frame that is moved in the document loads again.
  useLayoutEffect(() => {
    body.current?.append(open.frame.element);
  }, []);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && event.target instanceof Element) {
        if (event.target.closest('.plugin-window')) onClose();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onClose]);

  const endMove = (): void => {
    grip.current = null;
    setIsMoving(false);
  };

  const onTitleKey = (event: KeyboardEvent): void => {
    const step = {
      ArrowLeft: { x: -ARROW_STEP_PX, y: 0 },
      ArrowRight: { x: ARROW_STEP_PX, y: 0 },
      ArrowUp: { x: 0, y: -ARROW_STEP_PX },
      ArrowDown: { x: 0, y: ARROW_STEP_PX },
    }[event.key];
    if (!step) return;
    event.preventDefault();
    onMove({ x: position.x + step.x, y: position.y + step.y });
  };

  return (
    <section
      class={isMoving ? 'plugin-window is-moving' : 'plugin-window'}
      role="dialog"
      aria-label={open.title}
      data-testid="plugin-window"
      hidden={!open.visible}
      style={{ left: `${position.x}px`, top: `${position.y}px`, width: `${open.width}px` }}
    >
      <header
        tabIndex={0}
        aria-label={`${open.title}, move with arrow keys`}
        onKeyDown={onTitleKey}
        onPointerDown={(event) => {
          if (event.button !== 0 || isButton(event.target)) return;
          grip.current = { x: event.clientX - position.x, y: event.clientY - position.y };
          setIsMoving(true);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (!grip.current) return;
          onMove({ x: event.clientX - grip.current.x, y: event.clientY - grip.current.y });
        }}
        onPointerUp={endMove}
        onPointerCancel={endMove}
      >
        <h2>{open.title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={`Close ${open.title}`}
          title="Close"
          data-testid="plugin-close"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <div ref={body} class="body" style={{ height: `${open.height}px` }} />
    </section>
  );
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button') !== null;
}
