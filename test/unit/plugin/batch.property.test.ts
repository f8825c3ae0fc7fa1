/** Random documents through the sandbox's own code, with an engine that doubles every picture. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageHashOf } from '../../../src/playground/figma/image-store';
import { createDocument, type StandInDocument } from '../../../src/playground/figma/document';
import type { LayerRecord, LayerSpec } from '../../../src/playground/figma/layer';
import { findPictures } from '../../../src/plugin/find-pictures';
import { restoreOriginals } from '../../../src/plugin/restore-originals';
import { writePicture } from '../../../src/plugin/write-picture';
import { CancelToken } from '../../../src/shared/cancel';
import type { WriteUse } from '../../../src/shared/protocol';
import { writeTargetOf, type SharingChoice } from '../../../src/shared/write-target';
import { writeUse } from '../../support/picture-use';
import { pluginRunningOn } from '../../support/plugin-fixture';
import { PATTERN, RED, SHADER, VIDEO, pngHeader } from '../figma-stand-in/fixture';

const PICTURES = [0, 1, 2, 3].map((index) => pngHeader(10 + index, 8));
const HASHES = PICTURES.map(imageHashOf);
const ENHANCED = [0, 1, 2, 3].map((index) => pngHeader(20 + 2 * index, 16));
const OLD_HASHES = new Map(ENHANCED.map((bytes, index) => [imageHashOf(bytes), HASHES[index]!]));
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

const leaf: fc.Arbitrary<LayerSpec> = fc
  .tuple(
    state,
    fc.oneof(
      fc.record({
        type: fc.constantFrom('RECTANGLE', 'ELLIPSE', 'SHAPE_WITH_TEXT', 'LINE'),
        fills: paints,
        strokes: paints,
      }),
      fc.record({ type: fc.constant('STICKY'), fills: paints }),
      fc.record({
        type: fc.constant('RECTANGLE'),
        fills: fc.constant(STYLED),
        fillStyleId: fc.constantFrom('S:1', 'S:2'),
      }),
      fc.record({
        type: fc.constant('TEXT'),
        segments: fc.array(fc.record({ characters: fc.constantFrom('a', 'bcd'), fills: paints }), {
          minLength: 1,
          maxLength: 4,
        }),
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
          type: fc.constantFrom('FRAME', 'GROUP', 'SECTION', 'COMPONENT_SET', 'BOOLEAN_OPERATION'),
          fills: paints,
          children: fc.array(tie('tree'), { maxLength: 4 }),
        }),
      )
      .map(([more, layer]) => ({ ...layer, ...more }) as LayerSpec),
  ),
}));

const card = fc.tuple(paints, paints).map(([fills, inner]): LayerSpec => ({
  type: 'COMPONENT',
  id: 'card',
  fills,
  children: [{ type: 'RECTANGLE', id: 'photo', fills: inner }],
}));

/** What the user does by hand after some picture was written, to one of the plain layers. */
const edit = fc.record({
  after: fc.integer({ min: 0, max: 3 }),
  layer: fc.nat(),
  change: fc.constantFrom('remove', 'recolour', 'other picture'),
});
type Edit = { after: number; layer: number; change: string };

const scenario = fc.record({
  layers: fc.array(tree, { minLength: 1, maxLength: 5 }),
  component: card,
  choice: fc.record<SharingChoice>({
    styles: fc.constantFrom('leave', 'change'),
    components: fc.constantFrom('override', 'change'),
  }),
  edits: fc.array(edit, { maxLength: 3 }),
});

function documentOf(layers: readonly LayerSpec[], component: LayerSpec): StandInDocument {
  const document = createDocument(
    // Patterns repeat this layer.
    [{ type: 'RECTANGLE', id: '1:1' }, component, ...layers],
    {
      images: PICTURES,
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
  const id = plainIds[one.layer % Math.max(1, plainIds.length)];
  if (id === undefined || !document.layer(id)) return;
  if (one.change === 'remove') document.removeLayers([id]);
  else if (one.change === 'recolour') document.editLayer(id, { fills: [RED] });
  else {
    const fills: Paint[] = [{ type: 'IMAGE', scaleMode: 'FIT', imageHash: HASHES[3]! }];
    document.editLayer(id, { fills });
  }
}

async function runBatch(
  document: StandInDocument,
  choice: SharingChoice,
  betweenPictures: (written: number) => void,
): Promise<void> {
  const { figma } = pluginRunningOn(document);
  const { pictures } = await findPictures(
    figma,
    { area: 'selection', includeHiddenAndLocked: false },
    { signal: new CancelToken(), reportProgress: () => undefined },
  );
  for (const [index, { imageHash, uses }] of pictures.entries()) {
    const chosen = uses.flatMap((use): WriteUse[] => {
      try {
        return [writeUse(use, writeTargetOf(use, choice))];
      } catch {
        return [];
      }
    });
    const bytes = ENHANCED[HASHES.indexOf(imageHash)]!;
    if (chosen.length > 0) {
      await writePicture(figma, { imageHash, uses: chosen, bytes, note: 'Doubled' });
    }
    betweenPictures(index);
  }
  figma.closePlugin();
}

interface Contents {
  readonly pages: readonly { readonly topLevelIds: readonly string[] }[];
  readonly layers: Readonly<Record<string, LayerRecord>>;
  readonly styles: Readonly<Record<string, { readonly pluginData: object }>>;
}

/** The document without keeper, notes and buttons, and with every enhanced picture taken back. */
function withoutTraces(document: StandInDocument): unknown {
  const { pages, layers, styles } = document.contents() as Contents;
  const keepers = Object.keys(layers).filter((id) => 'onestep-keeper' in layers[id]!.pluginData);
  const bare = {
    pages: pages.map((page) => ({
      ...page,
      topLevelIds: page.topLevelIds.filter((id) => !keepers.includes(id)),
    })),
    layers: Object.fromEntries(
      Object.entries(layers)
        .filter(([id]) => !keepers.includes(id))
        .map(([id, layer]) => [
          id,
          // An override of an instance is what was asked for.
          { ...layer, pluginData: {}, relaunchData: {}, overridden: [] },
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
  const old = OLD_HASHES.get(copy['imageHash'] as string);
  if (old === undefined) return copy;
  const factor = copy['scalingFactor'];
  return {
    ...copy,
    imageHash: old,
    ...(typeof factor === 'number' && { scalingFactor: factor * 2 }),
  };
}

/** Layers that a batch has to leave alone, with everything in them. */
function protectedLayers(document: StandInDocument): LayerRecord[] {
  const { layers } = document.contents() as Contents;
  const isProtected = (layer: LayerRecord | undefined): boolean => {
    if (!layer) return false;
    const isChosen = layer.parentId === null;
    if (!isChosen && (!layer.visible || layer.locked)) return true;
    return layer.parentId !== null && isProtected(layers[layer.parentId]);
  };
  return Object.values(layers).filter(
    (layer) =>
      isProtected(layer) &&
      // What is in an instance may follow a component that was chosen.
      layer.sourceId === null &&
      !('onestep-keeper' in layer.pluginData),
  );
}

describe('a batch over any document', () => {
  it('changes image hashes of eligible paints and nothing else; undo and restore bring all back', async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async ({ layers, component, choice, edits }) => {
        const document = documentOf(layers, component);
        // The same hands at the same moments, without the plugin.
        const shadow = documentOf(layers, component);
        const before = document.contents();
        const plainIds = Object.values((before as Contents).layers)
          .filter(({ type, fillStyleId }) => type === 'RECTANGLE' && fillStyleId === '')
          .filter(({ id, sourceId }) => sourceId === null && id !== '1:1' && id !== 'photo')
          .map(({ id }) => id);
        await runBatch(document, choice, (picture) => {
          for (const one of edits.filter(({ after }) => after === picture)) {
            applyEdit(document, plainIds, one);
            applyEdit(shadow, plainIds, one);
          }
        });
        const after = document.contents();
        if (JSON.stringify(after) !== JSON.stringify(shadow.contents())) written += 1;

        expect(withoutTraces(document)).toEqual(withoutTraces(shadow));
        if (choice.styles === 'leave' && choice.components === 'override') {
          for (const layer of protectedLayers(document)) {
            expect(
              [...OLD_HASHES.keys()].some((hash) => JSON.stringify(layer).includes(hash)),
            ).toBe(false);
          }
        }

        const hasEdits = JSON.stringify(shadow.contents()) !== JSON.stringify(before);
        let steps = 0;
        while (document.undo()) steps += 1;
        expect(document.contents()).toEqual(before);
        if (!hasEdits) expect(steps).toBeLessThanOrEqual(1);
        while (steps-- > 0) document.redo();
        expect(document.contents()).toEqual(after);

        const reopened = document.reopened();
        reopened.select(document.topLevelIds('0:1'));
        const { failures } = await restoreOriginals(
          pluginRunningOn(reopened).figma,
          null,
          new CancelToken(),
        );
        expect(failures).toEqual([]);
        expect(JSON.stringify(reopened.contents())).not.toMatch(
          new RegExp(`"imageHash":"(${[...OLD_HASHES.keys()].join('|')})"`),
        );
        expect(withoutTraces(reopened)).toEqual(withoutTraces(shadow));
        // Where nothing came in between, no keeper and no note is left either.
        if (!hasEdits) expect(JSON.stringify(reopened.contents())).not.toContain('onestep-');
      }),
      { numRuns: 150 },
    );
    // Otherwise nothing was tried.
    expect(written).toBeGreaterThan(50);
  }, 240_000);
});
