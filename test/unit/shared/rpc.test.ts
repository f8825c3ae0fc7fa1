import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { OnestepError } from '../../../src/shared/errors';
import { createPluginStorage } from '../../../src/plugin/storage/plugin-storage';
import { storageHandlers } from '../../../src/plugin/storage/storage-handlers';
import { memoryStorage } from '../../support/memory-storage';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import type { MessageChannelEnd } from '../../../src/shared/message-channel';
import { pictureOf, pictureUse } from '../../support/picture-use';
import { isPlainValue, type PlainValue } from '../../../src/shared/plain-value';
import { PROTOCOL_VERSION, type Scope } from '../../../src/shared/protocol';
import { connectRpc } from '../../../src/shared/rpc-client';
import { serveRequests, type RequestHandlers } from '../../../src/shared/rpc-server';

/** Two ends that pass structured clones asynchronously and refuse what Figma would refuse. */
function wire(): { ui: MessageChannelEnd; sandbox: MessageChannelEnd; log: PlainValue[] } {
  const receivers: Record<'ui' | 'sandbox', (message: unknown) => void> = {
    ui: () => {},
    sandbox: () => {},
  };
  const log: PlainValue[] = [];
  const end = (self: 'ui' | 'sandbox', peer: 'ui' | 'sandbox'): MessageChannelEnd => ({
    post: (message) => {
      if (!isPlainValue(message)) throw new Error('not a plain value');
      log.push(message);
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => receivers[peer](copy));
    },
    receive: (handler) => {
      receivers[self] = handler;
    },
  });
  return { ui: end('ui', 'sandbox'), sandbox: end('sandbox', 'ui'), log };
}

const SCOPE: Scope = { area: 'selection', includeHiddenAndLocked: false };

const HANDLERS: RequestHandlers = {
  'session/start': () => ({
    command: 'open',
    prompt: null,
    settings: DEFAULT_SETTINGS,
    presets: { presets: [], keeping: 'kept' },
    prompts: { prompts: [], keeping: 'kept' },
    editor: 'figma',
  }),
  ...storageHandlers(createPluginStorage(memoryStorage())),
  'storage/use': () => ({
    stored: { settings: 0, presets: 0, prompts: 0 },
    page: { originals: 0, layers: 0 },
  }),
  'selection/read': () => ({ selectedLayers: 0, pictures: [], skipped: [], hiddenOrLocked: 0 }),
  'picture/read': () => ({ bytes: new Uint8Array([1, 2, 3]) }),
  'picture/write': () => ({
    imageHash: 'new',
    writtenNodeIds: [],
    failures: [],
    originalsKept: true,
  }),
  'picture/place-beside': () => ({ nodeId: '1:1' }),
  'originals/restore': () => ({ restoredNodeIds: [], failures: [] }),
  'canvas/show': () => ({}),
  'run/commit': () => ({}),
  'canvas/notify': () => ({}),
  'window/resize': () => ({}),
  'window/close': () => ({}),
};

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('requests between UI and sandbox', () => {
  it('carries bytes and answers each request with its own result', async () => {
    const { ui, sandbox } = wire();
    serveRequests(sandbox, {
      ...HANDLERS,
      'picture/read': async ({ imageHash }) => {
        // The first answer comes last, so that only the id can tell them apart.
        await new Promise((resolve) => setTimeout(resolve, imageHash === 'a' ? 20 : 0));
        return { bytes: new TextEncoder().encode(imageHash) };
      },
    });
    const rpc = connectRpc(ui);
    const answers = await Promise.all(
      ['a', 'b'].map((imageHash) => rpc.call('picture/read', { imageHash })),
    );
    expect(answers.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['a', 'b']);
  });

  it('carries the code and details of an error', async () => {
    const { ui, sandbox } = wire();
    serveRequests(sandbox, {
      ...HANDLERS,
      'picture/read': () => {
        throw new OnestepError('image-too-large', { width: 5000, height: 1 }, new Error('why'));
      },
    });
    await expect(connectRpc(ui).call('picture/read', { imageHash: 'a' })).rejects.toMatchObject({
      code: 'image-too-large',
      details: { width: 5000, height: 1 },
      technicalCause: 'why',
    });
  });

  it('gives an unexpected exception the code internal', async () => {
    const { ui, sandbox } = wire();
    serveRequests(sandbox, {
      ...HANDLERS,
      'run/commit': () => {
        throw new TypeError('no such function');
      },
    });
    await expect(connectRpc(ui).call('run/commit', {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('passes progress on until the request is settled', async () => {
    const { ui, sandbox } = wire();
    serveRequests(sandbox, {
      ...HANDLERS,
      'selection/read': (_, { reportProgress }) => {
        reportProgress({ done: 1, total: 2 });
        reportProgress({ done: 2, total: 2 });
        return { selectedLayers: 2, pictures: [], skipped: [], hiddenOrLocked: 0 };
      },
    });
    const onProgress = vi.fn();
    await connectRpc(ui).call('selection/read', SCOPE, { onProgress });
    expect(onProgress.mock.calls).toEqual([[{ done: 1, total: 2 }], [{ done: 2, total: 2 }]]);
  });

  it('cancels at both ends: the caller at once, the handler through its signal', async () => {
    const { ui, sandbox } = wire();
    let seen: boolean | undefined;
    serveRequests(sandbox, {
      ...HANDLERS,
      'selection/read': async (_, { signal }) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen = signal.aborted;
        throw new OnestepError('cancelled');
      },
    });
    const abort = new AbortController();
    const call = connectRpc(ui).call('selection/read', SCOPE, { signal: abort.signal });
    await settle();
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(seen).toBe(true));
  });

  it('does a request that arrives twice, or again late, once and answers it once', async () => {
    const { ui, sandbox, log } = wire();
    const commit = vi.fn(() => ({}));
    serveRequests(sandbox, { ...HANDLERS, 'run/commit': commit });
    const request = {
      onestep: PROTOCOL_VERSION,
      type: 'request',
      id: 3,
      method: 'run/commit',
      params: {},
    };
    ui.post(request);
    ui.post(request);
    await settle();
    ui.post(request);
    await settle();
    expect(commit).toHaveBeenCalledTimes(1);
    expect(log.filter((message) => (message as { type?: string }).type === 'result')).toHaveLength(
      1,
    );
  });

  it('does not send a request whose signal is raised already', async () => {
    const { ui, sandbox, log } = wire();
    serveRequests(sandbox, HANDLERS);
    const call = connectRpc(ui).call('run/commit', {}, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(log).toEqual([]);
  });

  it('refuses another protocol version by name, in both directions', async () => {
    const { ui, sandbox, log } = wire();
    serveRequests(sandbox, HANDLERS);
    ui.post({ onestep: 999, type: 'request', id: 7, method: 'run/commit', params: {} });
    await settle();
    expect(log.at(-1)).toMatchObject({
      type: 'failure',
      id: 7,
      error: { code: 'protocol-version' },
    });

    const other = wire();
    other.sandbox.receive(() => other.sandbox.post({ onestep: 999, type: 'result', id: 1 }));
    await expect(connectRpc(other.ui).call('run/commit', {})).rejects.toMatchObject({
      code: 'protocol-version',
    });
  });

  it('refuses unknown methods and wrong params, and an answer of the wrong shape', async () => {
    const { ui, sandbox, log } = wire();
    serveRequests(sandbox, {
      ...HANDLERS,
      'session/start': () => ({ command: 'nonsense' }) as never,
    });
    const envelope = { onestep: PROTOCOL_VERSION, type: 'request' };
    ui.post({ ...envelope, id: 11, method: 'toString', params: {} });
    ui.post({ ...envelope, id: 12, method: 'picture/read', params: { imageHash: 7 } });
    await settle();
    expect(log.slice(2)).toMatchObject([
      { id: 11, error: { code: 'protocol-message' } },
      { id: 12, error: { code: 'protocol-message' } },
    ]);
    await expect(connectRpc(ui).call('session/start', {})).rejects.toMatchObject({
      code: 'protocol-message',
    });
  });

  it('accepts bytes that arrive as a plain object with numeric keys', async () => {
    const { ui, sandbox } = wire();
    serveRequests(sandbox, {
      ...HANDLERS,
      'picture/read': () => ({ bytes: { 0: 9, 1: 8 } }) as never,
    });
    const { bytes } = await connectRpc(ui).call('picture/read', { imageHash: 'a' });
    expect(bytes).toEqual(new Uint8Array([9, 8]));
  });

  describe('long answers', () => {
    const uses = Array.from({ length: 250 }, (_, index) => pictureUse(`1:${index}`, 'Layer'));
    const long = {
      selectedLayers: 250,
      hiddenOrLocked: 0,
      pictures: [pictureOf('hash', 8, 8, uses)],
      skipped: [],
    };
    const typesOf = (log: readonly PlainValue[]): unknown[] =>
      log.map((message) => (message as { type?: unknown }).type);

    it('come in portions, with a turn of the realm between them', async () => {
      const { ui, sandbox, log } = wire();
      serveRequests(sandbox, { ...HANDLERS, 'selection/read': () => long });
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 0);
      await expect(connectRpc(ui).call('selection/read', SCOPE)).resolves.toEqual(long);
      clearInterval(timer);
      expect(typesOf(log)).toEqual(['request', 'portion', 'portion', 'result']);
      expect(turns).toBeGreaterThanOrEqual(2);
    });

    it('stop when they are cancelled', async () => {
      const { ui, sandbox, log } = wire();
      serveRequests(sandbox, { ...HANDLERS, 'selection/read': () => long });
      const abort = new AbortController();
      const call = connectRpc(ui).call('selection/read', SCOPE, { signal: abort.signal });
      await vi.waitFor(() => expect(typesOf(log)).toContain('portion'), { interval: 1 });
      abort.abort();
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      await vi.waitFor(() => expect(log.at(-1)).toMatchObject({ type: 'failure' }));
      expect(typesOf(log)).not.toContain('result');
    });

    it.each([
      ['a portion comes twice', (message: PlainValue) => [message, message], 'resolves'],
      [
        'a portion is lost',
        (message: PlainValue) => ((message as { before?: number }).before === 0 ? [] : [message]),
        'rejects',
      ],
    ] as const)('are whole or refused when %s', async (_, pass, end) => {
      const { ui, sandbox } = wire();
      serveRequests(
        {
          post: (message) => pass(message).forEach((passed) => sandbox.post(passed)),
          receive: (handler) => sandbox.receive(handler),
        },
        { ...HANDLERS, 'selection/read': () => long },
      );
      const call = connectRpc(ui).call('selection/read', SCOPE);
      if (end === 'resolves') await expect(call).resolves.toEqual(long);
      else await expect(call).rejects.toMatchObject({ code: 'protocol-message' });
    });
  });

  it('does not begin what was cancelled before it arrived', async () => {
    const { ui, sandbox, log } = wire();
    const commit = vi.fn(() => ({}));
    serveRequests(sandbox, { ...HANDLERS, 'run/commit': commit });
    ui.post({ onestep: PROTOCOL_VERSION, type: 'cancel', id: 5 });
    ui.post({
      onestep: PROTOCOL_VERSION,
      type: 'request',
      id: 5,
      method: 'run/commit',
      params: {},
    });
    await settle();
    expect(commit).not.toHaveBeenCalled();
    expect(log.at(-1)).toMatchObject({ type: 'failure', id: 5, error: { code: 'cancelled' } });
  });

  it('survives any message: it answers only its own requests and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({
            onestep: fc.constantFrom(PROTOCOL_VERSION, 0, 'x'),
            type: fc.constantFrom('request', 'cancel', 'result', 'failure', 'event', 'nonsense'),
            id: fc.oneof(fc.integer(), fc.string(), fc.constant(undefined)),
            method: fc.oneof(fc.string(), fc.constant('run/commit')),
            params: fc.anything(),
          }),
        ),
        (message) => {
          const posted: unknown[] = [];
          let receive: (message: unknown) => void = () => {};
          const channel: MessageChannelEnd = {
            post: (answer) => posted.push(answer),
            receive: (handler) => {
              receive = handler;
            },
          };
          serveRequests(channel, HANDLERS);
          receive(message);
          const isOurs = typeof message === 'object' && message !== null && 'onestep' in message;
          if (!isOurs) expect(posted).toEqual([]);
          expect(posted.length).toBeLessThanOrEqual(1);
          const ui = connectRpc(channel);
          expect(() => receive(message)).not.toThrow();
          expect(ui).toBeDefined();
        },
      ),
      { numRuns: 500 },
    );
  });
});
