/**
 * Keeps the originals of enhanced pictures in the file.
 *
 * Figma keeps an image for as long as a paint refers to it; whether it keeps one that no paint shows
 * any more is not documented. So each page with enhanced layers has a keeper: a hidden, locked
 * rectangle of 1 px whose fills are the originals. Why not a hidden paint below the enhanced one:
 *
 * - Paint lists stay what they were but for the hash. Code generators, tokens and handoff read
 *   `fills[0]`; a published style would carry the extra paint into every file that uses it; letters,
 *   regions, cells and stickies may not take a second paint at all.
 * - It cannot be seen, cannot be exported with a frame, takes part in no layout, and is one thing to
 *   delete for who wants a smaller file.
 * - It needs nothing but documented calls that any plugin makes.
 *
 * What it costs: a layer that is copied into another file leaves its original behind, and deleting the
 * keeper or its page loses the originals, which Restore then says. A keeper belongs to one page, so
 * that one page has to be loaded to find it, and it goes where the page goes.
 */
import { RECORDS_KEY, readRecords } from './records';
import type { FigmaApi } from './figma-api';
import { takeBack } from './take-back';

const KEEPER_KEY = 'onestep-keeper';
const KEEPER_NAME = 'Onestep originals (hidden, needed to restore)';
/** Fills of one keeper; a long list is slow to show when somebody selects it. */
const FILLS_PER_KEEPER = 32;

/** Where a keeper can live. */
export type KeeperHome = PageNode | SlideNode;

type HomeApi = Pick<FigmaApi, 'editorType'>;

/**
 * The page of a layer, in Figma Slides its slide. Null where nobody knows what a stray rectangle
 * would do: beside the slides of a deck and in Buzz, where every frame is something to publish.
 */
export function homeOf({ editorType }: HomeApi, node: BaseNode): KeeperHome | null {
  if (editorType === 'buzz') return null;
  for (let above: BaseNode | null = node; above; above = above.parent) {
    if (above.type === 'SLIDE') return above;
    if (above.type === 'PAGE') return editorType === 'slides' ? null : above;
  }
  return null;
}

/** True for a keeper, whatever a user has done to it. */
export function isKeeper(node: SceneNode): boolean {
  return node.type === 'RECTANGLE' && node.getPluginData(KEEPER_KEY) !== '';
}

/**
 * Adds an original to the keeper of a home, at once, so that nothing can come between this and the
 * write that needs it.
 *
 * @returns a function that takes it back
 * @throws what Figma throws in a read-only file
 */
export function keepOriginal(
  figma: Pick<FigmaApi, 'createRectangle'>,
  home: KeeperHome,
  imageHash: string,
): () => void {
  const keepers = keepersIn(home);
  if (keepers.some((keeper) => hashesOf(keeper).includes(imageHash))) return () => undefined;
  const paint: ImagePaint = { type: 'IMAGE', scaleMode: 'FILL', imageHash };
  const keeper = keepers.find((candidate) => fillsOf(candidate).length < FILLS_PER_KEEPER);
  if (keeper) {
    const before = fillsOf(keeper);
    keeper.fills = [...before, paint];
    return () => {
      keeper.fills = before;
    };
  }
  const created = figma.createRectangle();
  try {
    furnishKeeper(created, home);
    created.fills = [paint];
  } catch (thrown) {
    takeBack(() => created.remove());
    throw thrown;
  }
  return () => created.remove();
}

/**
 * Lets go of what the home with this id keeps for nobody any more, on whatever page it is. A convenience:
 * where Figma refuses, the keeper holds a picture too many until the next time.
 */
export async function releaseIn(
  figma: Parameters<typeof releaseOriginals>[0] & Pick<FigmaApi, 'getNodeByIdAsync'>,
  homeId: string,
): Promise<void> {
  try {
    const home = await figma.getNodeByIdAsync(homeId);
    if (home?.type !== 'PAGE' && home?.type !== 'SLIDE') return;
    if (home.type === 'PAGE') await home.loadAsync();
    await releaseOriginals(figma, home);
  } catch {
    // See above.
  }
}

/** Lets go of originals that no layer of this home, and no style, can be restored to any more. */
async function releaseOriginals(
  figma: Pick<FigmaApi, 'getLocalPaintStylesAsync' | 'skipInvisibleInstanceChildren'>,
  home: KeeperHome,
): Promise<void> {
  const styles = await figma.getLocalPaintStylesAsync();
  // What is hidden in an instance has originals too.
  const skipped = figma.skipInvisibleInstanceChildren;
  figma.skipInvisibleInstanceChildren = false;
  let wanted: Set<string>;
  try {
    const layers = home.findAllWithCriteria({ pluginData: { keys: [RECORDS_KEY] } });
    const owners: readonly Pick<PluginDataMixin, 'getPluginData'>[] = [home, ...layers, ...styles];
    wanted = new Set(owners.flatMap((owner) => readRecords(owner).map(({ original }) => original)));
  } finally {
    figma.skipInvisibleInstanceChildren = skipped;
  }
  for (const keeper of keepersIn(home)) {
    const fills = fillsOf(keeper);
    const left = fills.filter(
      (paint) => paint.type !== 'IMAGE' || paint.imageHash === null || wanted.has(paint.imageHash),
    );
    if (left.length === 0) keeper.remove();
    else if (left.length < fills.length) keeper.fills = left;
  }
}

/** Hashes of the originals on a page, those of its slides too. */
export function keptHashes(page: PageNode): ReadonlySet<string> {
  const hashes = keepersBelow(page).flatMap(hashesOf);
  return new Set(hashes.filter((hash) => hash !== null));
}

function keepersIn(home: KeeperHome): RectangleNode[] {
  return keepersBelow(home).filter((keeper) => keeper.parent?.id === home.id);
}

function keepersBelow(home: KeeperHome): RectangleNode[] {
  return home.findAllWithCriteria({ types: ['RECTANGLE'], pluginData: { keys: [KEEPER_KEY] } });
}

function furnishKeeper(keeper: RectangleNode, home: KeeperHome): void {
  keeper.visible = false;
  keeper.name = KEEPER_NAME;
  keeper.x = 0;
  keeper.y = 0;
  keeper.resize(1, 1);
  keeper.setPluginData(KEEPER_KEY, '1');
  if (keeper.parent?.id !== home.id) home.appendChild(keeper);
  keeper.locked = true;
}

function fillsOf(keeper: RectangleNode): readonly Paint[] {
  return typeof keeper.fills === 'symbol' ? [] : keeper.fills;
}

function hashesOf(keeper: RectangleNode): (string | null)[] {
  return fillsOf(keeper).map((paint) => (paint.type === 'IMAGE' ? paint.imageHash : null));
}
