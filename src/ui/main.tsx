/** Puts the panel together: the wire to the sandbox, the engine worker, the store and the view. */
import { render } from 'preact';
import { connectRpc } from '../shared/rpc-client';
import { App } from './app';
import { Services } from './components/services';
import { createAppController } from './control/app-controller';
import { embeddedAssets } from './engine/embedded-assets';
import { createEmbeddedPlace } from './engine/embedded-place';
import { createEngineClient } from './engine/engine-client';
import { openEnginePage } from './engine/engine-page';
import type { EnginePlace } from './engine/engine-place';
import { createPagePlace } from './engine/page-place';
import { spawnWorker } from './engine/worker-host';
import { displayUrl } from './pictures/display-url';
import { shrink } from './pictures/shrink';
import { createThumbnailStore } from './pictures/thumbnail-store';
import { connectSandbox } from './sandbox/channel';
import { INITIAL_STATE } from './state/app-state';
import { reduce } from './state/reducer';
import { createStore } from './state/store';
import './styles/theme.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panel.css';
import './styles/model.css';
import './styles/guidance.css';
import './styles/presets.css';
import './styles/settings.css';
import './styles/rows.css';
import './styles/compare.css';
import './styles/progress-window.css';
import './styles/scope.css';
import './styles/sharing.css';
import './styles/follow-up.css';

/** Written by the build: where the engine page is hosted; empty for a plugin without one. */
declare const ENGINE_ADDRESS: string;

function enginePlaces(): EnginePlace[] {
  const assets = embeddedAssets(document);
  const embedded = createEmbeddedPlace(assets, spawnWorker);
  if (ENGINE_ADDRESS === '') return [embedded];
  return [createPagePlace(() => openEnginePage(ENGINE_ADDRESS, window), assets), embedded];
}

const root = document.getElementById('app');
if (root) {
  const store = createStore(reduce, INITIAL_STATE);
  const controller = createAppController({
    store,
    rpc: connectRpc(connectSandbox(window)),
    engine: createEngineClient(enginePlaces()),
    nowMs: () => performance.now(),
  });
  const thumbnails = createThumbnailStore(async (imageHash) =>
    displayUrl(await shrink(await controller.readPicture(imageHash))),
  );

  render(
    <Services.Provider value={{ controller, thumbnails }}>
      <App store={store} />
    </Services.Provider>,
    root,
  );
  controller.connect();
  // Unpacking the engine takes a moment on the main thread; the panel is painted first.
  setTimeout(() => controller.startEngine(), 0);
}
