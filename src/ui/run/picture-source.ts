import type { Picture } from '../../shared/protocol';

/** The stored picture that a result is made from. */
export interface PictureSource {
  readonly imageHash: string;
  readonly width: number;
  readonly height: number;
}

/** @param fromOriginal start again from the original of a picture that is a result already. */
export function sourceOf(picture: Picture, fromOriginal: boolean): PictureSource {
  return (fromOriginal ? picture.original : null) ?? picture;
}
