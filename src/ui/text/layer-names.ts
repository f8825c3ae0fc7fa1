import type { PictureUse } from '../../shared/protocol';

export interface LayerNames {
  readonly first: string;
  /** “+ 2 more”, or empty; kept apart because the first name is cut short and this never is. */
  readonly more: string;
  /** Every name, for a tooltip. */
  readonly all: string;
}

/** One layer can show a picture in its fill and in its stroke; it is named once. */
export function layerNames(uses: readonly PictureUse[]): LayerNames {
  const nameById = new Map(uses.map((use) => [use.nodeId, readableName(use.nodeName)]));
  const names = [...nameById.values()];
  return {
    first: names[0] ?? readableName(''),
    more: names.length > 1 ? `+ ${names.length - 1} more` : '',
    all: names.join('\n'),
  };
}

export function readableName(nodeName: string): string {
  return nodeName.trim() === '' ? 'Unnamed layer' : nodeName;
}

/** What a button in the row of a picture is called where the row is not seen. */
export function labelInRow(action: string, uses: readonly PictureUse[]): string {
  return `${action} ${layerNames(uses).first}`;
}

/** The same for a button that belongs to one layer. */
export function labelForLayer(action: string, name: string): string {
  return `${action}: ${name}`;
}
