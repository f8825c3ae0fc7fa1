import { OnestepError } from './errors';
import type { PictureUse, WriteTarget } from './protocol';

/** What a user wants for pictures that other layers share. */
export interface SharingChoice {
  /** `leave`: such layers are not written. */
  readonly styles: 'leave' | 'change' | 'detach';
  /** `change`: where the main component is local; in a library it cannot be, so the instance is. */
  readonly components: 'override' | 'change';
}

/**
 * Where the result of this use is to be written.
 *
 * @throws OnestepError `style-fill`, `style-remote` where the choice and the use do not go together,
 * so that the layer is left alone.
 */
export function writeTargetOf(use: PictureUse, choice: SharingChoice): WriteTarget {
  if (use.style) {
    const details = { style: use.style.name };
    if (choice.styles === 'leave') throw new OnestepError('style-fill', details);
    if (choice.styles === 'detach') return 'detached';
    if (use.style.remote) throw new OnestepError('style-remote', details);
    return 'style';
  }
  if (use.component && !use.component.remote && choice.components === 'change') return 'component';
  return 'layer';
}
