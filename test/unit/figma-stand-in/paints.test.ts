import { describe, expect, it } from 'vitest';
import { BLUE, GRADIENT, PATTERN, RED, SHADER, VIDEO, pngHeader, stage } from './fixture';

describe('reading paints', () => {
  it('gives a fresh copy that is frozen all the way down', async () => {
    const { node } = stage([{ type: 'RECTANGLE', id: '1:1', fills: [GRADIENT] }]);
    const rectangle = await node('1:1');
    const fills = rectangle.fills as readonly GradientPaint[];
    expect(fills).toEqual([GRADIENT]);
    expect(rectangle.fills).not.toBe(fills);
    expect(() => (fills as Paint[]).push(RED)).toThrow(TypeError);
    expect(() => Object.assign(fills[0]!, { visible: false })).toThrow(TypeError);
    expect(() => Object.assign(fills[0]!.gradientStops[0]!.color, { r: 1 })).toThrow(TypeError);
    expect(rectangle.fills).toEqual([GRADIENT]);
  });

  it('does not hold on to the array that was written', async () => {
    const { node } = stage();
    const rectangle = await node('1:1');
    const written = [{ ...RED }];
    rectangle.fills = written;
    Object.assign(written[0]!, { visible: false });
    written.push({ ...BLUE });
    expect(rectangle.fills).toEqual([RED]);
  });

  it.each([
    ['RECTANGLE', true, true, false],
    ['ELLIPSE', true, true, false],
    ['STAR', true, true, false],
    ['LINE', true, true, false],
    ['VECTOR', true, true, false],
    ['TEXT', true, true, false],
    ['FRAME', true, true, true],
    ['SECTION', true, true, true],
    ['COMPONENT', true, true, true],
    ['COMPONENT_SET', true, true, true],
    ['INSTANCE', true, true, true],
    ['BOOLEAN_OPERATION', true, true, true],
    ['GROUP', false, false, true],
    ['SLICE', false, false, false],
    ['STICKY', true, false, false],
  ] as const)('gives %s the members Figma gives it', async (type, fills, strokes, children) => {
    const { node } = stage([{ type, id: '1:1' }]);
    const layer = await node('1:1');
    expect(['fills' in layer, 'strokes' in layer, 'children' in layer]).toEqual([
      fills,
      strokes,
      children,
    ]);
    expect(layer.type).toBe(type);
  });
});

describe('writing paints', () => {
  it('lets every kind of paint through the asynchronous setters', async () => {
    const { node } = stage();
    const rectangle = await node('1:1');
    const all = [RED, GRADIENT, VIDEO, PATTERN, SHADER];
    await rectangle.setFillsAsync(all);
    await rectangle.setStrokesAsync(all);
    expect(rectangle.fills).toEqual(all);
    expect(rectangle.strokes).toEqual(all);
  });

  it.each([
    ['PATTERN', PATTERN],
    ['SHADER', SHADER],
  ])('refuses %s paints in the direct setters', async (_, paint) => {
    const { node } = stage();
    const rectangle = await node('1:1');
    expect(() => (rectangle.fills = [paint])).toThrow('setFillsAsync');
    expect(() => (rectangle.strokes = [RED, paint])).toThrow('setStrokesAsync');
    expect(rectangle.fills).toEqual([RED]);
  });

  it.each<[string, unknown]>([
    ['no array', RED],
    ['an unknown kind', [{ type: 'NOPE' }]],
    ['an unknown key', [{ ...RED, colour: 1 }]],
    ['a missing key', [{ type: 'SOLID' }]],
    ['a colour out of range', [{ ...RED, color: { r: 255, g: 0, b: 0 } }]],
    ['an opacity out of range', [{ ...RED, opacity: 1.5 }]],
    ['an image without a scale mode', [{ type: 'IMAGE', imageHash: null }]],
    ['an oblique rotation', [{ ...VIDEO, rotation: 45 }]],
    ['a factor of nothing', [{ ...VIDEO, scalingFactor: 0 }]],
    ['a filter out of range', [{ ...VIDEO, filters: { exposure: 2 } }]],
    ['a crooked matrix', [{ ...GRADIENT, gradientTransform: [[1, 0, 0]] }]],
    ['one colour stop', [{ ...GRADIENT, gradientStops: GRADIENT.gradientStops.slice(1) }]],
    ['a hash of nothing', [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: 'f00' }]],
    ['a pattern of nothing', [{ ...PATTERN, sourceNodeId: '9:9' }]],
    ['figma.mixed', Symbol('figma.mixed')],
  ])('refuses %s', async (_, paints) => {
    const { node, document } = stage();
    const rectangle = await node('1:1');
    await expect(rectangle.setFillsAsync(paints as Paint[])).rejects.toThrow('in setFillsAsync: ');
    await expect(rectangle.setStrokesAsync(paints as Paint[])).rejects.toThrow(
      'in setStrokesAsync',
    );
    expect(() => (rectangle.fills = paints as Paint[])).toThrow('in set_fills: ');
    expect(() => (rectangle.strokes = paints as Paint[])).toThrow('in set_strokes: ');
    expect(document.undo()).toBe(false);
  });

  it('takes an image that was created, and one without a picture', async () => {
    const { figma, node } = stage();
    const rectangle = await node('1:1');
    const { hash } = figma.createImage(pngHeader(2, 2));
    const paints: ImagePaint[] = [
      { type: 'IMAGE', scaleMode: 'TILE', imageHash: hash, scalingFactor: 0.5, rotation: 90 },
      { type: 'IMAGE', scaleMode: 'FIT', imageHash: null },
    ];
    rectangle.fills = paints;
    expect(rectangle.fills).toEqual(paints);
  });

  it('writes after the call, not during it', async () => {
    const { node } = stage();
    const rectangle = await node('1:1');
    const writing = rectangle.setFillsAsync([BLUE]);
    expect(rectangle.fills).toEqual([RED]);
    await writing;
    expect(rectangle.fills).toEqual([BLUE]);
  });

  it('refuses when the layer goes away while it waits', async () => {
    const { node, document } = stage();
    const rectangle = await node('1:1');
    const writing = rectangle.setFillsAsync([BLUE]);
    document.removeLayers(['1:1']);
    await expect(writing).rejects.toThrow('does not exist');
  });

  it('adds no member to a node', async () => {
    const { node } = stage([{ type: 'GROUP', id: '1:1' }]);
    const group = await node('1:1');
    expect(() => (group.fills = [RED])).toThrow(TypeError);
    expect(() => Object.assign(group, { id: '2:2' })).toThrow(TypeError);
  });
});

describe('styles', () => {
  const styles = [
    { id: 'S:1', name: 'Local', paints: [RED] },
    { id: 'S:2', name: 'Library', paints: [BLUE], remote: true },
  ];
  const layers = [
    { type: 'RECTANGLE', id: '1:1', fills: [RED], fillStyleId: 'S:1' },
    { type: 'RECTANGLE', id: '1:2' },
  ] as const;

  it('takes a layer off its style when its fills are written', async () => {
    const { node } = stage(layers, { styles });
    const rectangle = await node('1:1');
    expect(rectangle.fillStyleId).toBe('S:1');
    rectangle.fills = [BLUE];
    expect(rectangle.fillStyleId).toBe('');
  });

  it('sets styles asynchronously only', async () => {
    const { node } = stage(layers, { styles });
    const rectangle = await node('1:2');
    expect(() => (rectangle.fillStyleId = 'S:1')).toThrow('dynamic-page');
    expect(() => (rectangle.strokeStyleId = 'S:1')).toThrow('dynamic-page');
    await rectangle.setFillStyleIdAsync('S:2');
    await rectangle.setStrokeStyleIdAsync('S:1');
    expect([rectangle.fills, rectangle.strokes]).toEqual([[BLUE], [RED]]);
    await expect(rectangle.setFillStyleIdAsync('S:9')).rejects.toThrow('S:9');
  });

  it('passes changes of a local style on and refuses them for a remote one', async () => {
    const { figma, node } = stage(layers, { styles });
    const local = (await figma.getStyleByIdAsync('S:1')) as PaintStyle;
    const remote = (await figma.getStyleByIdAsync('S:2')) as PaintStyle;
    local.paints = [GRADIENT];
    expect((await node('1:1')).fills).toEqual([GRADIENT]);
    expect(() => (remote.paints = [RED])).toThrow('read-only');
    expect(() => (remote.name = 'x')).toThrow('read-only');
    expect([remote.remote, remote.name, remote.paints]).toEqual([true, 'Library', [BLUE]]);
    expect(await figma.getLocalPaintStylesAsync()).toEqual([local]);
    expect(await figma.getStyleByIdAsync('S:9')).toBeNull();
  });
});

describe('text', () => {
  const layers = [
    {
      type: 'TEXT',
      id: '1:1',
      segments: [
        { characters: 'ab', fills: [RED] },
        { characters: 'cd', fills: [BLUE] },
      ],
    },
  ] as const;

  it('has mixed fills, readable by segment', async () => {
    const { figma, node, document } = stage(layers);
    const text = await node<TextNode>('1:1');
    expect(text.fills).toBe(figma.mixed);
    expect(text.getStyledTextSegments(['fills'])).toEqual([
      { characters: 'ab', start: 0, end: 2, fills: [RED] },
      { characters: 'cd', start: 2, end: 4, fills: [BLUE] },
    ]);
    expect(text.getStyledTextSegments(['fills'], 1, 2)).toHaveLength(1);
    expect(text.getRangeFills(0, 2)).toEqual([RED]);
    expect(text.getRangeFills(1, 3)).toBe(figma.mixed);
    expect(() => text.getRangeFills(0, 5)).toThrow('Range');
    expect(document.snapshot()[0]).toMatchObject({ fills: [], hasMixedFills: true });
  });

  it('becomes one when all letters are filled alike', async () => {
    const { node } = stage(layers);
    const text = await node<TextNode>('1:1');
    text.fills = [BLUE];
    expect(text.fills).toEqual([BLUE]);
    expect(text.getStyledTextSegments(['fills'])).toHaveLength(2);
  });

  it('writes ranges only once the font is loaded', async () => {
    const { figma, node } = stage(layers);
    const text = await node<TextNode>('1:1');
    expect(() => text.setRangeFills(0, 2, [BLUE])).toThrow('unloaded font');
    await figma.loadFontAsync(text.fontName as FontName);
    text.setRangeFills(1, 2, [BLUE]);
    expect(text.getStyledTextSegments(['fills']).map(({ characters }) => characters)).toEqual([
      'a',
      'bcd',
    ]);
  });
});

describe('vectors', () => {
  const vectorNetwork: VectorNetwork = {
    vertices: [],
    segments: [],
    regions: [
      { windingRule: 'NONZERO', loops: [], fills: [BLUE] },
      { windingRule: 'NONZERO', loops: [] },
    ],
  };

  it('writes regions after the call, and not into a layer that went away', async () => {
    const { node, document } = stage([{ type: 'VECTOR', id: '1:1', fills: [RED], vectorNetwork }]);
    const vector = await node<VectorNode>('1:1');
    const writing = vector.setVectorNetworkAsync({ vertices: [], segments: [], regions: [] });
    expect(vector.vectorNetwork).toEqual(vectorNetwork);
    await writing;
    expect(vector.vectorNetwork.regions).toEqual([]);
    const late = vector.setVectorNetworkAsync(vectorNetwork);
    document.removeLayers(['1:1']);
    await expect(late).rejects.toThrow('does not exist');
  });

  it('has mixed fills where its regions differ', async () => {
    const { figma, node } = stage([{ type: 'VECTOR', id: '1:1', fills: [RED], vectorNetwork }]);
    const vector = await node<VectorNode>('1:1');
    expect(vector.fills).toBe(figma.mixed);
    expect(() => (vector.vectorNetwork = vectorNetwork)).toThrow('dynamic-page');
    const patterned = {
      ...vectorNetwork,
      regions: [{ windingRule: 'NONZERO' as const, loops: [], fills: [SHADER] }],
    };
    await expect(vector.setVectorNetworkAsync(patterned)).rejects.toThrow('SHADER');
    await vector.setVectorNetworkAsync({ vertices: [], segments: [], regions: [] });
    expect(vector.fills).toEqual([RED]);
  });
});
