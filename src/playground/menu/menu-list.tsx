import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Rect } from '../canvas/geometry';
import { Icon } from '../icons/icon';
import type { MenuEntry } from './menu-entry';
import { placeMenu } from './place-menu';

interface MenuListProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** What the menu opens beside: a point, or the line of the menu it belongs to. */
  readonly anchor: Rect;
  /** False while the pointer opened it, so that the focus stays in the menu before. */
  readonly takesFocus?: boolean;
  /** Something was chosen. */
  onDone(): void;
  /** One menu back, by arrow key or Escape. */
  onBack(): void;
}

interface OpenSubmenu {
  readonly index: number;
  readonly anchor: Rect;
  readonly takesFocus: boolean;
}

/** A menu with its submenus; arrow keys, Home, End, Enter and Escape work as in any menu. */
export function MenuList(props: MenuListProps) {
  const { label, entries, anchor, takesFocus = true, onDone, onBack } = props;
  const element = useRef<HTMLDivElement>(null);
  const [position, setPosition] = useState<{ left: number; top: number } | null>(null);
  const [submenu, setSubmenu] = useState<OpenSubmenu | null>(null);

  useLayoutEffect(() => {
    const menu = element.current;
    if (!menu) return;
    setPosition(
      placeMenu(
        anchor,
        { width: menu.offsetWidth, height: menu.offsetHeight },
        { width: innerWidth, height: innerHeight },
      ),
    );
    if (takesFocus) linesOf(menu)[0]?.focus({ preventScroll: true });
  }, [anchor, takesFocus]);

  const openSubmenu = (index: number, line: Element, withFocus: boolean): void => {
    const { x, y, width, height } = line.getBoundingClientRect();
    setSubmenu({ index, anchor: { x, y, width, height }, takesFocus: withFocus });
  };

  const choose = (entry: MenuEntry, index: number, line: Element): void => {
    if (entry.kind === 'submenu') openSubmenu(index, line, true);
    if (entry.kind !== 'action' || entry.disabled) return;
    onDone();
    entry.run();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const menu = element.current;
    if (!menu) return;
    const lines = linesOf(menu);
    const at = lines.indexOf(document.activeElement as HTMLElement);
    const focus = (index: number): void => lines.at(index % lines.length)?.focus();
    const keys: Record<string, (() => void) | undefined> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at === -1 ? -1 : at - 1),
      Home: () => focus(0),
      End: () => focus(-1),
      ArrowRight: () => {
        const line = lines[at];
        const index = Number(line?.dataset['index']);
        if (line && entries[index]?.kind === 'submenu') openSubmenu(index, line, true);
      },
      ArrowLeft: onBack,
      Escape: onBack,
      Tab: onDone,
    };
    // Keys are for the innermost menu; they bubble up through the ones around it.
    event.stopPropagation();
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const opened = submenu && entries[submenu.index];
  return (
    <>
      <div
        ref={element}
        class="menu"
        role="menu"
        aria-label={label}
        style={position ? { left: `${position.left}px`, top: `${position.top}px` } : HIDDEN}
        onKeyDown={onKeyDown}
      >
        {entries.map((entry, index) =>
          entry.kind === 'separator' ? (
            <div key={index} class="menu-separator" role="separator" />
          ) : (
            <button
              key={index}
              type="button"
              role="menuitem"
              class="menu-line"
              data-index={index}
              tabIndex={-1}
              aria-disabled={entry.kind === 'action' && entry.disabled === true}
              aria-haspopup={entry.kind === 'submenu' ? 'menu' : undefined}
              aria-expanded={entry.kind === 'submenu' ? submenu?.index === index : undefined}
              onClick={(event) => choose(entry, index, event.currentTarget)}
              onPointerEnter={(event) => {
                event.currentTarget.focus({ preventScroll: true });
                if (entry.kind === 'submenu') openSubmenu(index, event.currentTarget, false);
                else setSubmenu(null);
              }}
            >
              <span>{entry.label}</span>
              {entry.kind === 'submenu' ? (
                <Icon name="chevron-right" />
              ) : (
                entry.shortcut && <kbd>{entry.shortcut}</kbd>
              )}
            </button>
          ),
        )}
      </div>
      {opened?.kind === 'submenu' && submenu && (
        <MenuList
          key={submenu.index}
          label={opened.label}
          entries={opened.entries}
          anchor={submenu.anchor}
          takesFocus={submenu.takesFocus}
          onDone={onDone}
          onBack={() => {
            setSubmenu(null);
            element.current
              ?.querySelector<HTMLElement>(`[data-index="${submenu.index}"]`)
              ?.focus({ preventScroll: true });
          }}
        />
      )}
    </>
  );
}

/** Unseen until it has its place, but there to be measured and to take the focus. */
const HIDDEN = { left: '0', top: '0', opacity: 0 } as const;

function linesOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('.menu-line')];
}
