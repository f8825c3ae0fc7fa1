import { describe, expect, it } from 'vitest';
import type { EnhanceOptions } from '../../../../src/inference/engine';
import type { Controls } from '../../../../src/shared/controls';
import { paint } from '../../../support/images/pictures';
import { encodePng, enhanceRaster, testEngine, watchedRuntime } from '../support/engines';
import { repeatModel, tintedModel } from '../support/models';
import { CONDITION, twoLevelPack, type TestPack } from '../support/packs';
import { detailed, discOnNothing, flat, largestDifference } from '../support/pictures';

interface Run {
  readonly output: string;
  readonly condition: readonly number[];
}

/** An engine, and what its network was asked for on crops of pictures. */
async function watchedEngine(pack: TestPack = twoLevelPack()) {
  const runs: Run[] = [];
  const runtime = watchedRuntime(({ data }, { output, condition }) => {
    // Crops of one colour are the self-test and the probes of flat colours.
    if (data.every((value, index) => value === data[index - (index % (data.length / 3))])) return;
    runs.push({ output, condition: [...(condition ?? [])] });
  });
  return { engine: await testEngine(pack, runtime), runs };
}

/** A condition of 12 numbers that are 0 but for some. */
const vector = (set: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 12 }, (_, index) => Math.fround(set[index] ?? 0));

const PICTURE = detailed(40, 31);

describe('the output and the condition that are run', () => {
  it.each([
    [4, 'restored_x4', {}],
    [3, 'restored_x4', {}],
    [2.01, 'restored_x4', {}],
    [2, 'restored_x2', { 10: 1 }],
    [1.37, 'restored_x2', { 10: 1 }],
    [1, 'restored_x1', { 11: 1 }],
  ])('are, at scale %d, of the smallest scale that is enough: %s', async (scale, output, set) => {
    const { engine, runs } = await watchedEngine();
    const result = await enhanceRaster(engine, PICTURE, { scale });
    expect(runs).toEqual([{ output, condition: vector(set) }]);
    expect(result.raster).toMatchObject({
      width: Math.round(40 * scale),
      height: Math.round(31 * scale),
    });
    await engine.dispose();
  });

  it('are, in the self-test, all automatic at its scale', async () => {
    const runs: Run[] = [];
    const runtime = watchedRuntime((_, { output, condition }) =>
      runs.push({ output, condition: [...(condition ?? [])] }),
    );
    const engine = await testEngine(twoLevelPack(), runtime);
    expect(runs).toEqual([{ output: 'restored_x4', condition: vector({}) }]);
    await engine.dispose();
  });

  it('follow a limit of the size', async () => {
    const { engine, runs } = await watchedEngine();
    await enhanceRaster(engine, PICTURE, { scale: 4, maxSidePx: 60 });
    expect(runs).toEqual([{ output: 'restored_x2', condition: vector({ 10: 1 }) }]);
    await engine.dispose();
  });

  it.each<[Controls, Record<number, number>]>([
    [{}, {}],
    [{ denoise: 0 }, { 1: 1 }],
    [
      { denoise: 0.3, dejpeg: 1, deblur: 0.5 },
      { 0: 0.3, 1: 1, 2: 1, 3: 1, 4: 0.5, 5: 1 },
    ],
    [{ content: 'photo' }, { 6: 1 }],
    [
      { content: 'text', crisp: 0.7 },
      { 8: 1, 9: 0.7 },
    ],
    [{ denoise: undefined, crisp: undefined, content: undefined }, {}],
  ])('say the controls %j', async (controls, set) => {
    const { engine, runs } = await watchedEngine();
    await enhanceRaster(engine, PICTURE, { controls });
    expect(runs).toEqual([{ output: 'restored_x4', condition: vector(set) }]);
    await engine.dispose();
  });

  it('move the result', async () => {
    const { engine } = await watchedEngine();
    const plain = await enhanceRaster(engine, PICTURE);
    const crisp = await enhanceRaster(engine, PICTURE, { controls: { crisp: 1 } });
    const again = await enhanceRaster(engine, PICTURE, { controls: { crisp: 1 } });
    expect(largestDifference(crisp.raster, plain.raster)).toBeGreaterThan(1);
    expect(again.bytes).toEqual(crisp.bytes);
    await engine.dispose();
  });
});

describe('a prompt', () => {
  it('moves the controls, and says what it did not understand', async () => {
    const { engine, runs } = await watchedEngine();
    const result = await enhanceRaster(engine, PICTURE, { prompt: 'Remove noise from this wall' });
    expect(runs[0]!.condition).toEqual(vector({ 0: 1, 1: 1 }));
    expect(result.promptReading).toEqual({ understood: ['Remove noise'], ignored: ['wall'] });
    await engine.dispose();
  });

  it('gives way to controls that are set', async () => {
    const { engine, runs } = await watchedEngine();
    await enhanceRaster(engine, PICTURE, {
      prompt: 'noise, sharper',
      controls: { denoise: 0.2, crisp: undefined },
    });
    expect(runs[0]!.condition).toEqual(vector({ 0: 0.2, 1: 1, 9: 1 }));
    await engine.dispose();
  });

  it('is offered by packs with a vocabulary', async () => {
    const conditioned = await testEngine(twoLevelPack());
    expect(conditioned.info).toMatchObject({ takesPrompt: true });
    expect(conditioned.info.controls?.vocabulary).toHaveLength(4);
    const wordless = await testEngine({ ...twoLevelPack(), vocabulary: [] });
    expect(wordless.info).toMatchObject({ takesPrompt: false, controls: { vocabulary: [] } });
    const plain = await testEngine({ graph: repeatModel() });
    expect(plain.info).toMatchObject({ takesPrompt: false, controls: null });
    expect(await enhanceRaster(plain, PICTURE)).toMatchObject({ promptReading: null });
    await Promise.all([conditioned.dispose(), wordless.dispose(), plain.dispose()]);
  });
});

describe('options', () => {
  const refusal = async (pack: TestPack, wrong: object) => {
    const engine = await testEngine(pack);
    const options = { scale: 2, maxSidePx: 4096, format: 'png', ...wrong } as EnhanceOptions;
    const refused = engine.enhance(await encodePng(flat(2, 2, [0, 0, 0, 255])), options);
    const error: unknown = await refused.catch((thrown: unknown) => thrown);
    await engine.dispose();
    return error;
  };

  it.each([
    ['denoise', { controls: { denoise: 1.1 } }],
    ['dejpeg', { controls: { dejpeg: NaN } }],
    ['deblur', { controls: { deblur: '0.5' } }],
    ['crisp', { controls: { crisp: -0.1 } }],
    ['content', { controls: { content: 'logo' } }],
    ['prompt', { prompt: 7 }],
    ['prompt', { prompt: 'noise '.repeat(2000) }],
    ['caption', { caption: 'wall' }],
  ])('that are wrong are refused by name: %s', async (option, wrong) => {
    expect(await refusal(twoLevelPack(), wrong)).toMatchObject({
      code: 'option-invalid',
      details: { option },
    });
  });

  it('that the pack cannot fulfil are refused', async () => {
    const plain = { graph: repeatModel() };
    expect(await refusal(plain, { prompt: 'noise' })).toMatchObject({ code: 'prompt-unsupported' });
    expect(await refusal(plain, { controls: { crisp: 0 } })).toMatchObject({
      code: 'option-invalid',
      details: { option: 'crisp' },
    });
    expect(await refusal(plain, { controls: { crisp: undefined }, prompt: '' })).toMatchObject({
      width: 4,
    });
  });
});

describe('the alpha of a picture', () => {
  const LOGO = discOnNothing(40, [210, 40, 30], [0, 255, 0]);
  const alphaOf = ({ data }: { data: ArrayLike<number> }): number[] =>
    Array.from({ length: data.length / 4 }, (_, index) => data[index * 4 + 3]!);

  it('is not touched when the picture keeps its size', async () => {
    const { engine, runs } = await watchedEngine();
    const controls = { crisp: 1 };
    const { raster } = await enhanceRaster(engine, LOGO, { scale: 1, controls });
    expect(alphaOf(raster)).toEqual(alphaOf(LOGO));
    expect(runs).toEqual([]);
    const striped = paint(20, 20, (x, y) => [x * 12, 9 * y, x * y, (x * 13 + y * 7) % 256]);
    const restored = await enhanceRaster(engine, striped, { scale: 1, controls });
    expect(alphaOf(restored.raster)).toEqual(alphaOf(striped));
    expect(runs).toHaveLength(1);
    await engine.dispose();
  });

  it('is restored at the scale of the picture, without what is wished for its colours', async () => {
    const { engine, runs } = await watchedEngine();
    const striped = paint(20, 20, (x, y) => [x * 12, 9 * y, x * y, (x * 13 + y * 7) % 256]);
    await enhanceRaster(engine, striped, { scale: 2, controls: { crisp: 1, denoise: 1 } });
    expect(runs).toEqual([
      { output: 'restored_x2', condition: vector({ 10: 1 }) },
      { output: 'restored_x2', condition: vector({ 0: 1, 1: 1, 9: 1, 10: 1 }) },
    ]);
    await engine.dispose();
  });
});

describe('flat colours', () => {
  it('do without the network only under conditions that keep them', async () => {
    // Under “crisp” this network adds to everything; otherwise it repeats pixels.
    const condition = { ...CONDITION, scales: [] };
    const crops: number[] = [];
    const runtime = watchedRuntime(({ width }) => crops.push(width));
    const engine = await testEngine({ graph: tintedModel(), condition }, runtime);
    const picture = flat(20, 20, [40, 80, 120, 255]);
    const plain = await enhanceRaster(engine, picture);
    expect(largestDifference(plain.raster, flat(80, 80, [40, 80, 120, 255]))).toBe(0);
    expect(crops).not.toContain(20);
    const tinted = await enhanceRaster(engine, picture, { controls: { crisp: 1 } });
    expect(largestDifference(tinted.raster, flat(80, 80, [91, 131, 171, 255]))).toBe(0);
    expect(crops.filter((width) => width === 20)).toHaveLength(1);
    await engine.dispose();
  });

  it('are asked about once for each condition', async () => {
    let probes = 0;
    const runtime = watchedRuntime(() => (probes += 1));
    const engine = await testEngine(twoLevelPack(), runtime);
    const picture = flat(20, 20, [40, 80, 120, 255]);
    probes = 0;
    for (let times = 0; times < 3; times++) await enhanceRaster(engine, picture);
    const once = probes;
    expect(once).toBeGreaterThan(0);
    await enhanceRaster(engine, picture, { scale: 2 });
    expect(probes).toBe(2 * once);
    await engine.dispose();
  });
});
