import { Icon } from '../icons/icon';
import { layerIcon } from '../icons/layer-icon';
import type { LayerRow } from './layer-rows';

const INDENT_PX = 16;

interface LayerLineProps {
  readonly row: LayerRow;
  readonly isSelected: boolean;
  readonly isCollapsed: boolean;
  /** One line of the list can be reached with Tab; arrow keys go on from there. */
  readonly isFocusable: boolean;
  onSelect(event: MouseEvent): void;
  onMenu(event: MouseEvent): void;
  onHover(isOver: boolean): void;
  onZoom(): void;
  onToggleCollapsed(): void;
  onToggleLocked(): void;
  onToggleVisible(): void;
}

export function LayerLine(props: LayerLineProps) {
  const { row, isSelected, isCollapsed, isFocusable } = props;
  const { layer, depth, isHidden, isLocked } = row;
  const hasChildren = layer.children.length > 0;
  const classes = ['layer-line', isSelected && 'is-selected', isHidden && 'is-hidden'];
  return (
    <div
      class={classes.filter(Boolean).join(' ')}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? !isCollapsed : undefined}
      aria-label={describe(row)}
      tabIndex={isFocusable ? 0 : -1}
      data-row-id={layer.id}
      data-testid={`layer-row-${layer.id}`}
      style={{ paddingLeft: `${depth * INDENT_PX + 4}px` }}
      onClick={props.onSelect}
      onContextMenu={props.onMenu}
      onPointerEnter={() => props.onHover(true)}
      onPointerLeave={() => props.onHover(false)}
    >
      <button
        type="button"
        class="fold"
        tabIndex={-1}
        aria-hidden="true"
        style={{ visibility: hasChildren ? 'visible' : 'hidden' }}
        onClick={(event) => {
          event.stopPropagation();
          props.onToggleCollapsed();
        }}
      >
        <Icon name={isCollapsed ? 'chevron-right' : 'chevron-down'} />
      </button>
      <span class="layer-icon" onDblClick={props.onZoom} title="Double-click to zoom to the layer">
        <Icon name={layerIcon(layer)} />
      </span>
      <span class="layer-name">{layer.name}</span>
      <Mark
        label={layer.locked ? `Unlock ${layer.name}` : `Lock ${layer.name}`}
        icon={layer.locked ? 'lock' : 'unlock'}
        isOn={layer.locked}
        isInherited={isLocked}
        onClick={props.onToggleLocked}
      />
      <Mark
        label={layer.visible ? `Hide ${layer.name}` : `Show ${layer.name}`}
        icon={layer.visible ? 'eye' : 'eye-off'}
        isOn={!layer.visible}
        isInherited={isHidden}
        onClick={props.onToggleVisible}
      />
    </div>
  );
}

interface MarkProps {
  readonly label: string;
  readonly icon: 'lock' | 'unlock' | 'eye' | 'eye-off';
  readonly isOn: boolean;
  readonly isInherited: boolean;
  onClick(): void;
}

/** Always seen while on, otherwise when the pointer is over the line. */
function Mark({ label, icon, isOn, isInherited, onClick }: MarkProps) {
  const classes = ['mark', isOn && 'is-on', isInherited && 'is-inherited'];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

function describe({ layer, isHidden, isLocked }: LayerRow): string {
  const kind = layer.type.toLowerCase().replace('_', ' ');
  return [layer.name, kind, isHidden && 'hidden', isLocked && 'locked'].filter(Boolean).join(', ');
}
