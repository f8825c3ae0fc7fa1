/**
 * Resolves in a new task, after the messages that have arrived. By way of a message: browsers hold
 * timers back where nobody looks, which would cost a hidden window up to a second for each tile.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
