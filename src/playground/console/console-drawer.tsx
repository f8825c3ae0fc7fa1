import './console.css';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useEditor } from '../editor/editor-context';
import { Icon } from '../icons/icon';
import { useObservable } from '../state/use-observable';

/** What the plugin's sandbox logged, below the canvas. */
export function ConsoleDrawer({ onClose }: { onClose: () => void }) {
  const { log } = useEditor();
  const lines = useObservable(log.lines);
  const list = useRef<HTMLOListElement>(null);

  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);

  return (
    <section class="console" aria-label="Plugin console" data-testid="console">
      <header>
        <h2>Plugin console</h2>
        <button type="button" class="text-button" onClick={() => log.clear()}>
          Clear
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Close the console"
          title="Close the console"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <ol ref={list} tabIndex={0} aria-label="Lines">
        {lines.length === 0 && <li class="empty">Nothing logged yet.</li>}
        {lines.map((line) => (
          <li key={line.id} class={`is-${line.level}`}>
            <time>{line.time}</time>
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
