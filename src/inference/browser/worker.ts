/** The engine worker on wasm: entry of the script that the UI starts from a blob. */
import { createWasmRuntime } from './ort-wasm';
import { serveEngine } from './serve-engine';

serveEngine(async ({ ortWasm }) => createWasmRuntime(ortWasm), { readsBlobs: false });
