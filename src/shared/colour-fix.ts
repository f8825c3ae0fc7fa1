/** How a latent pack gets the colours of the source back. */
export const COLOUR_FIXES = ['adain', 'wavelet', 'none'] as const;
export type ColourFix = (typeof COLOUR_FIXES)[number];
