import { describe, expect, it, vi } from 'vitest';
import type {
  EnhanceOptions,
  EnhanceProgress,
  EnhanceResult,
} from '../../../../src/inference/engine';
import { createNodeCodec } from '../../../../src/inference/node/codec';
import { loadPack } from '../../../../src/inference/pack/load-pack';
import { createMemorySource } from '../../../../src/inference/pack/memory-source';
import { refuseLostContrast } from '../../../../src/inference/pipeline/check-answer';
import { createEngine } from '../../../../src/inference/pipeline/create-engine';
import type { ColourPlanes } from '../../../../src/inference/runtime/model-session';
import { OnestepError } from '../../../../src/shared/errors';
import { encodePng, engineOf, enhanceRaster, testEngine, watchedRuntime } from '../support/engines';
import { nanWhereBrightModel, repeatModel, scaledModel, shiftedModel } from '../support/models';
import {
  compactPackFiles,
  describePack,
  filterPack,
  packFiles,
  type TestPack,
} from '../support/packs';
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
    const abort = new AbortController();
    const { engine, runs } = await countedEngine(TILED);
    const job = enhanceRaster(
      engine,
      detailed(300, 40),
      {},
      {
        signal: abort.signal,
        onProgress: ({ tilesDone }) => {
          // As a message would: from another macrotask.
          if (tilesDone === 2) setImmediate(() => abort.abort());
        },
      },
    );
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(runs.length).toBeLessThanOrEqual(4);
    expect(await enhanceRaster(engine, detailed(30, 30))).toMatchObject({ width: 120 });
    await engine.dispose();
  });

  it('spares a job that has not begun', async () => {
    const abort = new AbortController();
    abort.abort();
    const { engine, runs } = await countedEngine(TILED);
    await expect(
      enhanceRaster(engine, detailed(30, 30), {}, { signal: abort.signal }),
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

  it('plans the next picture with what it has learned', async () => {
    const runs: string[] = [];
    const engine = await testEngine({ ...TILED, tileSizes: [64] }, smallRuntime(40, runs));
    const failures = () => runs.filter((run) => run.endsWith('failed')).length;
    await enhanceRaster(engine, detailed(100, 50));
    expect(failures()).toBe(1);
    await enhanceRaster(engine, detailed(100, 50));
    expect(failures()).toBe(1);
    await engine.dispose();
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
  /** What happens in an engine, in order, by the width of the picture it happens to. */
  async function watchedEngine(held: Partial<Record<'decode' | 'encode', Promise<void>>> = {}) {
    const events: string[] = [];
    const codec = createNodeCodec();
    const runtime = watchedRuntime(({ width }) => {
      // Smaller than any tile: the self-test and the probes of flat colour.
      if (width >= 16) events.push('network');
    });
    const files = packFiles(describePack(TILED), TILED.graph);
    const engine = await createEngine(await loadPack(createMemorySource(files)), runtime, {
      decode: async (bytes) => {
        const raster = await codec.decode(bytes);
        events.push(`decode ${raster.width}`);
        await held.decode;
        return raster;
      },
      encode: async (raster, format) => {
        events.push(`encode ${raster.width / 4}`);
        await held.encode;
        return codec.encode(raster, format);
      },
    });
    const sources = new Map<number, Uint8Array>();
    for (const widthPx of [60, 61, 62]) {
      sources.set(widthPx, await encodePng(detailed(widthPx, 20)));
    }
    const enhance = (widthPx: number, signal?: AbortSignal): Promise<EnhanceResult> =>
      engine.enhance(sources.get(widthPx)!, OPTIONS, {
        signal,
        onProgress: ({ stage }) => {
          if (stage === 'restore') events.push(`restore ${widthPx}`);
        },
      });
    return { engine, events, enhance };
  }

  it('have the network one after another, in the order they came', async () => {
    const { engine, events, enhance } = await watchedEngine();
    await Promise.all([enhance(60), enhance(61), enhance(62)]);
    const restored = events.filter((event) => event.startsWith('restore'));
    expect(restored).toEqual([...restored].sort());
    await engine.dispose();
  });

  it('are decoded while another is in the network, and two of them are in work at most', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const { engine, events, enhance } = await watchedEngine({ encode: held });
    const first = enhance(60);
    const second = enhance(61);
    const third = enhance(62);
    // The second goes through the network while the first is still being encoded.
    await vi.waitFor(() => expect(events).toContain('encode 61'));
    expect(events).toContain('encode 60');
    expect(events).not.toContain('decode 62');
    goOn();
    await Promise.all([first, second, third]);
    expect(events).toContain('encode 62');
    await engine.dispose();
  });

  it('let others pass that fail or are cancelled before their turn', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const { engine, events, enhance } = await watchedEngine({ decode: held });
    const abort = new AbortController();
    const first = enhance(60);
    const broken = engine.enhance(new Uint8Array(9), OPTIONS);
    const cancelled = enhance(61, abort.signal);
    const last = enhance(62);
    await expect(broken).rejects.toMatchObject({ code: 'image-format-unknown' });
    await vi.waitFor(() => expect(events).toContain('decode 61'));
    abort.abort();
    goOn();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(await first).toMatchObject({ width: 240 });
    expect(await last).toMatchObject({ width: 248 });
    expect(events).not.toContain('restore 61');
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
