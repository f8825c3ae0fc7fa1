import { open } from 'node:fs/promises';

/** Writes a file that must not exist yet, and waits until the disk has it. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    // Otherwise a power cut could leave the final name on a file whose content was never stored.
    await file.sync();
  } finally {
    await file.close();
  }
}
