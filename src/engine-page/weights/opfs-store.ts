import type { BlobStore, StoredFile } from './blob-store';
import { storageFailure } from './storage-failure';

/** Other pages of the origin may have folders of their own. */
const FOLDER = 'onestep-weights';

/** TypeScript's library has the folder without its iterator. */
interface IterableFolder extends FileSystemDirectoryHandle {
  values(): AsyncIterable<FileSystemHandle>;
}

/**
 * The origin private file system: what `get` gives lies on the disk and is read from there.
 *
 * @throws whatever the browser throws where it keeps third parties from storing anything
 */
export async function openOpfsStore(): Promise<BlobStore> {
  const root = await navigator.storage.getDirectory();
  const folder = (await root.getDirectoryHandle(FOLDER, { create: true })) as IterableFolder;

  const files = async (): Promise<File[]> => {
    const found: File[] = [];
    for await (const handle of folder.values()) {
      if (handle.kind === 'file') found.push(await (handle as FileSystemFileHandle).getFile());
    }
    return found;
  };

  return {
    kind: 'opfs',
    get: (name) =>
      folder.getFileHandle(name).then(
        (handle) => handle.getFile(),
        () => null,
      ),
    put: async (name, file) => {
      try {
        const handle = await folder.getFileHandle(name, { create: true });
        // Writes beside the file and takes its place when it is closed.
        const writable = await handle.createWritable();
        await file.stream().pipeTo(writable);
      } catch (thrown) {
        await folder.removeEntry(name).catch(() => undefined);
        throw storageFailure(thrown, file.size);
      }
    },
    remove: (name) => folder.removeEntry(name).catch(() => undefined),
    entries: async () =>
      (await files()).map(({ name, size }): StoredFile => ({ name, bytes: size })),
  };
}
