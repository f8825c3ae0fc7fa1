import { useEditor } from '../editor/editor-context';
import { useObservable } from '../state/use-observable';
import type { CachedImage } from './image-cache';

export function useImage(hash: string | null): CachedImage {
  return useObservable(useEditor().images.get(hash));
}
