import type { RandomAccessSource, SourceFolder } from './sources/random-access-source';

const ADDRESS = /^(?:https?:\/\/|hf:)/;

/**
 * Where weights came from, as a pack may say it to others: addresses whole but for what may be secret
 * in them, and of paths the last name only.
 */
export function originOf({ name }: Pick<SourceFolder | RandomAccessSource, 'name'>): string {
  if (!ADDRESS.test(name)) return name.split(/[\\/]/).filter(Boolean).at(-1) ?? name;
  return name.replace(/[?#].*$/, '').replace(/^(https?:\/\/)[^/]*@/, '$1');
}
