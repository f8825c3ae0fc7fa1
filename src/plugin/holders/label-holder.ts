import { cellsOf } from './cells-holder';
import { joinHolders } from './join-holders';
import { lettersHolder } from './letters-holder';
import type { PaintBox, PaintHolder } from './paint-holder';
import { plainHolder } from './plain-holder';

type Labelled = StickyNode | ShapeWithTextNode | ConnectorNode | TableNode;

/**
 * Labels have neither a size nor plugin data nor an id of their own after Figma's typings, so the box
 * is that of the layer, which is never too small, and notes are kept with the layer.
 */
interface Label {
  readonly text: TextSublayerNode;
  readonly box: PaintBox;
}

const LABELLED: readonly SceneNode['type'][] = ['STICKY', 'SHAPE_WITH_TEXT', 'CONNECTOR', 'TABLE'];

export function hasLabel(node: SceneNode): node is Labelled {
  return LABELLED.includes(node.type);
}

/**
 * One list for each run of letters that are filled alike, in all labels of the layer; of a connector
 * also what lies behind its label.
 */
export function labelHolder(node: Labelled): PaintHolder {
  return joinHolders([
    ...labelsOf(node).map(
      ({ text, box }) => plainHolder(text, 'fills', box) ?? lettersHolder(text, box),
    ),
    ...(node.type === 'CONNECTOR' ? backgroundHolder(node) : []),
  ]);
}

/** Labels whose letters are filled differently, so that writing needs their fonts. */
export function mixedLabels(node: Labelled): TextSublayerNode[] {
  return labelsOf(node)
    .filter(({ text, box }) => !plainHolder(text, 'fills', box))
    .map(({ text }) => text);
}

function labelsOf(node: Labelled): Label[] {
  return node.type === 'TABLE'
    ? cellsOf(node).map((cell) => ({ text: cell.text, box: cell }))
    : [{ text: node.text, box: node }];
}

/**
 * Figma gives this background no style. Where its fills are mixed there is no way to read or write
 * them: it has no ranges.
 */
function backgroundHolder({ textBackground, width, height }: ConnectorNode): PaintHolder[] {
  const { fills } = textBackground;
  if (typeof fills === 'symbol') return [];
  return [
    {
      lists: [{ paints: fills, styleId: null, width, height }],
      acceptsPatterns: false,
      writesAll: false,
      write: (changes) => {
        const changed = changes.get(0);
        if (changed) textBackground.fills = [...changed];
        return undefined;
      },
      attach: null,
    },
  ];
}
