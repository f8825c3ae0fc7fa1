/** Pictures that layers share: what has to be asked before a run, and what was answered. */
import { serializeError } from '../../shared/errors';
import type { Picture, PictureUse, SkippedLayer } from '../../shared/protocol';
import { writeTargetOf, type SharingChoice } from '../../shared/write-target';

export interface SharingAnswers {
  /** The choice, and the styles that it was made for: others have to be asked about anew. */
  readonly styles: {
    readonly choice: SharingChoice['styles'];
    readonly styleIds: readonly string[];
  } | null;
  readonly components: SharingChoice['components'];
}

/** Touches nothing that other layers show as well. */
export const NOTHING_SHARED: SharingChoice = { styles: 'leave', components: 'override' };

export const UNANSWERED: SharingAnswers = { styles: null, components: 'override' };

export interface StyleInQuestion {
  readonly styleId: string;
  readonly name: string;
  /** From a library: it cannot be changed here. */
  readonly remote: boolean;
  /** How many of the layers that were looked at take a picture from it. */
  readonly layers: number;
}

/** The styles that hold some of the pictures, those with most layers first. */
export function stylesInQuestion(pictures: readonly Picture[]): readonly StyleInQuestion[] {
  const byId = new Map<string, { use: PictureUse; nodeIds: Set<string> }>();
  for (const use of pictures.flatMap(({ uses }) => uses)) {
    if (use.styleId === null) continue;
    const known = byId.get(use.styleId);
    if (known) known.nodeIds.add(use.nodeId);
    else byId.set(use.styleId, { use, nodeIds: new Set([use.nodeId]) });
  }
  return [...byId]
    .map(([styleId, { use, nodeIds }]) => ({
      styleId,
      name: use.style?.name ?? '',
      remote: use.style?.remote ?? true,
      layers: nodeIds.size,
    }))
    .sort((a, b) => b.layers - a.layers);
}

export interface ComponentsInQuestion {
  /** Local main components that hold some of the pictures. */
  readonly names: readonly string[];
  /** Layers of their instances. */
  readonly layers: number;
  /** Layers in instances of a library’s components, about which there is nothing to choose. */
  readonly remoteLayers: number;
}

/** Null when no picture comes from a main component that could be changed. */
export function componentsInQuestion(pictures: readonly Picture[]): ComponentsInQuestion | null {
  const uses = pictures.flatMap((picture) => picture.uses).filter((use) => use.style === null);
  const local = uses.filter(({ component }) => component?.remote === false);
  if (local.length === 0) return null;
  const layersOf = (some: readonly PictureUse[]): number =>
    new Set(some.map(({ nodeId }) => nodeId)).size;
  return {
    names: [...new Set(local.map(({ component }) => component?.name ?? ''))],
    layers: layersOf(local),
    remoteLayers: layersOf(uses.filter(({ component }) => component?.remote === true)),
  };
}

/** The choice that a run over these pictures follows; null while the user has to be asked. */
export function sharingChoice(
  { styles, components }: SharingAnswers,
  pictures: readonly Picture[],
): SharingChoice | null {
  const asked = stylesInQuestion(pictures);
  if (asked.length === 0) return { styles: 'leave', components };
  const answered =
    styles !== null && asked.every(({ styleId }) => styles.styleIds.includes(styleId));
  return answered ? { styles: styles.choice, components } : null;
}

export interface DividedPictures {
  /** With those uses only that are to be written. */
  readonly pictures: readonly Picture[];
  readonly leftAlone: readonly SkippedLayer[];
}

/** What a choice leaves of the pictures. One with uses of its own beside a style’s keeps those. */
export function divideByChoice(
  pictures: readonly Picture[],
  choice: SharingChoice,
): DividedPictures {
  const leftAlone: SkippedLayer[] = [];
  const isWritten = (use: PictureUse): boolean => {
    try {
      writeTargetOf(use, choice);
      return true;
    } catch (thrown) {
      leftAlone.push({
        nodeId: use.nodeId,
        nodeName: use.nodeName,
        error: serializeError(thrown),
      });
      return false;
    }
  };
  const divided = pictures.map((picture) => {
    const uses = picture.uses.filter(isWritten);
    return uses.length === picture.uses.length ? picture : { ...picture, uses };
  });
  return { pictures: divided.filter(({ uses }) => uses.length > 0), leftAlone };
}
