import { describe, expect, it } from 'vitest';
import { pickDeeper, pickInRect, pickLayer } from '../../../src/playground/canvas/pick-layer';
import { pathTo } from '../../../src/playground/canvas/layer-tree';
import { createDocument } from '../../../src/playground/figma/document';
import { layerRows, rowsBetween } from '../../../src/playground/layers/layer-rows';

const page = createDocument([
  {
    type: 'FRAME',
    id: 'frame',
    width: 400,
    height: 400,
    children: [
      { type: 'RECTANGLE', id: 'back' },
      {
        type: 'FRAME',
        id: 'card',
        x: 200,
        children: [
          { type: 'RECTANGLE', id: 'photo' },
          { type: 'TEXT', id: 'title', characters: 'Title' },
        ],
      },
      { type: 'RECTANGLE', id: 'locked', y: 200, locked: true },
    ],
  },
  { type: 'RECTANGLE', id: 'loose', x: 600 },
  {
    type: 'GROUP',
    id: 'group',
    visible: false,
    children: [{ type: 'ELLIPSE', id: 'dot' }],
  },
]).snapshot();

const pick = (id: string, ...selection: string[]): string | undefined =>
  pickLayer(pathTo(page, id), selection)?.id;

describe('pickLayer', () => {
  it('sees through a frame on the page, and takes other containers as a whole', () => {
    expect(pick('loose')).toBe('loose');
    expect(pick('back')).toBe('back');
    expect(pick('photo')).toBe('card');
    expect(pick('dot')).toBe('group');
  });

  it('takes the frame itself where nothing is in the way', () => {
    expect(pick('frame')).toBe('frame');
  });

  it('takes siblings of what is selected', () => {
    expect(pick('photo', 'title')).toBe('photo');
    expect(pick('photo', 'back')).toBe('card');
  });

  it('takes nothing on empty ground', () => {
    expect(pickLayer([], ['back'])).toBeUndefined();
  });
});

describe('pickDeeper', () => {
  it('goes one level further in', () => {
    const path = pathTo(page, 'photo');
    expect(pickDeeper(path, [])?.id).toBe('card');
    expect(pickDeeper(path, ['card'])?.id).toBe('photo');
    expect(pickDeeper(path, ['photo'])?.id).toBe('photo');
  });
});

describe('pickInRect', () => {
  const inRect = (x: number, y: number, width: number, height: number): string[] =>
    pickInRect(page, { x, y, width, height }).map(({ id }) => id);

  it('takes what it touches inside of frames, and frames that it holds', () => {
    expect(inRect(10, 10, 20, 20)).toEqual(['back']);
    expect(inRect(10, 10, 700, 20)).toEqual(['back', 'card', 'loose']);
    expect(inRect(-10, -10, 500, 500)).toEqual(['frame']);
  });

  it('leaves locked and hidden layers alone', () => {
    expect(inRect(0, 210, 50, 50)).toEqual([]);
  });
});

describe('layerRows', () => {
  it('lists the front first and passes hidden and locked down', () => {
    const rows = layerRows(page, new Set());
    expect(rows.map(({ layer, depth }) => `${'  '.repeat(depth)}${layer.id}`)).toEqual([
      'group',
      '  dot',
      'loose',
      'frame',
      '  locked',
      '  card',
      '    title',
      '    photo',
      '  back',
    ]);
    expect(rows.find(({ layer }) => layer.id === 'dot')?.isHidden).toBe(true);
    expect(rows.find(({ layer }) => layer.id === 'photo')?.isHidden).toBe(false);
    expect(rows.find(({ layer }) => layer.id === 'locked')?.isLocked).toBe(true);
  });

  it('leaves out what is folded away', () => {
    expect(layerRows(page, new Set(['frame', 'group'])).map(({ layer }) => layer.id)).toEqual([
      'group',
      'loose',
      'frame',
    ]);
  });

  it('names the rows between two, in either direction', () => {
    const rows = layerRows(page, new Set());
    expect(rowsBetween(rows, 'photo', 'locked')).toEqual(['locked', 'card', 'title', 'photo']);
    expect(rowsBetween(rows, 'loose', 'loose')).toEqual(['loose']);
    expect(rowsBetween(rows, 'deleted', 'loose')).toEqual(['loose']);
  });
});
