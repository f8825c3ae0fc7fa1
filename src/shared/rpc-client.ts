import * as v from 'valibot';
import { OnestepError, deserializeError } from './errors';
import { joinAnswer } from './long-answers';
import type { MessageChannelEnd } from './message-channel';
import {
  EVENTS,
  EnvelopeSchema,
  EnvelopeVersionSchema,
  METHODS,
  PROTOCOL_VERSION,
  type Envelope,
  type EventName,
  type EventPayload,
  type MethodName,
  type MethodParams,
  type MethodResult,
  type Progress,
} from './protocol';
import type { PlainValue } from './plain-value';

/** The part of `AbortSignal` that a caller needs; a real one fits. */
export interface AbortSource {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface CallOptions {
  readonly signal?: AbortSource | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface RpcClient {
  /**
   * @throws OnestepError with the code the other end gave, `cancelled` as soon as the signal is
   * raised, `protocol-message` or `protocol-version` when the answer is not what it should be.
   */
  call<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: CallOptions,
  ): Promise<MethodResult<M>>;
  /** Replaces the receiver of one kind of event. */
  on<E extends EventName>(name: E, handler: (payload: EventPayload<E>) => void): void;
}

interface Pending {
  readonly onProgress: CallOptions['onProgress'];
  /** Checks a portion of the answer and keeps it; `before` tells how many should have come already. */
  takePortion(portion: unknown, before: number): void;
  settle(outcome: { result: unknown; before: number } | { error: OnestepError }): void;
}

export function connectRpc(channel: MessageChannelEnd): RpcClient {
  const pending = new Map<number, Pending>();
  const receivers = new Map<EventName, (payload: unknown) => void>();
  let lastId = 0;

  const send = (body: Record<string, PlainValue>): void =>
    channel.post({ onestep: PROTOCOL_VERSION, ...body });

  channel.receive((message) => {
    const version = v.safeParse(EnvelopeVersionSchema, message);
    if (!version.success) return;
    if (version.output.onestep !== PROTOCOL_VERSION) {
      // Whatever was asked will never be answered in a shape this end can read.
      for (const call of [...pending.values()]) {
        call.settle({ error: new OnestepError('protocol-version') });
      }
      return;
    }
    const parsed = v.safeParse(EnvelopeSchema, message);
    if (parsed.success) {
      dispatch(parsed.output, pending, receivers);
      return;
    }
    const { id } = message as { id?: unknown };
    const call = typeof id === 'number' ? pending.get(id) : undefined;
    call?.settle({ error: new OnestepError('protocol-message', {}, v.summarize(parsed.issues)) });
  });

  return {
    call: (method, params, options = {}) =>
      new Promise((resolve, reject) => {
        const { signal, onProgress } = options;
        if (signal?.aborted) {
          reject(new OnestepError('cancelled'));
          return;
        }
        const id = ++lastId;
        const onAbort = (): void => {
          send({ type: 'cancel', id });
          pending.get(id)?.settle({ error: new OnestepError('cancelled') });
        };
        const portions: unknown[] = [];
        const end = (): void => {
          pending.delete(id);
          signal?.removeEventListener('abort', onAbort);
        };
        /** False when the portion was refused, and with it the answer. */
        const keep = (portion: unknown, before: number): boolean => {
          const parsed = v.safeParse(METHODS[method].result, portion);
          if (parsed.success && before === portions.length) {
            portions.push(parsed.output);
            return true;
          }
          end();
          const why = parsed.success ? 'a portion is missing' : v.summarize(parsed.issues);
          reject(new OnestepError('protocol-message', {}, why));
          return false;
        };
        pending.set(id, {
          onProgress,
          takePortion: (portion, before) => {
            // One that arrives twice is passed over.
            if (before >= portions.length) keep(portion, before);
          },
          settle: (outcome) => {
            if ('error' in outcome) {
              end();
              reject(outcome.error);
            } else if (keep(outcome.result, outcome.before)) {
              end();
              resolve(joinAnswer(method, portions) as MethodResult<typeof method>);
            }
          },
        });
        signal?.addEventListener('abort', onAbort);
        send({ type: 'request', id, method, params });
      }),
    on: (name, handler) => {
      receivers.set(name, (payload) => {
        const parsed = v.safeParse(EVENTS[name], payload);
        if (parsed.success) handler(parsed.output as EventPayload<typeof name>);
      });
    },
  };
}

function dispatch(
  envelope: Envelope,
  pending: ReadonlyMap<number, Pending>,
  receivers: ReadonlyMap<EventName, (payload: unknown) => void>,
): void {
  switch (envelope.type) {
    case 'result':
      pending.get(envelope.id)?.settle(envelope);
      return;
    case 'portion':
      pending.get(envelope.id)?.takePortion(envelope.portion, envelope.before);
      return;
    case 'failure':
      pending.get(envelope.id)?.settle({ error: deserializeError(envelope.error) });
      return;
    case 'progress':
      pending.get(envelope.id)?.onProgress?.(envelope.progress);
      return;
    case 'event':
      receivers.get(envelope.name as EventName)?.(envelope.payload);
      return;
    default:
      // Requests and cancels are for the server end.
      return;
  }
}
