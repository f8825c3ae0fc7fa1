/**
 * Random documents through the sandbox's own code, with an engine that doubles every picture, and makes
 * it three times as large when it is enhanced again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import { createDocument, type StandInDocument } from '../../../src/playground/figma/document';
import type { LayerRecord, LayerSpec } from '../../../src/playground/figma/layer';
import { findPictures } from '../../../src/plugin/find-pictures';
import { restoreOriginals } from '../../../src/plugin/restore-originals';
import { writePicture } from '../../../src/plugin/write-picture';
import { CancelToken } from '../../../src/shared/cancel';
import type { Scope, SkippedLayer, WriteUse } from '../../../src/shared/protocol';
import { writeTargetOf, type SharingChoice } from '../../../src/shared/write-target';
import { writeUse } from '../../support/picture-use';
import { pluginRunningOn } from '../../support/plugin-fixture';
import { PATTERN, RED, SHADER, VIDEO, pngHeader } from '../figma-stand-in/fixture';

const PICTURES = [0, 1, 2, 3].map((index) => pngHeader(10 + index, 8));
const HASHES = PICTURES.map(imageHashOf);
/** By the factor that the engine enlarges by, the result for each picture. */
const RESULTS = new Map(
  [2, 3].map((factor) => [
    factor,
    PICTURES.map((_, index) => pngHeader(factor * (10 + index), factor * 8)),
  ]),
);
/** Of each result, the picture that it was made from and how many times larger it is. */
const MADE_FROM = new Map(
  [...RESULTS].flatMap(([factor, results]) =>
    results.map((bytes, index) => [imageHashOf(bytes), { hash: HASHES[index]!, factor }] as const),
  ),
);
const FUTURE = { type: 'HOLOGRAM', depth: 3 } as unknown as Paint;

const image = fc
  .record(
    {
      type: fc.constant('IMAGE' as const),
      imageHash: fc.constantFrom(...HASHES, null),
      scaleMode: fc.constantFrom('FILL', 'FIT', 'CROP', 'TILE'),
      opacity: fc.constantFrom(0, 0.25, 1),
      visible: fc.boolean(),
      blendMode: fc.constantFrom('NORMAL', 'MULTIPLY'),
      rotation: fc.constantFrom(0, 90),
      filters: fc.constant({ exposure: 0.5 }),
    },
    { requiredKeys: ['type', 'imageHash', 'scaleMode'] },
  )
  .map((paint): ImagePaint => ({
    ...paint,
    ...(paint.scaleMode === 'TILE' && { scalingFactor: 0.3 }),
    ...(paint.scaleMode === 'CROP' && {
      imageTransform: [
        [0.5, 0.1, 0],
        [0, 0.5, 0.2],
      ],
    }),
  }));
const paint: fc.Arbitrary<Paint> = fc.oneof(
  { weight: 5, arbitrary: image },
  fc.constantFrom<Paint>(RED, PATTERN, VIDEO),
  { weight: 1, arbitrary: fc.constantFrom<Paint>(SHADER, FUTURE) },
);
const paints = fc.array(paint, { maxLength: 3 });
const state = fc.record({
  visible: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
  locked: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
});
const STYLED: Paint[] = [RED, { type: 'IMAGE', scaleMode: 'FILL', imageHash: HASHES[0]! }];

const letters = fc.array(fc.record({ characters: fc.constantFrom('a', 'bcd'), fills: paints }), {
  minLength: 1,
  maxLength: 4,
});

const leaf: fc.Arbitrary<LayerSpec> = fc
  .tuple(
    state,
    fc.oneof(
      fc.record({
        type: fc.constantFrom('RECTANGLE', 'ELLIPSE', 'LINE'),
        fills: paints,
        strokes: paints,
      }),
      fc.record({
        type: fc.constantFrom('STICKY', 'SHAPE_WITH_TEXT', 'CONNECTOR'),
        fills: paints,
        label: letters,
        labelBackground: paints,
      }),
      fc.record({
        type: fc.constant('RECTANGLE'),
        fills: fc.constant(STYLED),
        fillStyleId: fc.constantFrom('S:1', 'S:2'),
      }),
      fc.record({
        type: fc.constant('TEXT'),
        segments: letters,
      }),
      fc.record({
        type: fc.constant('VECTOR'),
        vectorNetwork: fc
          .array(
            fc.record({
              windingRule: fc.constant('NONZERO'),
              loops: fc.constant([]),
              fills: paints,
            }),
            { minLength: 2, maxLength: 3 },
          )
          .map((regions) => ({ vertices: [], segments: [], regions })),
      }),
      fc.record({
        type: fc.constant('TABLE'),
        fills: paints,
        cells: fc.array(fc.tuple(paints, paints), { minLength: 1, maxLength: 2 }),
        cellLabels: fc.array(fc.tuple(letters, letters), { maxLength: 2 }),
      }),
      fc.constant({ type: 'INSTANCE', mainComponentId: 'card' }),
    ),
  )
  .map(([more, layer]) => ({ ...layer, ...more }) as LayerSpec);

const { tree } = fc.letrec<{ tree: LayerSpec }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: leaf },
    fc
      .tuple(
        state,
        fc.record({
          type: fc.constantFrom(
            'FRAME',
            'GROUP',
            'SECTION',
            'COMPONENT_SET',
            'BOOLEAN_OPERATION',
            'SLIDE',
          ),
          fills: paints,
          children: fc.array(tie('tree'), { maxLength: 4 }),
        }),
      )
      .map(([more, layer]) => ({ ...layer, ...more }) as LayerSpec),
  ),
}));

const card = fc.tuple(paints, paints, state).map(([fills, inner, innerState]): LayerSpec => ({
  type: 'COMPONENT',
  id: 'card',
  fills,
  children: [{ type: 'RECTANGLE', id: 'photo', fills: inner, ...innerState }],
}));

/** What the user does by hand after some picture was written. */
interface Edit {
  readonly after: number;
  /** Which of the plain layers, where it is about one. */
  readonly layer: number;
  readonly change:
    'remove' | 'recolour' | 'other picture' | 'main component' | 'style' | 'other page';
}

const scenario = fc
  .record({
    layers: fc.array(tree, { minLength: 1, maxLength: 4 }),
    farLayers: fc.array(tree, { maxLength: 3 }),
    component: card,
    scope: fc.record<Scope>({
      area: fc.constantFrom('selection', 'page', 'document'),
      includeHiddenAndLocked: fc.boolean(),
    }),
    choice: fc.record<SharingChoice>({
      styles: fc.constantFrom('leave', 'change', 'detach'),
      components: fc.constantFrom('override', 'change'),
    }),
    edits: fc.array(
      fc.record<Edit>({
        after: fc.integer({ min: 0, max: 3 }),
        layer: fc.nat(),
        change: fc.constantFrom(
          'remove',
          'recolour',
          'other picture',
          'main component',
          'style',
          'other page',
        ),
      }),
      { maxLength: 3 },
    ),
    /** Pictures that are written before the user cancels; after that, the run has nothing more to say. */
    cancelAfter: fc.oneof(
      { weight: 2, arbitrary: fc.constant(Infinity) },
      fc.integer({ min: 0, max: 4 }),
    ),
    again: fc.boolean(),
  })
  // A layer that was taken off its style or overrides its component does not follow it any more: what
  // becomes of it then is no question of nothing being lost.
  .map((one) => ({
    ...one,
    edits: one.edits.filter(
      ({ change }) =>
        (change !== 'style' || one.choice.styles !== 'detach') &&
        (change !== 'main component' || one.choice.components === 'change'),
    ),
  }));
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

const PAGES = ['0:1', 'far'];

function documentOf({ layers, farLayers, component }: Scenario): StandInDocument {
  const document = createDocument(
    // Patterns repeat this layer.
    [{ type: 'RECTANGLE', id: '1:1' }, component, ...layers],
    {
      images: PICTURES,
      pages: [{ id: 'far', layers: farLayers }],
      styles: [
        { id: 'S:1', name: 'Local', paints: STYLED },
        { id: 'S:2', name: 'Library', paints: STYLED, remote: true },
      ],
    },
  );
  document.select(document.topLevelIds('0:1'));
  return document;
}

function applyEdit(document: StandInDocument, plainIds: readonly string[], one: Edit): void {
  const fills: Paint[] = [{ type: 'IMAGE', scaleMode: 'FIT', imageHash: HASHES[3]! }];
  const id = plainIds[one.layer % Math.max(1, plainIds.length)];
  switch (one.change) {
    case 'other page':
      document.currentPageId = document.currentPageId === 'far' ? '0:1' : 'far';
      return;
    case 'main component':
      document.editLayer('photo', { fills });
      return;
    case 'style':
      document.commit();
      document.changeStyle('S:1', { paints: fills });
      document.commit();
      return;
    default:
      if (id === undefined || !document.layer(id)) return;
      if (one.change === 'remove') document.removeLayers([id]);
      else document.editLayer(id, { fills: one.change === 'recolour' ? [RED] : fills });
  }
}

interface Run {
  readonly scope: Scope;
  readonly choice: SharingChoice;
  readonly factor: number;
  /** False: the user cancels before the next picture. */
  goesOn(written: number): boolean;
}

async function runBatch(document: StandInDocument, run: Run): Promise<readonly SkippedLayer[]> {
  const { figma } = pluginRunningOn(document);
  const failures: SkippedLayer[] = [];
  const { pictures } = await findPictures(figma, run.scope, {
    signal: new CancelToken(),
    reportProgress: () => undefined,
  });
  for (const [index, { imageHash, uses, original }] of pictures.entries()) {
    const chosen = uses.flatMap((use): WriteUse[] => {
      try {
        return [writeUse(use, writeTargetOf(use, run.choice))];
      } catch {
        return [];
      }
    });
    const source = HASHES.indexOf(original?.imageHash ?? imageHash);
    const bytes = RESULTS.get(run.factor)![source];
    if (chosen.length > 0 && bytes) {
      const outcome = await writePicture(figma, { imageHash, uses: chosen, bytes, note: 'Larger' });
      failures.push(...outcome.failures);
    }
    if (!run.goesOn(index)) break;
  }
  figma.closePlugin();
  return failures;
}

interface Contents {
  readonly pages: readonly { readonly topLevelIds: readonly string[] }[];
  readonly layers: Readonly<Record<string, LayerRecord>>;
  readonly styles: Readonly<
    Record<string, { readonly pluginData: Readonly<Record<string, string>> }>
  >;
}
const contentsOf = (document: StandInDocument): Contents => document.contents() as Contents;

const isKeeper = ({ pluginData }: LayerRecord): boolean => 'onestep-keeper' in pluginData;

/** The document without keeper, notes and buttons, and with every enhanced picture taken back. */
function withoutTraces(document: StandInDocument): unknown {
  const { pages, layers, styles } = contentsOf(document);
  const keepers = Object.keys(layers).filter((id) => isKeeper(layers[id]!));
  const others = (ids: readonly string[]): string[] => ids.filter((id) => !keepers.includes(id));
  const bare = {
    pages: pages.map((page) => ({ ...page, topLevelIds: others(page.topLevelIds) })),
    layers: Object.fromEntries(
      Object.entries(layers)
        .filter(([id]) => !keepers.includes(id))
        .map(([id, layer]) => [
          id,
          {
            ...layer,
            childIds: others(layer.childIds),
            // A layer that was to leave its style remembers it.
            fillStyleId: layer.fillStyleId || (recordsIn(layer.pluginData)[0]?.styleId ?? ''),
            pluginData: {},
            relaunchData: {},
            // An override of an instance is what was asked for.
            overridden: [],
          },
        ]),
    ),
    styles: Object.fromEntries(
      Object.entries(styles).map(([id, style]) => [id, { ...style, pluginData: {} }]),
    ),
  };
  return takenBack(bare);
}

function takenBack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(takenBack);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, v]) => [key, takenBack(v)]));
  const source = MADE_FROM.get(copy['imageHash'] as string);
  if (source === undefined) return copy;
  const scalingFactor = copy['scalingFactor'];
  return {
    ...copy,
    imageHash: source.hash,
    ...(typeof scalingFactor === 'number' && {
      // Factors are multiples of 0.1; what is restored is compared to the last bit.
      scalingFactor: Number((scalingFactor * source.factor).toFixed(9)),
    }),
  };
}

interface RecordShape {
  readonly original: string;
  readonly enhanced: string;
  readonly styleId: string | null;
}

function recordsIn(pluginData: Readonly<Record<string, string>>): readonly RecordShape[] {
  const text = pluginData['onestep-originals-1'];
  return text === undefined ? [] : (JSON.parse(text) as { records: RecordShape[] }).records;
}

/** What the plugin may leave beside the paints, and nothing else. */
function expectKnownTraces(document: StandInDocument): void {
  const { layers, styles } = contentsOf(document);
  const keepers = Object.values(layers).filter(isKeeper);
  const kept = new Set(
    keepers.flatMap(({ fills }) => fills.map((p) => (p.type === 'IMAGE' ? p.imageHash : null))),
  );
  for (const { fills, ...keeper } of keepers) {
    expect(keeper).toMatchObject({
      type: 'RECTANGLE',
      visible: false,
      locked: true,
      width: 1,
      height: 1,
      strokes: [],
      relaunchData: {},
      pluginData: { 'onestep-keeper': '1' },
    });
    expect(fills.length).toBeGreaterThan(0);
    for (const one of fills) {
      expect(one).toEqual({ type: 'IMAGE', scaleMode: 'FILL', imageHash: expect.any(String) });
    }
  }
  const owners = [
    ...Object.values(layers).filter((layer) => !isKeeper(layer)),
    ...Object.values(styles),
  ];
  for (const { pluginData } of owners) {
    expect(['', 'onestep-originals-1']).toContain(Object.keys(pluginData).join());
    for (const record of recordsIn(pluginData)) {
      expect(MADE_FROM.get(record.enhanced)?.hash).toBe(record.original);
      expect(kept).toContain(record.original);
    }
  }
  for (const { relaunchData, id } of Object.values(layers)) {
    const buttons = Object.keys(relaunchData).join();
    expect(['', 'restore,enhance-again'], id).toContain(buttons);
    if (buttons !== '')
      expect(relaunchData['restore']).toMatch(
        /^Larger: \d+ × 8 → \d+ × (16|24) px$|^Larger: \d+ × 16 → \d+ × 24 px$/,
      );
  }
}

/** Layers that a batch has to leave alone, with everything in them. */
function protectedLayers(document: StandInDocument, area: Scope['area']): LayerRecord[] {
  const { layers } = contentsOf(document);
  const isProtected = (layer: LayerRecord | undefined): boolean => {
    if (!layer) return false;
    const isChosen = layer.parentId === null && area === 'selection';
    if (!isChosen && (!layer.visible || layer.locked)) return true;
    return layer.parentId !== null && isProtected(layers[layer.parentId]);
  };
  return Object.values(layers).filter(
    (layer) =>
      isProtected(layer) &&
      // What is in an instance may follow a component that was chosen.
      layer.sourceId === null &&
      !isKeeper(layer),
  );
}

const showsResult = (value: unknown): boolean =>
  [...MADE_FROM.keys()].some((hash) => JSON.stringify(value).includes(`"imageHash":"${hash}"`));

/** Every paint anywhere in a value. */
function paintsIn(value: unknown): readonly Paint[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'imageHash' in value ? [value as Paint] : [];
  return [...own, ...Object.values(value).flatMap(paintsIn)];
}

/** Layer by layer, the file reopened after each: what one does not need any more, the next one may. */
async function restoreEverything(document: StandInDocument): Promise<StandInDocument> {
  let reopened = document.reopened();
  for (const page of PAGES) {
    for (const id of document.topLevelIds(page)) {
      reopened.currentPageId = page;
      reopened.select([id]);
      const { figma } = pluginRunningOn(reopened);
      const { failures } = await restoreOriginals(figma, null, new CancelToken());
      expect(failures).toEqual([]);
      figma.closePlugin();
      reopened = reopened.reopened();
    }
  }
  return reopened;
}

describe('a batch over any document', () => {
  it('changes image hashes of eligible paints and nothing else; undo and restore bring all back', async () => {
    const seen = { written: 0, twice: 0, detached: 0, far: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async (one) => {
        const { scope, choice, edits, cancelAfter, again } = one;
        const document = documentOf(one);
        // The same hands at the same moments, without the plugin.
        const shadow = documentOf(one);
        const before = contentsOf(document);
        const plainIds = Object.values(before.layers)
          .filter(({ type, fillStyleId }) => type === 'RECTANGLE' && fillStyleId === '')
          .filter(({ id, sourceId }) => sourceId === null && id !== '1:1' && id !== 'photo')
          .map(({ id }) => id);
        const failures = await runBatch(document, {
          scope,
          choice,
          factor: 2,
          goesOn: (written) => {
            for (const edit of edits.filter(({ after }) => after === written)) {
              applyEdit(document, plainIds, edit);
              applyEdit(shadow, plainIds, edit);
            }
            return written < cancelAfter;
          },
        });
        if (edits.length === 0) expect(failures).toEqual([]);
        if (again) {
          document.select(document.topLevelIds(document.currentPageId));
          await runBatch(document, { scope, choice, factor: 3, goesOn: () => true });
        }
        const after = contentsOf(document);
        if (showsResult(after)) seen.written += 1;
        if (JSON.stringify(after).includes('× 24 px')) seen.twice += 1;
        if (Object.values(after.layers).some((l) => recordsIn(l.pluginData)[0]?.styleId))
          seen.detached += 1;
        if (Object.values(after.layers).some((l) => l.pageId === 'far' && showsResult(l)))
          seen.far += 1;

        expect(withoutTraces(document)).toEqual(withoutTraces(shadow));
        expectKnownTraces(document);
        if (!scope.includeHiddenAndLocked) {
          for (const found of paintsIn(after)) {
            if (found.visible === false) expect(showsResult(found)).toBe(false);
          }
          if (choice.styles !== 'change' && choice.components === 'override') {
            const left = protectedLayers(document, scope.area);
            expect(left.filter(showsResult).map(({ id }) => id)).toEqual([]);
          }
        }

        // An edit is a step of its own and comes in between, also one that repaints a red layer red.
        const hasEdits = edits.length > 0;
        let steps = 0;
        while (document.undo()) steps += 1;
        expect(document.contents()).toEqual(before);
        if (!hasEdits) expect(steps).toBeLessThanOrEqual(again ? 2 : 1);
        while (steps-- > 0) document.redo();
        expect(document.contents()).toEqual(after);

        const reopened = await restoreEverything(document);
        expect(showsResult(reopened.contents())).toBe(false);
        expect(withoutTraces(reopened)).toEqual(withoutTraces(shadow));
        // Where nothing came in between, no keeper and no note is left either. A keeper stays that was
        // shared with a style whose last layer is on another page, or with a slide of the page.
        const sharesKeeper =
          choice.styles === 'change' || JSON.stringify(before).includes('"SLIDE"');
        if (!hasEdits && !sharesKeeper) {
          expect(JSON.stringify(reopened.contents())).not.toContain('onestep-');
        }
      }),
      { numRuns: 150 },
    );
    // Otherwise nothing was tried.
    expect(seen.written).toBeGreaterThan(50);
    expect(Math.min(seen.twice, seen.detached, seen.far)).toBeGreaterThan(2);
  }, 240_000);
});
