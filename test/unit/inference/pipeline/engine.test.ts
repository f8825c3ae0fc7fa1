import { describe, expect, it } from 'vitest';
import type { EnhanceOptions, EnhanceProgress } from '../../../../src/inference/engine';
import { refuseLostContrast } from '../../../../src/inference/pipeline/check-answer';
import type { ColourPlanes } from '../../../../src/inference/runtime/model-session';
import { CancelToken } from '../../../../src/shared/cancel';
import { OnestepError } from '../../../../src/shared/errors';
import { encodePng, engineOf, enhanceRaster, testEngine, watchedRuntime } from '../support/engines';
import { nanWhereBrightModel, repeatModel, scaledModel, shiftedModel } from '../support/models';
import { compactPackFiles, filterPack, type TestPack } from '../support/packs';
import { paint } from '../../../support/images/pictures';
import { detailed, flat, largestDifference } from '../support/pictures';

const TILED = filterPack(3, [40]);
const OPTIONS: EnhanceOptions = { scale: 4, maxSidePx: 4096, format: 'png' };

/** An engine, and the crops that its network has run on since it was asked about flat colours. */
async function countedEngine(pack: TestPack) {
  const runs: ColourPlanes[] = [];
  const runtime = watchedRuntime((input) => runs.push(input));
  const engine = await testEngine(pack, runtime);
  await enhanceRaster(engine, flat(2, 2, [0, 0, 0, 255]));
  runs.length = 0;
  return { engine, runs };
}

describe('an engine', () => {
  it('tells size, scale and format of its result', async () => {
    const engine = await engineOf(await compactPackFiles());
    const result = await enhanceRaster(engine, detailed(60, 40), { scale: 2, format: 'auto' });
    expect(result).toMatchObject({
      format: 'png',
      width: 120,
      height: 80,
      sourceWidth: 60,
      sourceHeight: 40,
      scale: 2,
      capped: false,
    });
    expect(result.raster).toMatchObject({ width: 120, height: 80 });
    await engine.dispose();
  });

  it('keeps the side limit and says so', async () => {
    const engine = await testEngine(TILED);
    const result = await enhanceRaster(engine, detailed(100, 33), { maxSidePx: 137 });
    expect(result).toMatchObject({ width: 137, height: 45, scale: 1.37, capped: true });
    await engine.dispose();
  });

  it('works on a single pixel', async () => {
    const engine = await engineOf(await compactPackFiles());
    const { raster } = await enhanceRaster(engine, flat(1, 1, [10, 20, 30, 255]));
    expect(largestDifference(raster, flat(4, 4, [10, 20, 30, 255]))).toBe(0);
    await engine.dispose();
  });

  it('gives the same bytes for the same picture', async () => {
    const engine = await engineOf(await compactPackFiles());
    const first = await enhanceRaster(engine, detailed(90, 70));
    const second = await enhanceRaster(engine, detailed(90, 70));
    expect(second.bytes).toEqual(first.bytes);
    await engine.dispose();
  });

  it('reports every tile', async () => {
    const engine = await testEngine(TILED);
    const seen: EnhanceProgress[] = [];
    await enhanceRaster(engine, detailed(60, 20), {}, { onProgress: (p) => seen.push(p) });
    expect(seen).toEqual([
      { stage: 'decode', tilesDone: 0, tilesTotal: 0 },
      { stage: 'restore', tilesDone: 0, tilesTotal: 2 },
      { stage: 'restore', tilesDone: 1, tilesTotal: 2 },
      { stage: 'restore', tilesDone: 2, tilesTotal: 2 },
      { stage: 'encode', tilesDone: 2, tilesTotal: 2 },
    ]);
    await engine.dispose();
  });

  it.each([
    ['scale', { scale: 5 }],
    ['scale', { scale: 0 }],
    ['scale', { scale: NaN }],
    ['scale', { scale: '2' }],
    ['maxSidePx', { maxSidePx: 12.5 }],
    ['maxSidePx', { maxSidePx: Infinity }],
    ['format', { format: 'gif' }],
    ['keepsTransparency', { keepsTransparency: 1 }],
    ['quality', { quality: 0 }],
    ['quality', { quality: 101 }],
    ['quality', { quality: 80.5 }],
    ['strength', { strength: -0.1 }],
    ['strength', { strength: 1.1 }],
    ['strength', { strength: NaN }],
  ])('refuses a wrong %s: %j', async (option, wrong) => {
    const engine = await testEngine(TILED);
    const options = { ...OPTIONS, ...wrong } as EnhanceOptions;
    await expect(
      engine.enhance(await encodePng(flat(2, 2, [0, 0, 0, 255])), options),
    ).rejects.toMatchObject({ code: 'option-invalid', details: { option } });
    await engine.dispose();
  });

  it('writes JPEG and WebP in the quality that is asked for', async () => {
    const engine = await testEngine(TILED);
    for (const format of ['jpeg', 'webp'] as const) {
      const source = await encodePng(detailed(40, 30));
      const sizeAt = async (quality?: number): Promise<number> =>
        (await engine.enhance(source, { ...OPTIONS, format, quality })).bytes.length;
      expect(await sizeAt(20)).toBeLessThan(await sizeAt(60));
      expect(await sizeAt(60)).toBeLessThan(await sizeAt(95));
      expect(await sizeAt()).toBe(await sizeAt(95));
      expect(await sizeAt(95)).toBeLessThan(await sizeAt(100));
    }
    await engine.dispose();
  });

  it('keeps transparency in place of JPEG where that is asked for', async () => {
    const engine = await testEngine(TILED);
    const clear = await enhanceRaster(engine, flat(4, 4, [9, 9, 9, 120]), {
      format: 'jpeg',
      keepsTransparency: true,
    });
    expect(clear.format).toBe('png');
    expect(clear.raster.data[3]).toBe(120);
    const opaque = { format: 'jpeg', keepsTransparency: true } as const;
    expect((await enhanceRaster(engine, detailed(4, 4), opaque)).format).toBe('jpeg');
    await engine.dispose();
  });

  it('refuses what is no picture, and goes on', async () => {
    const engine = await testEngine(TILED);
    const noPicture = new TextEncoder().encode('hello');
    await expect(engine.enhance(noPicture, OPTIONS)).rejects.toMatchObject({
      code: 'image-format-unknown',
    });
    expect(await enhanceRaster(engine, detailed(9, 9))).toMatchObject({ width: 36 });
    await engine.dispose();
  });

  it('does nothing once it is disposed', async () => {
    const engine = await testEngine(TILED);
    await engine.dispose();
    await engine.dispose();
    await expect(enhanceRaster(engine, detailed(9, 9))).rejects.toMatchObject({
      code: 'engine-unavailable',
    });
  });
});

describe('tiles that need no network', () => {
  it('are those of one colour', async () => {
    const { engine, runs } = await countedEngine(TILED);
    const picture = paint(200, 40, (x, y) => (x < 20 ? [x * 9, y * 5, 0, 255] : [7, 8, 9, 255]));
    const { raster } = await enhanceRaster(engine, picture);
    expect(runs).toHaveLength(2);
    expect([...raster.data.subarray(-4)]).toEqual([7, 8, 9, 255]);
    await engine.dispose();
  });

  it('are those that nobody sees', async () => {
    const { engine, runs } = await countedEngine(TILED);
    const picture = paint(200, 40, (x, y) => [x, y * 5, 0, x < 20 ? 255 : 0]);
    const { raster } = await enhanceRaster(engine, picture);
    // Two tiles for the alpha, two for the colours.
    expect(runs).toHaveLength(4);
    expect([...raster.data.subarray(-4)]).toEqual([0, 0, 0, 0]);
    await engine.dispose();
  });

  it('are none of one colour where the network shifts colours', async () => {
    const pack = { graph: shiftedModel(), selfTestAnswer: [53, 104, 155] };
    const { engine, runs } = await countedEngine(pack);
    const { raster } = await enhanceRaster(engine, flat(30, 20, [7, 8, 9, 255]));
    expect(runs).toHaveLength(1);
    expect([...raster.data.subarray(-4)]).toEqual([9, 10, 11, 255]);
    await engine.dispose();
  });

  it('join the embedded network without a step', async () => {
    const engine = await engineOf(await compactPackFiles());
    for (const colour of [0, 1, 64, 127, 200, 254, 255]) {
      // One corner has detail, so that the network runs on a tile that is flat elsewhere.
      const picture = paint(90, 90, (x, y) =>
        x < 4 && y < 4 ? [(x * 60) % 255, y * 60, 90, 255] : [colour, colour, colour, 255],
      );
      const { raster } = await enhanceRaster(engine, picture);
      const at = ((raster.height - 100) * raster.width + raster.width - 100) * 4;
      expect([...raster.data.subarray(at, at + 3)]).toEqual([colour, colour, colour]);
    }
    await engine.dispose();
  });
});

describe('answers that are no picture', () => {
  it('are refused when they hold NaN', async () => {
    const engine = await testEngine({ graph: nanWhereBrightModel() });
    const dark = flat(9, 9, [0, 0, 0, 255]);
    dark.data.set([255, 255, 255], 4 * 40);
    await expect(enhanceRaster(engine, dark)).rejects.toMatchObject({ code: 'result-invalid' });
    dark.data.set([90, 90, 90], 4 * 40);
    expect(await enhanceRaster(engine, dark)).toMatchObject({ width: 36 });
    await engine.dispose();
  });

  it('are refused when they are one colour and the source is not', async () => {
    const engine = await testEngine({ graph: scaledModel(0), selfTestAnswer: [0, 0, 0] });
    await expect(enhanceRaster(engine, detailed(30, 30))).rejects.toMatchObject({
      code: 'result-invalid',
    });
    await engine.dispose();
  });

  it('may be one colour where the source nearly is', async () => {
    const engine = await testEngine({ graph: scaledModel(0), selfTestAnswer: [0, 0, 0] });
    const grain = paint(30, 30, (x, y) => [(x * 7 + y * 3) % 5, 2, 1, 255]);
    expect(await enhanceRaster(engine, grain)).toMatchObject({ width: 120 });
    await engine.dispose();
  });
});

describe('refuseLostContrast', () => {
  const board = paint(12, 12, (x, y) =>
    (x + y) % 2 === 0 ? [0, 0, 0, 255] : [255, 255, 255, 255],
  );
  const whole = { left: 0, top: 0, width: 12, height: 12 };

  it('lets a dither pattern become its mean', () => {
    expect(() =>
      refuseLostContrast(board, whole, flat(12, 12, [127, 128, 127, 255]), whole),
    ).not.toThrow();
    expect(() =>
      refuseLostContrast(board, whole, flat(12, 12, [127, 255, 127, 255]), whole),
    ).toThrow(expect.objectContaining({ code: 'result-invalid' }));
  });
});

describe('cancelling', () => {
  it('stops between tiles and leaves the engine ready', async () => {
    const token = new CancelToken();
    const { engine, runs } = await countedEngine(TILED);
    const job = enhanceRaster(
      engine,
      detailed(300, 40),
      {},
      {
        signal: token,
        onProgress: ({ tilesDone }) => {
          // As a message would: from another macrotask.
          if (tilesDone === 2) setImmediate(() => token.cancel());
        },
      },
    );
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(runs.length).toBeLessThanOrEqual(4);
    expect(await enhanceRaster(engine, detailed(30, 30))).toMatchObject({ width: 120 });
    await engine.dispose();
  });

  it('spares a job that has not begun', async () => {
    const token = new CancelToken();
    token.cancel();
    const { engine, runs } = await countedEngine(TILED);
    await expect(
      enhanceRaster(engine, detailed(30, 30), {}, { signal: token }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(runs).toHaveLength(0);
    await engine.dispose();
  });
});

describe('a lack of memory', () => {
  /** Fails on crops above a size, with the code that the runtime gives to bad_alloc. */
  const smallRuntime = (maxSidePx: number, runs: string[]) =>
    watchedRuntime(({ width, height }) => {
      // Smaller than any tile: the self-test and the probes of flat colour.
      if (width < 8) return;
      const fits = Math.max(width, height) <= maxSidePx;
      runs.push(`${width} × ${height}${fits ? '' : ' failed'}`);
      if (!fits) throw new OnestepError('engine-memory');
    });

  it('halves the tile, goes on where it was, and gives the same picture', async () => {
    const picture = detailed(100, 50);
    const pack = { ...TILED, tileSizes: [64] };
    const runs: string[] = [];
    const small = await testEngine(pack, smallRuntime(40, runs));
    const large = await testEngine(pack);
    const { raster } = await enhanceRaster(small, picture);
    expect(
      largestDifference(raster, (await enhanceRaster(large, picture)).raster),
    ).toBeLessThanOrEqual(1);
    expect(runs.filter((run) => run.endsWith('failed'))).toHaveLength(1);
    await Promise.all([small.dispose(), large.dispose()]);
  });

  it('gives up when a quarter of the sides does not fit either', async () => {
    const runs: string[] = [];
    const engine = await testEngine({ ...TILED, tileSizes: [64] }, smallRuntime(8, runs));
    await expect(enhanceRaster(engine, detailed(50, 50))).rejects.toMatchObject({
      code: 'engine-memory',
    });
    expect(runs).toHaveLength(3);
    await engine.dispose();
  });
});

describe('jobs started at the same time', () => {
  it('run one after another', async () => {
    const engine = await testEngine(TILED);
    const order: string[] = [];
    const job = (name: string) =>
      enhanceRaster(engine, detailed(60, 20), {}, { onProgress: () => order.push(name) });
    await Promise.all([job('a'), job('b')]);
    expect(order).toEqual([...order].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    await engine.dispose();
  });
});

describe('a repeating network', () => {
  it('is what the tests take it for', async () => {
    const engine = await testEngine({ graph: repeatModel() });
    const { raster } = await enhanceRaster(engine, flat(3, 3, [51, 102, 153, 255]));
    expect(largestDifference(raster, flat(12, 12, [51, 102, 153, 255]))).toBe(0);
    await engine.dispose();
  });
});
