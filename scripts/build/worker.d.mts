export function buildWorker(options?: { provider?: 'wasm' | 'webgpu' }): Promise<string>;
