import './layers.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { pathTo } from '../canvas/layer-tree';
import { toggleLocked, toggleVisible } from '../editor/actions';
import { canvasMenu } from '../editor/canvas-menu';
import { useEditor } from '../editor/editor-context';
import { useObservable } from '../state/use-observable';
import { LayerLine } from './layer-line';
import { layerRows, rowsBetween } from './layer-rows';

/** The tree of layers on the left. */
export function LayerList() {
  const editor = useEditor();
  const { layers, selection } = useObservable(editor.page);
  // At first, only what lies directly on the page is unfolded.
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(
    () => new Set(layers.flatMap(({ children }) => children).map(({ id }) => id)),
  );
  const [rangeStart, setRangeStart] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = layerRows(layers, collapsed);

  // What gets selected on the canvas is shown here.
  const lastSelected = selection.at(-1);
  useEffect(() => {
    if (lastSelected === undefined) return;
    const above = pathTo(layers, lastSelected).slice(0, -1);
    if (above.some(({ id }) => collapsed.has(id))) {
      setCollapsed(new Set([...collapsed].filter((id) => !above.some((layer) => layer.id === id))));
    }
    list.current
      ?.querySelector(`[data-row-id="${CSS.escape(lastSelected)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [lastSelected]);

  const toggleCollapsed = (id: string): void =>
    setCollapsed((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });

  const select = (id: string, event: MouseEvent | KeyboardEvent): void => {
    if (event.shiftKey && rangeStart !== null) {
      editor.document.select(rowsBetween(rows, rangeStart, id));
      return;
    }
    setRangeStart(id);
    if (!event.ctrlKey && !event.metaKey) editor.document.select([id]);
    else if (selection.includes(id)) {
      editor.document.select(selection.filter((other) => other !== id));
    } else editor.document.select([...selection, id]);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const line = event.target instanceof HTMLElement ? event.target.closest('[data-row-id]') : null;
    const at = rows.findIndex(({ layer }) => layer.id === line?.getAttribute('data-row-id'));
    const row = rows[at];
    if (!row) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const target = step === undefined ? undefined : rows[at + step];
    if (target) {
      select(target.layer.id, event);
      list.current
        ?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(target.layer.id)}"]`)
        ?.focus();
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      if (collapsed.has(row.layer.id) === (event.key === 'ArrowRight')) {
        toggleCollapsed(row.layer.id);
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      select(row.layer.id, event);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const focusableId = lastSelected ?? rows[0]?.layer.id;
  return (
    <aside class="panel layers-panel" aria-label="Layers">
      <h2>Layers</h2>
      <div
        ref={list}
        class="layer-list"
        role="tree"
        aria-label="Layers"
        aria-multiselectable="true"
        data-testid="layer-list"
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <LayerLine
            key={row.layer.id}
            row={row}
            isSelected={selection.includes(row.layer.id)}
            isCollapsed={collapsed.has(row.layer.id)}
            isFocusable={row.layer.id === focusableId}
            onSelect={(event) => select(row.layer.id, event)}
            onMenu={(event) => {
              event.preventDefault();
              if (!selection.includes(row.layer.id)) editor.document.select([row.layer.id]);
              editor.menu.set({
                at: { x: event.clientX, y: event.clientY },
                entries: canvasMenu(editor),
              });
            }}
            onHover={(isOver) => editor.hoveredId.set(isOver ? row.layer.id : null)}
            onZoom={() => editor.zoomTo([row.layer.id])}
            onToggleCollapsed={() => toggleCollapsed(row.layer.id)}
            onToggleLocked={() => toggleLocked(editor, [row.layer.id])}
            onToggleVisible={() => toggleVisible(editor, [row.layer.id])}
          />
        ))}
      </div>
    </aside>
  );
}
