/** Figma refuses a picture with a side above this many pixels (plugin API, `createImage`). */
export const FIGMA_MAX_SIDE_PX = 4096;

/**
 * Largest picture that is decoded at all, in pixels. A file that declares more is refused from its
 * header alone, before a decoder allocates anything: 100 megapixels are 400 MB as RGBA.
 */
export const MAX_SOURCE_PIXELS = 100_000_000;

/** Largest result, in pixels, that the command line produces (a 16384 × 16384 square). */
export const MAX_RESULT_PIXELS = 268_435_456;

/** Longest side of a result outside Figma, in pixels; browsers and many viewers stop there. */
export const MAX_RESULT_SIDE_PX = 16384;

/** Enlargements a user can choose in Figma; at 1 a picture is restored in the size it has. */
export const SCALES = [1, 2, 4] as const;
/** The largest of them: what the embedded model can do. */
export const MOST_SCALE = Math.max(...SCALES);

/** Of JPEG and WebP, in percent; above it, files grow much faster than they improve. */
export const STANDARD_QUALITY = 95;

/** Longest note about what was done that is kept with a layer. */
export const MAX_NOTE_CHARACTERS = 300;

/** More than a text encoder of 77 tokens reads, and enough to paste a paragraph without a surprise. */
export const MAX_PROMPT_CHARACTERS = 1000;
