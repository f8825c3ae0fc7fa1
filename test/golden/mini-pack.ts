import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertOsediff } from '../../models/convert/convert-osediff';
import { openFileSource } from '../../models/convert/node/file-source';
import { createFolderRunner } from '../../models/convert/node/folder-runner';
import { createFolderSink } from '../../models/convert/node/folder-sink';
import { openFolderSource } from '../../models/convert/node/folder-source';
import { GOLDEN_ADAPTER, GOLDEN_MODEL } from '../support/golden';

/** A pack in a folder that goes away with its owner. */
export interface TemporaryPack {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Converts the miniature model of the golden data. Call only where `GOLDEN` is not null. */
export async function convertGoldenModel(
  precision: 'fp32' | 'fp16' | 'int8' | 'int4' = 'fp32',
): Promise<TemporaryPack> {
  const folder = await mkdtemp(join(tmpdir(), 'onestep-mini-'));
  await convertOsediff({
    base: await openFolderSource(GOLDEN_MODEL),
    adapter: await openFileSource(GOLDEN_ADAPTER),
    precision,
    sink: createFolderSink(folder),
    runner: createFolderRunner(folder),
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
