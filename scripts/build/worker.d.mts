export function buildWorker(): Promise<string>;
