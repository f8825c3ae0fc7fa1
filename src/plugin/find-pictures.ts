import { throwIfCancelled, type CancelSignal } from '../shared/cancel';
import { serializeError, type SerializedError } from '../shared/errors';
import type {
  Picture,
  PictureUse,
  Progress,
  Scope,
  Selection,
  SkippedLayer,
} from '../shared/protocol';
import { Breather } from './breather';
import type { FigmaApi } from './figma-api';
import { readLayerPictures, type LayerApi } from './layer-pictures';
import { storedSize, type PixelSize } from './stored-image';
import { walkLayers } from './walk-layers';

/** Sizes asked for side by side; Figma may have to download each picture. */
const SIZES_AT_ONCE = 8;

type FindApi = LayerApi &
  Pick<FigmaApi, 'currentPage' | 'getImageByHash' | 'root' | 'skipInvisibleInstanceChildren'>;

export interface FindOptions {
  readonly signal: CancelSignal;
  reportProgress(progress: Progress): void;
  readonly breather?: Breather;
}

/**
 * Every picture in the scope, once for each stored image, with all its uses. Hidden and locked layers
 * are counted and left alone, unless the scope includes them; a layer that was selected itself is
 * taken as it is.
 *
 * @throws OnestepError `cancelled`
 */
export async function findPictures(
  figma: FindApi,
  scope: Scope,
  options: FindOptions,
): Promise<Selection> {
  // What is hidden in instances makes a page many times slower. A selection may hold such a layer
  // itself, and reading anything of it throws while they are skipped.
  const skipped = scope.area !== 'selection' && !scope.includeHiddenAndLocked;
  const before = figma.skipInvisibleInstanceChildren;
  figma.skipInvisibleInstanceChildren = skipped;
  try {
    return await findIn(figma, scope, options);
  } finally {
    // Layers that are to be written are looked up by id, hidden ones too.
    figma.skipInvisibleInstanceChildren = before;
  }
}

async function findIn(
  figma: FindApi,
  { area, includeHiddenAndLocked }: Scope,
  { signal, reportProgress, ...options }: FindOptions,
): Promise<Selection> {
  const breather = options.breather ?? new Breather();
  const selected = area === 'selection' ? figma.currentPage.selection : [];
  const findings = new Findings();
  let hiddenOrLocked = 0;
  let visitedBefore = 0;

  const chosenIds = new Set<string>();
  for (const { id } of selected) {
    chosenIds.add(id);
    if (breather.isDue) await breather.pause();
  }

  const readFrom = async (roots: readonly SceneNode[]): Promise<void> => {
    let visitedHere = 0;
    hiddenOrLocked += await walkLayers(roots, {
      chosenIds,
      includeHiddenAndLocked,
      signal,
      breather,
      onPause: (visited, waiting) => {
        visitedHere = visited;
        const done = visitedBefore + visited;
        reportProgress({ done, total: done + waiting });
      },
      visit: (node) => readLayerPictures(figma, node, includeHiddenAndLocked, findings),
    });
    visitedBefore += visitedHere;
  };

  if (area === 'selection') await readFrom(selected);
  else if (area === 'page') await readFrom(figma.currentPage.children);
  else {
    for (const page of figma.root.children) {
      // One at a time: loading all pages of a large file at once is what makes it slow.
      await page.loadAsync();
      throwIfCancelled(signal);
      await readFrom(page.children);
    }
  }
  return {
    selectedLayers: selected.length,
    hiddenOrLocked,
    ...(await withSizes(figma, findings, signal, breather)),
  };
}

/** Gathers uses by image, and reasons by layer. */
class Findings {
  readonly usesByHash = new Map<string, PictureUse[]>();
  readonly skipped: SkippedLayer[] = [];

  addUse(imageHash: string, use: PictureUse): void {
    const uses = this.usesByHash.get(imageHash);
    if (uses) uses.push(use);
    else this.usesByHash.set(imageHash, [use]);
  }

  skip({ nodeId, nodeName }: { nodeId: string; nodeName: string }, error: SerializedError): void {
    this.skipped.push({ nodeId, nodeName, error });
  }
}
export type PictureFindings = Pick<Findings, 'addUse' | 'skip'>;

async function withSizes(
  figma: FindApi,
  findings: Findings,
  signal: CancelSignal,
  breather: Breather,
): Promise<Pick<Selection, 'pictures' | 'skipped'>> {
  const sizes = new Map<string, PixelSize | SerializedError>();
  const originals = [...findings.usesByHash.values()].map((uses) => originalHashOf(uses));
  const hashes = [
    ...new Set([...findings.usesByHash.keys(), ...originals.flatMap((h) => h ?? [])]),
  ];
  for (let start = 0; start < hashes.length; start += SIZES_AT_ONCE) {
    if (breather.isDue) await breather.pause();
    throwIfCancelled(signal);
    await Promise.all(
      hashes.slice(start, start + SIZES_AT_ONCE).map(async (imageHash) => {
        sizes.set(imageHash, await storedSize(figma, imageHash).catch(serializeError));
      }),
    );
  }
  const pictures: Picture[] = [];
  for (const [imageHash, uses] of findings.usesByHash) {
    const size = sizes.get(imageHash)!;
    if ('code' in size) {
      for (const use of uses) findings.skip(use, size);
      continue;
    }
    const original = originalHashOf(uses);
    const originalSize = original === null ? undefined : sizes.get(original);
    pictures.push({
      imageHash,
      ...size,
      uses,
      original:
        original !== null && originalSize && !('code' in originalSize)
          ? { imageHash: original, ...originalSize }
          : null,
    });
  }
  return { pictures, skipped: findings.skipped };
}

function originalHashOf(uses: readonly PictureUse[]): string | null {
  return uses.find(({ originalHash }) => originalHash !== null)?.originalHash ?? null;
}
