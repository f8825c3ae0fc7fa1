import { openFileSource } from '../../models/convert/node/file-source';
import { openFolderSource } from '../../models/convert/node/folder-source';
import type { OsediffGraphs } from '../../models/convert/graphs/osediff-graphs';
import { openOsediff } from '../../models/convert/open-osediff';
import { GOLDEN_ADAPTER, GOLDEN_MODEL } from './golden';

/** The graphs of the miniature model with its adapter. Call only where `GOLDEN` is not null. */
export async function loadGoldenGraphs(): Promise<OsediffGraphs> {
  return openOsediff(await openFolderSource(GOLDEN_MODEL), await openFileSource(GOLDEN_ADAPTER));
}
