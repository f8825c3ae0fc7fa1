import type { Area } from '../../shared/settings';
import { counted } from './counted';

/** Of the choice of an area. */
export const SCOPE_LABEL = 'Where to look';

export const AREA_SEGMENTS = [
  { value: 'selection', label: 'Selection' },
  { value: 'page', label: 'Page' },
  { value: 'document', label: 'Document' },
] as const;

/** In the middle of a sentence. */
export const AREA_NAMES: Readonly<Record<Area, string>> = {
  selection: 'the selection',
  page: 'the page',
  document: 'the document',
};

/** @param layers looked at so far; nobody knows how many are still to come */
export function readingText(area: Area, layers: number): string {
  const looking = `${readingLabel(area)}…`;
  return layers === 0 ? looking : `${looking} ${counted(layers, 'layer')} so far`;
}

export function readingLabel(area: Area): string {
  return `Looking through ${AREA_NAMES[area]}`;
}

export function readAgainLabel(area: Area): string {
  return `Read ${AREA_NAMES[area]} again`;
}

export const NOTHING_SELECTED = {
  title: 'Select a picture to enhance',
  text: 'Any layer that shows an image will do, and so will a frame that holds some.',
} as const;

export const NOTHING_TO_ENHANCE = {
  title: 'Nothing here can be enhanced',
  text: 'See below why the layers were skipped, or select others.',
} as const;

/** For a page or a document without pictures. */
export const NO_PICTURES_IN_AREA = {
  title: 'No pictures found',
  text: 'Look in another area, or take hidden and locked layers too.',
} as const;

/**
 * Beside the switch; the number is known only while such layers are left out. It does not count what is
 * inside them, nor all that is hidden in instances.
 */
export function hiddenOrLockedText(included: boolean, leftOut: number): string {
  const what = 'Hidden and locked layers too';
  return included || leftOut === 0 ? what : `${what} (${leftOut}+ layers left out)`;
}

/** Over the list of layers that a run leaves alone. */
export function skippedText(layers: number): string {
  return `${counted(layers, 'layer')} skipped`;
}

export function leftOutText(hiddenOrLocked: number): string {
  return `${hiddenOrLocked}+ hidden or locked layers left out`;
}
