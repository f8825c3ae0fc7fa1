interface Disposable {
  dispose(): void;
}

/** Uses a handle and disposes of it, also when `use` throws (`consume` of the library would leak it). */
export function withHandle<Handle extends Disposable, T>(
  handle: Handle,
  use: (handle: Handle) => T,
): T {
  try {
    return use(handle);
  } finally {
    handle.dispose();
  }
}
