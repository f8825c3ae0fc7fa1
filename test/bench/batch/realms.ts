/** What the realms of the plugin hold in memory, counted by the browser's own debugger. */
import type { CDPSession, Page } from 'playwright-core';

export interface Held {
  readonly count: number;
  readonly bytes: number;
}

export interface RealmMemory {
  /** JavaScript objects after a forced collection; the page and the panel share one heap. */
  readonly pageHeap: number;
  readonly engineHeap: number;
  /** WebAssembly memory of the engine's worker. */
  readonly engineWasm: number;
  /** Array buffers of the engine's worker; its wasm is not counted among them. */
  readonly engineBuffers: number;
  /** WebAssembly memory of the page: the interpreter that the plugin's sandbox runs in. */
  readonly sandboxWasm: number;
  /** Array buffers of the page and the panel: above all, the pictures that the document stores. */
  readonly pageBuffers: number;
  readonly panelBlobs: Held;
  readonly panelBitmaps: number;
}

type Send = (method: string, params?: object) => Promise<unknown>;

interface Context {
  readonly id: number;
  readonly frameId: string | undefined;
}

const MEMORY_BYTES = `function () {
  return { count: this.length, bytes: this.reduce((sum, one) => sum + one.buffer.byteLength, 0) };
}`;
const BLOB_BYTES = `function () {
  return { count: this.length, bytes: this.reduce((sum, one) => sum + one.size, 0) };
}`;
/** In a worker the debugger finds no objects by class, so its memories are noted as they are made. */
const NOTE_MEMORIES = `
  self.batchMemories = new Set();
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor) { super(descriptor); batchMemories.add(this); }
  };
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    for (const member of Object.values((made.instance ?? made).exports)) {
      if (String(member) === '[object WebAssembly.Memory]') batchMemories.add(member);
    }
    return made;
  };
`;
const NOTED_MEMORIES = '[...batchMemories].reduce((sum, one) => sum + one.buffer.byteLength, 0)';
const COUNT = 'function () { return { count: this.length, bytes: 0 }; }';

export class Realms {
  readonly #page: Send;
  readonly #contexts: Context[] = [];
  readonly #engine: Promise<Send>;

  private constructor(session: CDPSession) {
    this.#page = session.send.bind(session) as Send;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId, isDefault } = context.auxData as { frameId?: string; isDefault?: boolean };
      if (isDefault === true) this.#contexts.push({ id: context.id, frameId });
    });
    this.#engine = new Promise((resolve) => {
      session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
        if (targetInfo.type !== 'worker') return;
        const engine = sendThrough(session, sessionId);
        void noteMemories(engine).then(() => resolve(engine));
      });
    });
  }

  /** @param page on which the plugin has not been launched yet */
  static async of(page: Page): Promise<Realms> {
    const realms = new Realms(await page.context().newCDPSession(page));
    await realms.#page('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      // Sessions of workers that are multiplexed cannot be told apart by Playwright.
      flatten: false,
    });
    return realms;
  }

  /** Waits for the engine, when the panel has not started it yet. */
  async measure(): Promise<RealmMemory> {
    const [page, engine] = [this.#page, await this.#engine];
    // Enabled once: the contexts that exist are then announced, and later ones as they come.
    if (this.#contexts.length === 0) await page('Runtime.enable');
    const { frameTree } = (await page('Page.getFrameTree')) as { frameTree: FrameTree };
    const [top, panel] = [frameTree.frame.id, innermost(frameTree)];
    const [topContext, panelContext] = [this.#contextOf(top), this.#contextOf(panel)];
    const [inPage, inEngine] = [await heapOf(page), await heapOf(engine)];
    const sandboxWasm = await held(page, 'WebAssembly.Memory', MEMORY_BYTES, topContext);
    const { result } = (await engine('Runtime.evaluate', { expression: NOTED_MEMORIES })) as {
      result: { value: number };
    };
    return {
      pageHeap: inPage.usedSize,
      engineHeap: inEngine.usedSize,
      engineWasm: result.value,
      engineBuffers: inEngine.backingStorageSize,
      sandboxWasm: sandboxWasm.bytes,
      pageBuffers: inPage.backingStorageSize,
      panelBlobs: await held(page, 'Blob', BLOB_BYTES, panelContext),
      panelBitmaps: (await held(page, 'ImageBitmap', COUNT, panelContext)).count,
    };
  }

  #contextOf(frameId: string): number {
    return this.#contexts.find((context) => context.frameId === frameId)!.id;
  }
}

/** @param engine a worker that waits for the debugger before its first line */
async function noteMemories(engine: Send): Promise<void> {
  await engine('Runtime.evaluate', { expression: NOTE_MEMORIES });
  await engine('Runtime.runIfWaitingForDebugger');
}

interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[];
}

function innermost({ frame, childFrames }: FrameTree): string {
  return childFrames?.[0] === undefined ? frame.id : innermost(childFrames[0]);
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

async function heapOf(send: Send): Promise<HeapUsage> {
  await send('HeapProfiler.collectGarbage');
  return (await send('Runtime.getHeapUsage')) as HeapUsage;
}

/** Everything alive of one class of one realm. */
async function held(send: Send, name: string, sum: string, contextId?: number): Promise<Held> {
  const objectGroup = 'held';
  const { result } = (await send('Runtime.evaluate', {
    expression: `${name}.prototype`,
    objectGroup,
    ...(contextId !== undefined && { contextId }),
  })) as { result: { objectId: string } };
  const { objects } = (await send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup,
  })) as { objects: { objectId: string } };
  const answer = (await send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: sum,
    returnByValue: true,
  })) as { result: { value: Held } };
  await send('Runtime.releaseObjectGroup', { objectGroup });
  return answer.result.value;
}

/** Commands to a worker travel inside commands to its page. */
function sendThrough(session: CDPSession, sessionId: string): Send {
  const waiting = new Map<number, (answer: { result?: unknown; error?: unknown }) => void>();
  let lastId = 0;
  session.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    const message = JSON.parse(event.message) as { id?: number; result?: unknown };
    if (message.id === undefined) return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(JSON.stringify(error))),
      );
      const message = JSON.stringify({ id, method, params });
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}
