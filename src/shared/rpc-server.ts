import * as v from 'valibot';
import { CancelToken, throwIfCancelled, type CancelSignal } from './cancel';
import { OnestepError, serializeError } from './errors';
import { splitAnswer } from './long-answers';
import type { MessageChannelEnd } from './message-channel';
import {
  EnvelopeSchema,
  EnvelopeVersionSchema,
  METHODS,
  PROTOCOL_VERSION,
  type EventName,
  type EventPayload,
  type MethodName,
  type MethodParams,
  type MethodResult,
  type Progress,
} from './protocol';
import type { PlainValue } from './plain-value';

// Every realm has it; its type differs, and that of no realm belongs here.
declare function setTimeout(callback: () => void, delayMs: number): unknown;

export interface RequestContext {
  readonly signal: CancelSignal;
  reportProgress(progress: Progress): void;
}

export type RequestHandlers = {
  readonly [M in MethodName]: (
    params: MethodParams<M>,
    context: RequestContext,
  ) => Promise<MethodResult<M>> | MethodResult<M>;
};

export interface RpcServer {
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void;
}

/**
 * Answers the requests of the other end with `handlers`, each request exactly once, with a result or
 * a coded failure. Requests run side by side; a cancel message raises that request's signal only, also
 * when it overtook its request. A long answer is sent in portions, with a turn of the realm between
 * them. Messages that are not ours are ignored, ours in a wrong shape are refused.
 */
export function serveRequests(channel: MessageChannelEnd, handlers: RequestHandlers): RpcServer {
  const running = new Map<number, CancelToken>();
  const taken = new Set<number>();
  const cancelledBefore = new Set<number>();

  const send = (body: Record<string, PlainValue>): void =>
    channel.post({ onestep: PROTOCOL_VERSION, ...body });
  const fail = (id: number, thrown: unknown): void => {
    try {
      send({ type: 'failure', id, error: { ...serializeError(thrown) } });
    } catch {
      // The window was closed while its request ran: nobody is left to tell.
    }
  };

  const sendResult = async (
    id: number,
    method: string,
    result: PlainValue,
    signal: CancelSignal,
  ): Promise<void> => {
    let before = 0;
    let last = result;
    for (const portion of splitAnswer(method as MethodName, result)) {
      if (before > 0) {
        send({ type: 'portion', id, before: before - 1, portion: last });
        await nextTurn();
        throwIfCancelled(signal);
      }
      last = portion as PlainValue;
      before += 1;
    }
    send({ type: 'result', id, before: before - 1, result: last });
  };

  const answer = async (id: number, method: string, params: unknown): Promise<void> => {
    // A message that arrives twice is one request: it is done once and answered once.
    if (taken.has(id)) return;
    taken.add(id);
    const token = new CancelToken();
    if (cancelledBefore.delete(id)) token.cancel();
    running.set(id, token);
    try {
      throwIfCancelled(token);
      const result = await callHandler(handlers, method, params, {
        signal: token,
        reportProgress: (progress) => send({ type: 'progress', id, progress }),
      });
      await sendResult(id, method, result, token);
    } catch (thrown) {
      fail(id, thrown);
    } finally {
      running.delete(id);
    }
  };

  channel.receive((message) => {
    const version = v.safeParse(EnvelopeVersionSchema, message);
    if (!version.success) return;
    if (version.output.onestep !== PROTOCOL_VERSION) {
      const id = requestIdOf(message);
      if (id !== null) fail(id, new OnestepError('protocol-version'));
      return;
    }
    const envelope = v.safeParse(EnvelopeSchema, message);
    if (!envelope.success) {
      const id = requestIdOf(message);
      if (id !== null) fail(id, new OnestepError('protocol-message', {}, 'malformed envelope'));
      return;
    }
    if (envelope.output.type === 'request') {
      void answer(envelope.output.id, envelope.output.method, envelope.output.params);
    } else if (envelope.output.type === 'cancel') {
      const { id } = envelope.output;
      if (taken.has(id)) running.get(id)?.cancel();
      else cancelledBefore.add(id);
    }
  });

  return {
    emit: (name, payload) => send({ type: 'event', name, payload }),
  };
}

async function callHandler(
  handlers: RequestHandlers,
  method: string,
  params: unknown,
  context: RequestContext,
): Promise<PlainValue> {
  if (!isMethod(method)) {
    throw new OnestepError('protocol-message', {}, `unknown request ${method}`);
  }
  const parsed = v.safeParse(METHODS[method].params, params);
  if (!parsed.success) {
    throw new OnestepError('protocol-message', {}, `${method}: ${v.summarize(parsed.issues)}`);
  }
  // The compiler cannot follow that this handler belongs to this method's params.
  const handler = handlers[method] as (
    params: unknown,
    context: RequestContext,
  ) => Promise<PlainValue> | PlainValue;
  return handler(parsed.output, context);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function isMethod(name: string): name is MethodName {
  return Object.prototype.hasOwnProperty.call(METHODS, name);
}

/** The id of a request that cannot be read further, so that its sender still gets an answer. */
function requestIdOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null) return null;
  const { type, id } = message as { type?: unknown; id?: unknown };
  return type === 'request' && typeof id === 'number' && Number.isInteger(id) && id > 0 ? id : null;
}
