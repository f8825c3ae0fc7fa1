import type { PackOffer } from '../../../src/engine-page/page-api';
import { describe, expect, test } from 'vitest';
import type { EnhanceOptions, EnhanceResult } from '../../../src/inference/engine';
import { OnestepError, type ErrorCode } from '../../../src/shared/errors';
import { createEngineClient } from '../../../src/ui/engine/engine-client';
import type { EnginePlace, PlaceName, RunningEngine } from '../../../src/ui/engine/engine-place';
import { COMPACT, resultFor } from './fakes';

const OPTIONS: EnhanceOptions = { scale: 2, maxSidePx: 4096, format: 'auto' };
type Job = (bytes: Uint8Array) => Promise<EnhanceResult>;

const done: Job = async (bytes) => resultFor(bytes, OPTIONS);
const fails =
  (code: ErrorCode): Job =>
  () =>
    Promise.reject(new OnestepError(code));

interface FakePlace extends EnginePlace {
  starts: number;
  stopped: number;
  /** First bytes of each job; the bytes are taken away, as a transfer does. */
  readonly seen: number[];
}

/** @param startError what keeps every start from working */
function fakePlace(name: PlaceName, jobs: Job[] = [done], startError?: ErrorCode): FakePlace {
  const place: FakePlace = {
    name,
    starts: 0,
    stopped: 0,
    seen: [],
    start: async () => {
      place.starts += 1;
      if (startError) throw new OnestepError(startError);
      const engine: RunningEngine = {
        info: COMPACT,
        enhance: async (_jobId, bytes) => {
          const job = jobs[Math.min(place.seen.length, jobs.length - 1)]!;
          place.seen.push(bytes[0]!);
          const copy = Uint8Array.from(bytes);
          bytes.fill(0);
          return { ok: true, value: await job(copy) };
        },
        cancel: () => Promise.resolve(),
        died: new Promise(() => undefined),
        terminate: () => {
          place.stopped += 1;
        },
      };
      return engine;
    },
  };
  return place;
}

const enhance = (client: ReturnType<typeof createEngineClient>): Promise<EnhanceResult> =>
  client.enhance(Uint8Array.of(7, 8), OPTIONS, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });

describe('the ladder of engines', () => {
  test('takes the best place', async () => {
    const [page, embedded] = [fakePlace('page'), fakePlace('embedded')];
    const client = createEngineClient([page, embedded]);
    expect(await client.start()).toMatchObject({ place: 'page', passedOver: [] });
    expect(embedded.starts).toBe(0);
  });

  test.each<ErrorCode>([
    'engine-host-unreachable',
    'engine-host-refused',
    'engine-unavailable',
    'engine-memory',
    'engine-no-webgpu',
    'pack-self-test',
    'pack-half-precision',
    'pack-buffer-size',
    'pack-graph',
    'download-failed',
  ])('takes the next one after %s, and says why', async (code) => {
    const client = createEngineClient([fakePlace('page', [done], code), fakePlace('embedded')]);
    expect(await client.start()).toMatchObject({
      place: 'embedded',
      passedOver: [{ place: 'page', error: { code } }],
    });
  });

  test.each<ErrorCode>(['pack-invalid', 'pack-checksum', 'pack-version', 'cancelled'])(
    'does not try a pack elsewhere that failed with %s',
    async (code) => {
      const embedded = fakePlace('embedded');
      const client = createEngineClient([fakePlace('page', [done], code), embedded]);
      await expect(client.start()).rejects.toMatchObject({ code });
      expect(embedded.starts).toBe(0);
    },
  );

  test.each<ErrorCode>(['download-failed', 'pack-half-precision', 'engine-unavailable'])(
    'says why a pack of the page does not run there: %s',
    async (code) => {
      const embedded = fakePlace('embedded');
      const client = createEngineClient([fakePlace('page', [done], code), embedded]);
      const { signal } = new AbortController();
      const opening = client.open({ hostedFolder: 'osediff' }, signal);
      await expect(opening).rejects.toMatchObject({ code });
      expect(embedded.starts).toBe(0);
    },
  );

  test('tries a picture again where its engine died, with the picture whole', async () => {
    const page = fakePlace('page', [fails('engine-crashed'), done]);
    const embedded = fakePlace('embedded');
    const result = await enhance(createEngineClient([page, embedded]));
    expect(result.bytes).toEqual(Uint8Array.of(7, 8));
    expect(page).toMatchObject({ starts: 2, stopped: 1, seen: [7, 7] });
    expect(embedded.starts).toBe(0);
  });

  test('goes to the next place after two deaths, stays there, and says why', async () => {
    const page = fakePlace('page', [fails('engine-memory')]);
    const embedded = fakePlace('embedded');
    const client = createEngineClient([page, embedded]);
    await enhance(client);
    await enhance(client);
    expect(page.starts).toBe(2);
    expect(embedded).toMatchObject({ starts: 1, seen: [7, 7] });
    expect(await client.start()).toMatchObject({
      place: 'embedded',
      passedOver: [{ place: 'page', error: { code: 'engine-memory' } }],
    });
  });

  test('tries an unusable picture in the next place, and the one after it in the best again', async () => {
    const page = fakePlace('page', [fails('result-invalid'), done]);
    const embedded = fakePlace('embedded');
    const client = createEngineClient([page, embedded]);
    const result = await enhance(client);
    expect(result.bytes).toEqual(Uint8Array.of(7, 8));
    expect([page.seen, embedded.seen]).toEqual([[7], [7]]);
    expect(await client.start()).toMatchObject({ place: 'page', passedOver: [] });
    await enhance(client);
    expect([page.seen, embedded.seen]).toEqual([[7, 7], [7]]);
    expect([page.stopped, embedded.stopped]).toEqual([0, 1]);
  });

  test.each<[ErrorCode, number]>([
    ['result-invalid', 2],
    ['engine-device-lost', 1],
  ])('stays in the next place after %s in %d pictures, and says why', async (code, tolerated) => {
    const page = fakePlace('page', [fails(code)]);
    const embedded = fakePlace('embedded');
    const client = createEngineClient([page, embedded]);
    for (let picture = 0; picture < 3; picture++) await enhance(client);
    expect(page.seen).toHaveLength(tolerated);
    expect(page.stopped).toBe(1);
    expect(embedded.seen).toHaveLength(3);
    expect(await client.start()).toMatchObject({
      place: 'embedded',
      passedOver: [{ place: 'page', error: { code } }],
    });
  });

  test('does not hold a picture against a place that is unusable everywhere', async () => {
    const page = fakePlace('page', [fails('result-invalid')]);
    const embedded = fakePlace('embedded', [fails('result-invalid')]);
    const client = createEngineClient([page, embedded]);
    for (let picture = 0; picture < 3; picture++) {
      await expect(enhance(client)).rejects.toMatchObject({ code: 'result-invalid' });
    }
    expect(page.seen).toHaveLength(3);
    expect((await client.start()).place).toBe('page');
  });

  test('says what happened in the best place where no other can take the pack', async () => {
    const page = fakePlace('page', [fails('result-invalid')]);
    const embedded = fakePlace('embedded', [done], 'engine-unavailable');
    const client = createEngineClient([page, embedded]);
    await expect(enhance(client)).rejects.toMatchObject({ code: 'result-invalid' });
    expect((await client.start()).place).toBe('page');
  });

  test('gives up a picture on which the last engine dies', async () => {
    const page = fakePlace('page', [fails('engine-crashed')]);
    const embedded = fakePlace('embedded', [fails('engine-crashed')]);
    const client = createEngineClient([page, embedded]);
    await expect(enhance(client)).rejects.toMatchObject({ code: 'engine-crashed' });
    expect([page.starts, embedded.starts]).toEqual([2, 1]);
  });

  test('leaves a failure of the picture itself where it is', async () => {
    const page = fakePlace('page', [fails('image-undecodable')]);
    const embedded = fakePlace('embedded');
    const client = createEngineClient([page, embedded]);
    await expect(enhance(client)).rejects.toMatchObject({ code: 'image-undecodable' });
    expect([page.starts, page.stopped, embedded.starts]).toEqual([1, 0, 0]);
  });

  test('offers the packs of the place in use, and opens one of them there', async () => {
    const offer: PackOffer = {
      folder: 'osediff',
      title: 'OSEDiff',
      kind: 'latent',
      bytes: 2e9,
      precision: 'fp16',
      obstacle: null,
    };
    const page: FakePlace = { ...fakePlace('page'), packs: () => Promise.resolve([offer]) };
    const opened: unknown[] = [];
    const start = page.start.bind(page);
    page.start = (pack, options) => {
      opened.push(pack);
      options?.onProgress?.({ done: 1, total: 2, retrying: false });
      return start(pack, options);
    };
    const client = createEngineClient([page, fakePlace('embedded')]);
    expect(await client.packs()).toEqual([offer]);
    const progress: unknown[] = [];
    const { signal } = new AbortController();
    await client.open({ hostedFolder: 'osediff' }, signal, (step) => void progress.push(step));
    expect(opened).toEqual([null, { hostedFolder: 'osediff' }]);
    expect(progress).toEqual([{ done: 1, total: 2, retrying: false }]);
  });

  test('has no packs of its own inside the plugin', async () => {
    const client = createEngineClient([fakePlace('embedded')]);
    expect(await client.packs()).toEqual([]);
  });

  test('looks at the best place again when it is asked to', async () => {
    const page = fakePlace('page', [fails('engine-crashed'), fails('engine-crashed'), done]);
    const embedded = fakePlace('embedded');
    const client = createEngineClient([page, embedded]);
    await enhance(client);
    expect(await client.restart()).toMatchObject({ place: 'page', passedOver: [] });
    expect(embedded.stopped).toBe(1);
    expect((await client.start()).place).toBe('page');
  });
});
