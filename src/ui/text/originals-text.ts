/** Said with results in editors where no layer can keep the originals out of sight. */
export const ORIGINALS_NOT_KEPT =
  'This kind of file has no safe place for originals: only undo or the version history brings them back.';
