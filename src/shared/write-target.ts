import { OnestepError } from './errors';
import type { PictureUse, WriteTarget } from './protocol';

/** What a user wants for pictures that other layers share. */
export interface SharingChoice {
  /** `leave`: such layers are skipped until the user has decided. */
  readonly styles: 'leave' | 'change' | 'detach';
  readonly components: 'override' | 'change';
}

/**
 * Where the result of this use is to be written.
 *
 * @throws OnestepError `style-fill`, `style-remote`, `component-remote` where the choice and the use
 * do not go together, so that the layer is left alone.
 */
export function writeTargetOf(use: PictureUse, choice: SharingChoice): WriteTarget {
  if (use.style) {
    const details = { style: use.style.name };
    if (choice.styles === 'leave') throw new OnestepError('style-fill', details);
    if (choice.styles === 'detach') return 'detached';
    if (use.style.remote) throw new OnestepError('style-remote', details);
    return 'style';
  }
  if (use.component && choice.components === 'change') {
    if (use.component.remote) {
      throw new OnestepError('component-remote', { component: use.component.name });
    }
    return 'component';
  }
  return 'layer';
}
