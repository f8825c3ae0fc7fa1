/** Folders to pick in the panel's tests; the stub worker does what their pack.json says. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StubPack } from './stub-worker';

const PACKS = {
  osediff: { title: 'OSEDiff', takesPrompt: true, behaviour: { echoesPrompt: true } },
  'osediff for quiet restorations': {
    title: 'OSEDiff, tuned for the quiet restoration of old family pictures',
    takesPrompt: true,
  },
  plain: { title: 'A plain pack', takesPrompt: false },
  large: { title: 'OSEDiff', takesPrompt: true, startMs: 60_000 },
  damaged: {
    title: 'OSEDiff',
    takesPrompt: true,
    behaviour: {
      startError: { code: 'pack-checksum', details: { file: 'unet/1f0c.bin' }, cause: 'sha256' },
    },
  },
} as const satisfies Readonly<Record<string, StubPack>>;

export type PackFolderName = keyof typeof PACKS | 'holiday photos';
export type PackFolders = Readonly<Record<PackFolderName, string>>;

/** @returns the path of each folder; the caller removes `root`. */
export async function writePackFolders(): Promise<{ root: string; folders: PackFolders }> {
  const root = await mkdtemp(join(tmpdir(), 'onestep-packs-'));
  const write = async (folder: string, file: string, text: string): Promise<void> => {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, file), text);
  };
  await Promise.all([
    ...Object.entries(PACKS).map(([name, pack]) => write(name, 'pack.json', JSON.stringify(pack))),
    write('osediff', 'unet.onnx', 'not read by the stub'),
    write('holiday photos', 'beach.txt', 'no pack'),
  ]);
  const names = [...Object.keys(PACKS), 'holiday photos'] as PackFolderName[];
  const folders = Object.fromEntries(names.map((name) => [name, join(root, name)]));
  return { root, folders: folders as PackFolders };
}
