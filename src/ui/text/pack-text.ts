import { errorText, type ErrorText } from '../../shared/error-texts';
import type { SerializedError } from '../../shared/errors';
import { DESCRIPTION_FILE, EMBEDDED_PACK_TITLE } from '../packs/pack-folder';

export const PACK_TEXT = {
  opening: 'Opening the model',
  drop: 'Drop a model pack here',
  dropHint: 'The folder that holds pack.json. It stays where it is.',
  dropLater: 'A model can be changed when the run is over',
  slow: 'Slow on this engine: a picture can take minutes.',
} as const;

export function openingText(title: string): string {
  return title === EMBEDDED_PACK_TITLE
    ? `Opening ${title}…`
    : `Opening “${title}”… A large pack can take minutes.`;
}

export function backToPackLabel(title: string): string {
  return `Back to ${title}`;
}

const GET_IT_AGAIN = 'Copy the whole folder again, or convert the pack again.';

/**
 * Why a pack is not used. Some general sentences speak of a path to check, or of installing Onestep
 * again; here it was picked, from the disk or from what a host has, and the panel knows its name.
 */
export function packErrorText(name: string, error: SerializedError): ErrorText {
  const path = error.details['path'];
  if (error.code === 'pack-missing' && path === DESCRIPTION_FILE) {
    return {
      what: `“${name}” is not a model pack: it has no ${DESCRIPTION_FILE}.`,
      next: `Choose the folder that holds ${DESCRIPTION_FILE} itself.`,
    };
  }
  if (error.code === 'pack-missing' && path !== undefined) {
    return {
      what: `The model pack “${name}” is incomplete: ${path} is missing.`,
      next: GET_IT_AGAIN,
    };
  }
  if (error.code === 'download-forbidden') {
    return {
      what: `“${name}” cannot be downloaded: a file of it is missing at its host, or closed.`,
      next: 'Ask whoever hosts the engine page to publish the whole pack again.',
    };
  }
  const general = errorText(error);
  if (error.code === 'pack-not-folder') {
    return { ...general, what: `“${name}” is no folder, as a model pack is one.` };
  }
  return error.code === 'pack-checksum' ? { ...general, next: GET_IT_AGAIN } : general;
}
