import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { OnestepError } from '../../shared/errors';
import { isPackPath, type PackSource } from '../pack/source';

/** A pack in a folder. Nothing outside the folder is ever read, not through links either. */
export function createFolderSource(folder: string): PackSource {
  const locate = (path: string) => locateInside(folder, path);
  return {
    read: async (path) => {
      const file = await locate(path);
      return reading(join(folder, path), () => readFile(file));
    },
    folder: {
      locate,
      digest: async (path) => {
        const file = await locate(path);
        return reading(join(folder, path), () => digestFile(file));
      },
    },
  };
}

async function locateInside(folder: string, path: string): Promise<string> {
  if (!isPackPath(path)) throw new OnestepError('pack-invalid', {}, `path ${path}`);
  const file = join(folder, path);
  const [realFolder, realFile] = await reading(file, () =>
    Promise.all([realpath(folder), realpath(file)]),
  );
  if (!realFile.startsWith(realFolder + sep)) {
    throw new OnestepError('pack-invalid', {}, `${path} leads out of the pack`);
  }
  return realFile;
}

async function digestFile(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 2 ** 20 })) {
    const buffer = piece as Buffer;
    hash.update(buffer);
    bytes += buffer.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw new OnestepError('pack-missing', { path }, thrown);
  }
}
