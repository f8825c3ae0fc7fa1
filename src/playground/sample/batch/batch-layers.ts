import type { SampleLayer } from '../sample-layer';
import { picture, solid } from '../sample-paints';

const CELL_PX = 160;
const GAP_PX = 16;
const LAYERS_IN_ROW = 5;
const ROWS_IN_BOARD = 4;
const BOARDS_SIDE_BY_SIDE = 5;

const ROW = {
  width: LAYERS_IN_ROW * (CELL_PX + GAP_PX) + GAP_PX,
  height: CELL_PX + 2 * GAP_PX,
};
const BOARD = { width: ROW.width, height: ROWS_IN_BOARD * ROW.height };
const LAYERS_IN_BOARD = LAYERS_IN_ROW * ROWS_IN_BOARD;

/**
 * Boards of rows of layers, which show the pictures by turns, each in another of the ways that Figma
 * has to place one.
 *
 * @param hashes of the pictures, at least one
 */
export function batchLayers(count: number, hashes: readonly string[]): SampleLayer[] {
  const layers = Array.from({ length: count }, (_, index) => pictureLayer(index, hashes));
  return inGroups(layers, LAYERS_IN_BOARD).map((onBoard, board) => ({
    type: 'FRAME',
    name: `Board ${board + 1}`,
    x: (board % BOARDS_SIDE_BY_SIDE) * (BOARD.width + 5 * GAP_PX),
    y: Math.floor(board / BOARDS_SIDE_BY_SIDE) * (BOARD.height + 5 * GAP_PX),
    ...BOARD,
    fills: [solid('#ffffff')],
    children: inGroups(onBoard, LAYERS_IN_ROW).map((inRow, row) => ({
      type: 'FRAME',
      name: `Row ${row + 1}`,
      y: row * ROW.height,
      ...ROW,
      children: inRow,
    })),
  }));
}

function pictureLayer(index: number, hashes: readonly string[]): SampleLayer {
  const hash = hashes[index % hashes.length]!;
  // Each time round, a picture comes to another of the ways.
  const way = WAYS[(index + Math.floor(index / hashes.length)) % WAYS.length]!;
  return {
    name: `Picture ${index + 1}`,
    x: GAP_PX + (index % LAYERS_IN_ROW) * (CELL_PX + GAP_PX),
    y: GAP_PX,
    width: CELL_PX,
    height: CELL_PX,
    ...way(hash),
  };
}

const WAYS: readonly ((hash: string) => Pick<SampleLayer, 'type' | 'fills' | 'looks'>)[] = [
  (hash) => ({ type: 'RECTANGLE', fills: [picture(hash)] }),
  (hash) => ({
    type: 'RECTANGLE',
    fills: [solid('#eceff4'), picture(hash, { scaleMode: 'FIT' })],
    looks: { cornerRadius: 12 },
  }),
  (hash) => ({
    type: 'RECTANGLE',
    fills: [
      picture(hash, {
        scaleMode: 'CROP',
        imageTransform: [
          [0.6, 0, 0.2],
          [0, 0.6, 0.2],
        ],
      }),
    ],
  }),
  (hash) => ({ type: 'ELLIPSE', fills: [picture(hash)] }),
  (hash) => ({
    type: 'RECTANGLE',
    fills: [picture(hash, { scaleMode: 'TILE', scalingFactor: 0.25 })],
  }),
];

function inGroups<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, group) =>
    list.slice(group * size, (group + 1) * size),
  );
}
