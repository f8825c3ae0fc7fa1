/**
 * onnxruntime's WebGPU build waits for the GPU inside wasm. Browsers with JavaScript Promise
 * Integration can do that themselves; others need a build made for it, which is larger and slower.
 */
export type WebGpuFlavour = 'jspi' | 'asyncify';

/** onnxruntime-web's binary for each flavour: what a page has to hand to the WebGPU worker. */
export const WEBGPU_WASM_FILES: Readonly<Record<WebGpuFlavour, string>> = {
  jspi: 'ort-wasm-simd-threaded.jspi.wasm',
  asyncify: 'ort-wasm-simd-threaded.asyncify.wasm',
};

/** The flavour of this browser; its pages and its workers get the same answer. */
export function webGpuFlavour(): WebGpuFlavour {
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}
