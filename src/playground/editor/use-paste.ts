import { useEffect } from 'preact/hooks';
import { addFiles } from './actions';
import type { Editor } from './editor';

/** Pictures from the clipboard go to the middle of the canvas. */
export function usePaste(editor: Editor): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void addFiles(editor, files);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [editor]);
}
