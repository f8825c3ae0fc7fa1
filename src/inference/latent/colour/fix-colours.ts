import type { ColourFix } from '../../../shared/colour-fix';
import type { BytePixels } from '../../resample/resize-bytes';
import { matchStatistics } from './adain';
import { takeCoarseColours } from './wavelet';

/** Brings the colours of a whole restored picture back to those of its source, in place. */
export function fixColours(picture: BytePixels, source: BytePixels, fix: ColourFix): void {
  switch (fix) {
    case 'adain':
      return matchStatistics(picture, source);
    case 'wavelet':
      return takeCoarseColours(picture, source);
    case 'none':
      return;
  }
}
