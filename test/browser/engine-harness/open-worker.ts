/** An engine worker in a page with an origin, and a look at what it holds. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, CDPSession, Page, Worker } from 'playwright-core';
import type { TestContext } from 'vitest';
import { buildWorker } from '../../../scripts/build/worker.mjs';
import { WEBGPU_WASM_FILES } from '../../../src/inference/browser/webgpu-flavour';
import { bundleScript } from '../../support/bundle-script';
import type { PackFiles } from '../../unit/inference/support/packs';
import { heapContents, type HeapContents } from './heap-contents';
import type { WorkerClient, WorkerJob } from './worker-client';

const ORT_FOLDER = 'node_modules/onnxruntime-web/dist';
/** A secure context without a network: every request is answered here. */
const ORIGIN = 'https://onestep.test';
/** The only request of the debugger that is answered. */
const SNAPSHOT_REQUEST = 1;

/** What comes from the worker's debugger, as far as it is read here. */
type WorkerMessage =
  | { readonly id: number; readonly method?: undefined }
  | {
      readonly id?: undefined;
      readonly method: 'HeapProfiler.addHeapSnapshotChunk';
      readonly params: { readonly chunk: string };
    };

export interface OpenWorkerOptions {
  readonly provider: 'webgpu' | 'wasm';
  readonly pack: PackFiles;
  /** What is put before the worker's script; see `faults.ts`. */
  readonly before?: string;
}

export interface OpenWorker {
  readonly page: Page;
  /** The worker's global scope. */
  readonly worker: Worker;
  enhance(picture: Uint8Array, job: Omit<WorkerJob, 'bytes'>): ReturnType<WorkerClient['enhance']>;
  /** What is in the worker's JavaScript heap after a garbage collection. */
  heap(): Promise<HeapContents>;
  close(): Promise<void>;
}

/** @returns null where there is no GPU to run on */
export async function openWorker(
  browser: Browser,
  { provider, pack, before = '' }: OpenWorkerOptions,
): Promise<OpenWorker | null> {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  );
  await page.goto(`${ORIGIN}/`);
  const client = resolve(import.meta.dirname, 'worker-client.ts');
  await page.addScriptTag({ content: await bundleScript({ entryPoints: [client] }) });
  if (provider === 'webgpu' && !(await hasAdapter(page))) {
    await page.close();
    return null;
  }
  const flavour = await page.evaluate(() => window.workerClient.flavour);
  const binary = provider === 'webgpu' ? WEBGPU_WASM_FILES[flavour] : 'ort-wasm-simd-threaded.wasm';
  const assets = {
    worker: `${before}\n${await buildWorker({ provider })}`,
    ortWasm: base64(await readFile(join(ORT_FOLDER, binary))),
    packFiles: Object.fromEntries(
      Object.entries(pack).map(([path, file]) => [path, base64(file)] as const),
    ),
  };
  const debuggee = await debugWorkers(page);
  const started = await page.evaluate((given) => window.workerClient.start(given), assets);
  if (!started.ok) throw new Error(`${started.error.code}: ${started.error.cause}`);
  return {
    page,
    worker: page.workers()[0]!,
    enhance: (picture, job) =>
      page.evaluate((given) => window.workerClient.enhance(given), {
        ...job,
        bytes: base64(picture),
      }),
    heap: async () => heapContents(await debuggee.heapSnapshot()),
    close: () => page.close(),
  };
}

/** Opens a worker on the GPU for as long as a test uses it; the test is skipped where there is none. */
export async function withGpuWorker(
  context: TestContext,
  browser: Browser,
  options: Omit<OpenWorkerOptions, 'provider'>,
  use: (engine: OpenWorker) => Promise<void>,
): Promise<void> {
  const engine = await openWorker(browser, { provider: 'webgpu', ...options });
  context.skip(engine === null, 'this browser has no WebGPU adapter');
  await use(engine!).finally(() => engine!.close());
}

/** Whether there is a GPU to run on, in a page of a secure context. */
export function hasAdapter(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
    return gpu !== undefined && (await gpu.requestAdapter()) !== null;
  });
}

/** The debugger's wire to the last worker that the page has started. */
async function debugWorkers(page: Page): Promise<{ heapSnapshot(): Promise<string> }> {
  const session: CDPSession = await page.context().newCDPSession(page);
  let sessionId = '';
  let chunks: string[] = [];
  let ended = (): void => undefined;
  session.on('Target.attachedToTarget', (event) => {
    sessionId = event.sessionId;
  });
  session.on('Target.receivedMessageFromTarget', (event) => {
    const message = JSON.parse(event.message) as WorkerMessage;
    if (message.method === 'HeapProfiler.addHeapSnapshotChunk') chunks.push(message.params.chunk);
    if (message.id === SNAPSHOT_REQUEST) ended();
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return {
    heapSnapshot: async () => {
      chunks = [];
      const taken = new Promise<void>((resolve) => {
        ended = resolve;
      });
      const message = JSON.stringify({
        id: SNAPSHOT_REQUEST,
        method: 'HeapProfiler.takeHeapSnapshot',
      });
      await session.send('Target.sendMessageToTarget', { sessionId, message });
      await taken;
      return chunks.join('');
    },
  };
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
