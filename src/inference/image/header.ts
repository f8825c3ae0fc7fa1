/** Formats a source picture can have; the ones that Figma keeps and every browser shows. */
export type SourceFormat = 'png' | 'jpeg' | 'gif' | 'webp';

/** EXIF orientation: 1 is upright, 5 to 8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a picture file says about itself before anything is decoded. */
export interface ImageHeader {
  readonly format: SourceFormat;
  /** Size in pixels as stored, before the orientation is applied. */
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** True when the file holds more than one frame. */
  readonly animated: boolean;
}
