import './app.css';
import { useState } from 'preact/hooks';
import { CanvasView } from '../canvas/canvas-view';
import { ConsoleDrawer } from '../console/console-drawer';
import { LayerList } from '../layers/layer-list';
import { MenuLayer } from '../menu/menu-layer';
import { PluginWindowView } from '../plugin/plugin-window-view';
import { PropertiesPanel } from '../properties/properties-panel';
import { QuickActions } from '../menu/quick-actions';
import { ToastStack } from '../toasts/toast-stack';
import { TopBar } from '../top-bar/top-bar';
import type { Editor } from './editor';
import { EditorProvider } from './editor-context';
import { usePaste } from './use-paste';
import { useShortcuts } from './use-shortcuts';

export function App({ editor }: { editor: Editor }) {
  const [isConsoleOpen, setIsConsoleOpen] = useState(false);
  useShortcuts(editor);
  usePaste(editor);
  return (
    <EditorProvider value={editor}>
      <div class="app">
        <TopBar
          isConsoleOpen={isConsoleOpen}
          onToggleConsole={() => setIsConsoleOpen((isOpen) => !isOpen)}
        />
        <LayerList />
        <main class="stage">
          <CanvasView />
          <PluginWindowView />
          <ToastStack toasts={editor.toasts} />
        </main>
        <PropertiesPanel />
        {isConsoleOpen && <ConsoleDrawer onClose={() => setIsConsoleOpen(false)} />}
      </div>
      <MenuLayer editor={editor} />
      <QuickActions editor={editor} />
    </EditorProvider>
  );
}
