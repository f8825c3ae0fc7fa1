import { MAX_NOTE_CHARACTERS } from '../../shared/limits';
import { percentText } from './control-text';
import { scaleText } from './size-text';

interface DoneWith {
  readonly packTitle: string;
  readonly prompt: string;
  readonly output: { readonly strength?: number | undefined };
}

/**
 * What was done to a layer, for the button that Figma shows with it: “Enlarged 2× with Onestep
 * Compact, strength 60 %, “remove noise””. The prompt comes last, where it may be cut off.
 */
export function noteText(
  { packTitle, prompt, output }: DoneWith,
  result: { scale: number },
): string {
  const { strength = 1 } = output;
  const done = result.scale === 1 ? 'Restored' : `Enlarged ${scaleText(result.scale)}`;
  const parts = [
    packTitle === '' ? done : `${done} with ${packTitle}`,
    strength === 1 ? '' : `strength ${percentText(strength)}`,
    prompt === '' ? '' : `“${prompt}”`,
  ].filter((part) => part !== '');
  const note = parts.join(', ');
  return note.length <= MAX_NOTE_CHARACTERS ? note : `${note.slice(0, MAX_NOTE_CHARACTERS - 1)}…`;
}
