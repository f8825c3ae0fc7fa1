/** The engine worker on the GPU: entry of a script for pages of a real origin, which have WebGPU. */
import { createWebGpuRuntime } from './ort-webgpu';
import { serveEngine } from './serve-engine';
import { webGpuFlavour } from './webgpu-flavour';

// The other build would read a Blob as a whole.
const readsBlobs = webGpuFlavour() === 'jspi';
serveEngine(({ ortWasm }, pack) => createWebGpuRuntime(ortWasm, pack), { readsBlobs });
