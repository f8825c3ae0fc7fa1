/** The engine worker on the GPU: entry of a script for pages of a real origin, which have WebGPU. */
import { createWebGpuRuntime } from './ort-webgpu';
import { serveEngine } from './serve-engine';

serveEngine(({ ortWasm }, pack) => createWebGpuRuntime(ortWasm, pack));
