import type { RpcClient } from '../../shared/rpc-client';

/**
 * Says something on the canvas, in at most 100 characters. A toast that does not come changes nothing
 * that the user asked for, so nobody waits for it.
 */
export function showToast(rpc: RpcClient, text: string, isError = false): void {
  rpc.call('canvas/notify', { text, isError }).catch(() => undefined);
}
