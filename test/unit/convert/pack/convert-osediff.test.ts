import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertOsediff, type ConvertProgress } from '../../../../models/convert/convert-osediff';
import { openConvertTarget } from '../../../../models/convert/node/convert-target';
import { convertToFolder } from '../../../../models/convert/node/convert-to-folder';
import { openFileSource } from '../../../../models/convert/node/file-source';
import { openFolderSource } from '../../../../models/convert/node/folder-source';
import { OnestepError } from '../../../../src/shared/errors';
import { GOLDEN, GOLDEN_ADAPTER, GOLDEN_MODEL, GOLDEN_NOTE } from '../../../support/golden';
import { memorySink } from './memory-sink';

const UNFINISHED = 'UNFINISHED.txt';

describe.skipIf(GOLDEN === null)(`a conversion${GOLDEN_NOTE}`, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onestep-target-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Calls `at` with each progress; gives what the folder holds at that moment to it. */
  const convert = async (
    onProgress: (progress: ConvertProgress) => void,
    signal = new AbortController().signal,
  ) =>
    convertToFolder({
      base: GOLDEN_MODEL,
      adapter: GOLDEN_ADAPTER,
      precision: 'fp16',
      folder,
      target: await openConvertTarget(folder, false),
      signal,
      onProgress,
    });

  it('tells how far it is', async () => {
    const seen: ConvertProgress[] = [];
    await convert((progress) => seen.push(progress));
    const { bytesTotal } = seen[0]!;
    expect(seen.every((each) => each.bytesTotal === bytesTotal)).toBe(true);
    seen.reduce((before, after) => {
      expect(after.bytesDone).toBeGreaterThanOrEqual(before.bytesDone);
      return after;
    });
    expect(seen.at(-1)).toEqual({ step: 'self-test', bytesDone: bytesTotal, bytesTotal });
    expect(await readdir(folder)).not.toContain(UNFINISHED);
  });

  it('that is cancelled leaves nothing', async () => {
    const controller = new AbortController();
    const cancelled = convert(({ step }) => {
      if (step === 'unet') controller.abort();
    }, controller.signal);
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that was killed is taken up again, without touching what is not its own', async () => {
    await writeFile(join(folder, UNFINISHED), '');
    await writeFile(join(folder, 'unet.onnx'), 'half');
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await convert(() => undefined);
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining(['notes.txt', 'pack.json', 'unet.onnx']));
    expect(names).not.toContain(UNFINISHED);
  });

  it('writes nothing where it would not fit, and its description last', async () => {
    const sink = memorySink();
    const request = {
      base: await openFolderSource(GOLDEN_MODEL),
      adapter: await openFileSource(GOLDEN_ADAPTER),
      precision: 'fp32' as const,
      sink,
      runner: { open: () => Promise.reject(new OnestepError('engine-unavailable')) },
    };
    const checkRoom = () => Promise.reject(new OnestepError('disk-full', { needed: '9 GiB' }));
    await expect(convertOsediff({ ...request, checkRoom })).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(sink.files.size).toBe(0);

    await expect(convertOsediff(request)).rejects.toMatchObject({ code: 'engine-unavailable' });
    expect(sink.files.size).toBeGreaterThan(0);
    expect([...sink.files.keys()]).not.toContain('pack.json');
  });
});
