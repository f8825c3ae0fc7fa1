import { counted } from './counted';

/** Said with results in editors where no layer can keep the originals out of sight. */
export const ORIGINALS_NOT_KEPT =
  'This kind of file has no safe place for originals: only undo or the version history brings them back.';

/**
 * Said before a run.
 *
 * @param losing pictures whose originals cannot be kept, at least 1
 * @param total pictures of the run
 */
export function originalsLostText(losing: number, total: number): string {
  const which =
    losing < total
      ? `The ${losing === 1 ? 'original' : 'originals'} of ${counted(losing, 'picture')} cannot be kept here:`
      : total === 1
        ? 'The original cannot be kept here:'
        : 'The originals cannot be kept here:';
  const them = losing === 1 ? 'it' : 'them';
  return `${which} only undo or the version history brings ${them} back.`;
}
