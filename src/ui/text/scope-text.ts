import type { Area } from '../../shared/settings';
import { counted } from './counted';

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
  const looking = `Looking through ${AREA_NAMES[area]}…`;
  return layers === 0 ? looking : `${looking} ${counted(layers, 'layer')} so far`;
}

/** For a page or a document without pictures. */
export const NO_PICTURES_IN_AREA = {
  title: 'No pictures found',
  text: 'Look in another area, or take hidden and locked layers too.',
};

/**
 * Beside the switch; the number is known only while such layers are left out. It does not count what is
 * inside them, nor all that is hidden in instances.
 */
export function hiddenOrLockedText(included: boolean, leftOut: number): string {
  const what = 'Hidden and locked layers too';
  return included || leftOut === 0 ? what : `${what} (${leftOut}+ layers left out)`;
}
