/** The engine page: waits for the panel that embeds it, then serves it over the port that it brought. */
import * as Comlink from 'comlink';
import type { Ready } from '../shared/engine-handshake';
import { acceptPanel } from './accept-panel';
import { createEngineHost } from './engine-host';
import { createLimitsStore } from './limits-store';
import { openStore } from './weights/open-store';

/** Written by the build: the worker's name has a hash in it. */
declare const WORKER_FILE: string;
/** As above: the version of onnxruntime is in it. */
declare const ORT_FOLDER: string;

const nonce = location.hash.slice(1);
// Nobody who looks at the address later learns it.
history.replaceState(null, '', location.pathname);

const besides = (path: string): string => new URL(path, location.href).href;

const accepted = acceptPanel(window, nonce);
window.parent.postMessage({ onestepEngine: 'ready' } satisfies Ready, '*');
const [port, store] = await Promise.all([accepted, openStore()]);
Comlink.expose(
  createEngineHost({
    workerUrl: besides(WORKER_FILE),
    ortUrl: besides(`${ORT_FOLDER}/`),
    packsUrl: besides('../packs/'),
    store,
    limits: createLimitsStore(() => localStorage),
  }),
  port,
);
