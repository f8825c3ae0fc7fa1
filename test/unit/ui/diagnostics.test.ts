import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SerializedError } from '../../../src/shared/errors';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { diagnosticsText, type Environment } from '../../../src/ui/diagnostics/diagnostics-text';
import { redactor } from '../../../src/ui/diagnostics/redact';
import { engineReason, hasEnginePage } from '../../../src/ui/engine/engine-reason';
import type { Action } from '../../../src/ui/state/actions';
import { INITIAL_STATE, type AppState } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { pictureOf, pictureUse } from '../../support/picture-use';
import { COMPACT, NOTHING_KEPT, RUN_OPTIONS } from './fakes';

const ENVIRONMENT: Environment = {
  pluginVersion: '0.1.0',
  protocolVersion: 4,
  userAgent: 'Mozilla/5.0',
  windowWidth: 360,
  windowHeight: 560,
  devicePixelRatio: 2,
};

/** A state in which every text of the user’s making is the next secret, also inside of causes. */
function stateWith(secret: () => string): AppState {
  const errorAbout = (code: SerializedError['code'], ...about: string[]): SerializedError => ({
    code,
    details: { style: secret(), font: secret(), file: secret(), width: 480 },
    cause: `cannot use ${about.join(' and ')}: RangeError`,
  });
  const prompt = secret();
  const pictures = ['a', 'b', 'c'].map(() => {
    const names = [secret(), secret(), secret(), secret()] as const;
    return {
      ...pictureOf(secret(), 480, 320, [
        pictureUse(secret(), names[0], {
          styleId: secret(),
          style: { name: names[1], remote: false },
          component: { name: names[2], remote: true },
          originalHash: secret(),
        }),
      ]),
      original: { imageHash: secret(), width: 10, height: 10 },
    };
  });
  const [first, second, third] = pictures as [
    (typeof pictures)[0],
    (typeof pictures)[0],
    (typeof pictures)[0],
  ];
  const skippedName = secret();
  const preset = { name: secret(), settings: DEFAULT_SETTINGS, prompt: secret() };
  const oldPrompt = secret();
  const packName = secret();
  const actions: Action[] = [
    {
      type: 'session/opened',
      launch: { command: 'open', prompt },
      settings: DEFAULT_SETTINGS,
      ...NOTHING_KEPT,
      presets: { presets: [preset], keeping: 'kept' },
      prompts: { prompts: [oldPrompt], keeping: 'kept' },
      editor: 'figma',
    },
    { type: 'engine/ready', info: COMPACT },
    {
      type: 'selection/read',
      selection: {
        selectedLayers: 3,
        pictures,
        skipped: [
          {
            nodeId: secret(),
            nodeName: skippedName,
            error: errorAbout('style-remote', skippedName, first.uses[0]!.style!.name),
          },
        ],
        hiddenOrLocked: 1,
      },
      changedByUser: true,
    },
    {
      type: 'run/started',
      pictures,
      options: { ...RUN_OPTIONS, prompt },
      nowMs: 0,
    },
    {
      type: 'item/phase',
      nowMs: 0,
      imageHash: first.imageHash,
      phase: {
        status: 'failed',
        error: errorAbout('internal', first.imageHash, prompt, preset.name, oldPrompt),
        refused: {
          imageHash: secret(),
          failures: [
            { nodeId: secret(), nodeName: secret(), error: errorAbout('layer-gone', skippedName) },
          ],
        },
      },
    },
    {
      type: 'item/phase',
      nowMs: 0,
      imageHash: second.imageHash,
      phase: {
        status: 'done',
        result: {
          imageHash: secret(),
          sourceHash: secret(),
          width: 960,
          height: 640,
          sourceWidth: 480,
          sourceHeight: 320,
          scale: 2,
          capped: false,
          format: 'png',
          tookMs: 812.4,
          failures: [
            {
              nodeId: secret(),
              nodeName: secret(),
              error: errorAbout('layer-read-only', second.uses[0]!.nodeName, third.imageHash),
            },
          ],
          originalsKept: true,
        },
      },
    },
    { type: 'run/committed', error: errorAbout('internal', third.uses[0]!.nodeId) },
    { type: 'run/finished', nowMs: 0 },
    { type: 'pack/failed', name: packName, error: errorAbout('pack-missing', packName) },
    { type: 'batch/toggled', imageHash: second.imageHash },
  ];
  return actions.reduce(reduce, INITIAL_STATE);
}

function secretsOf(seed: string): { next: () => string; all: string[] } {
  const all: string[] = [];
  return {
    all,
    next: () => {
      all.push(`${seed}#${all.length}#`);
      return all.at(-1)!;
    },
  };
}

describe('diagnostics', () => {
  test('say what ran where, and what went wrong', () => {
    const text = diagnosticsText(stateWith(secretsOf('Secret').next), ENVIRONMENT);
    expect(text).toContain('Onestep 0.1.0, protocol 4\nEditor: figma\nBrowser: Mozilla/5.0');
    expect(text).toContain('Window: 360 × 560 at 2, full');
    expect(text).toContain('Engine: ready, wasm in embedded, because frame-without-webgpu');
    expect(text).toContain('Pack: Onestep Compact 0.1.0, embedded');
    expect(text).toContain(`Settings: ${JSON.stringify(DEFAULT_SETTINGS)}`);
    expect(text).toContain('Presets: 1, kept');
    expect(text).toContain('3 pictures: 1 done, 1 failed, 1 cancelled');
    expect(text).toContain('1. 480 × 320: internal');
    expect(text).toContain('2. 480 × 320 → 960 × 640, 2.00×, png, 812 ms, 1 uses, 1 refused');
    expect(text).toContain('pack-missing width=480: cannot use […]: RangeError');
    expect(text).toContain(
      'Errors: pack-missing ×1, internal ×2, layer-gone ×1, layer-read-only ×1',
    );
  });

  test('hold no name, prompt or hash, whatever it is', () => {
    const seed = fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 3, maxLength: 12 }), fc.nat())
      // Long enough, and of a kind that cannot be a word of the report itself.
      .map(([text, number]) => `${text}§${number}`);
    fc.assert(
      fc.property(seed, (start) => {
        const { next, all } = secretsOf(start);
        const text = diagnosticsText(stateWith(next), ENVIRONMENT);
        for (const secret of all) expect(text).not.toContain(secret.trim());
      }),
    );
  });

  test('are there before anything else is', () => {
    expect(diagnosticsText(INITIAL_STATE, ENVIRONMENT)).toContain('Errors: none');
  });

  test('take hashes and pictures out of causes that nobody knows', () => {
    const redact = redactor([]);
    const data = Buffer.from('x'.repeat(90)).toString('base64');
    expect(redact(`no image ${'0a'.repeat(20)} here`)).toBe('no image […] here');
    expect(redact(`failed to load data:image/png;base64,${data}`)).toBe('failed to load […]');
    expect(redact(`bytes ${data}`)).toBe('bytes […]');
    expect(redact('memory access out of bounds')).toBe('memory access out of bounds');
    expect(redact('word '.repeat(500)).length).toBeLessThan(410);
  });

  test('leave nothing of a name that another one is part of', () => {
    expect(redactor(['Hero', 'Hero photo'])('lost Hero photo')).toBe('lost […]');
  });
});

describe('the reason for an engine', () => {
  const error: SerializedError = { code: 'engine-host-unreachable', details: {} };
  const passedOver = [{ place: 'page', error }] as const;
  test.each([
    [{ status: 'starting' }, 'starting'],
    [{ status: 'failed', error }, 'failed'],
    [{ status: 'ready', info: COMPACT }, 'frame-without-webgpu'],
    [{ status: 'ready', info: { ...COMPACT, passedOver } }, 'page-passed-over'],
    [{ status: 'ready', info: { ...COMPACT, place: 'page', runtime: 'webgpu' } }, 'page'],
  ] as const)('%o is %s', (engine, reason) => {
    expect(engineReason(engine)).toBe(reason);
  });

  test('and what is said of privacy, know of an engine page that is not in use', () => {
    expect(hasEnginePage(COMPACT)).toBe(false);
    expect(hasEnginePage({ ...COMPACT, passedOver })).toBe(true);
  });
});
