import * as Comlink from 'comlink';

/** Closes the port behind a callback; a realm keeps it open otherwise, for as long as it lives. */
export function releaseProxy(callback: object): void {
  (callback as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
}
