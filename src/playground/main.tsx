import { render } from 'preact';
import { App } from './editor/app';
import { createEditor, type Editor } from './editor/editor';
import { loadManifest } from './plugin/plugin-files';
import { batchRequest } from './sample/batch/batch-request';
import { loadBatch } from './sample/batch/load-batch';
import { loadSample } from './sample/load-sample';

declare global {
  interface Window {
    /**
     * For tests and for looking around in the browser's console: the document, the selection, undo and
     * redo, the plugin, the camera. Nothing of the plugin uses it.
     */
    playground?: Editor;
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

try {
  const batch = batchRequest(location.search);
  const [manifest, sample] = await Promise.all([
    loadManifest(),
    batch === null ? loadSample() : loadBatch(batch),
  ]);
  const editor = createEditor({ manifest, ...sample });
  window.playground = editor;
  render(<App editor={editor} />, root);
} catch (error) {
  render(
    <p class="problem-page">{error instanceof Error ? error.message : String(error)}</p>,
    root,
  );
}
