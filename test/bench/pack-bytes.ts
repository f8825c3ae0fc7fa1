import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of a pack's files after gzip, as `dist/ui.html` holds them. */
export async function packBytes(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter(
    (file) => file === 'pack.json' || file.endsWith('.onnx'),
  );
  const sizes = files.map(
    async (file) => gzipSync(await readFile(join(folder, file)), { level: 9 }).length,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
