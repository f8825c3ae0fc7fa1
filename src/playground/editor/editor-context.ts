import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Editor } from './editor';

const EditorContext = createContext<Editor | null>(null);

export const EditorProvider = EditorContext.Provider;

/** @throws Error outside of the editor page. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error('No editor around this component');
  return editor;
}
