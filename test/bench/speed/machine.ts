import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { findWebgpuDevice } from '../../support/webgpu-device';

/** What onnxruntime-node's WebGPU provider has to work with. */
export interface NodeAdapter {
  /** Undefined where there is none; `note` says why. */
  readonly kind: 'software' | 'real' | undefined;
  readonly name: string;
  readonly note: string;
  /** False where attention gives wrong numbers, and has to stay on the processor. */
  readonly attentionWorks: boolean;
}

export async function findNodeAdapter(): Promise<NodeAdapter> {
  const device = await findWebgpuDevice();
  if (!device.present) {
    return { kind: undefined, name: 'none', note: device.note.trim(), attentionWorks: false };
  }
  const { attentionWorks } = device;
  const isSoftware = !hasGraphicsCard() || !attentionWorks;
  return {
    kind: isSoftware ? 'software' : 'real',
    name: isSoftware ? 'a software adapter' : cardName(),
    note: device.note.trim(),
    attentionWorks,
  };
}

/** The machine and what runs on it, in one sentence. */
export function machineLine({ name }: NodeAdapter): string {
  const { model } = cpus()[0]!;
  const gibibytes = (totalmem() / 2 ** 30).toFixed(0);
  const [load] = loadavg();
  return (
    `${model.trim()}, ${cpus().length} threads, ${gibibytes} GiB, ${type()} ${release()}, Node ` +
    `${process.versions.node}, onnxruntime ${versionOf('onnxruntime-node')} (node) and ` +
    `${versionOf('onnxruntime-web')} (web). WebGPU in Node: ${name}. Load of the machine at the ` +
    `start: ${load!.toFixed(1)}.`
  );
}

/** Only Linux runs without one, and shows cards as files. */
function hasGraphicsCard(): boolean {
  if (process.platform !== 'linux') return true;
  return ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'].some(existsSync);
}

/** onnxruntime does not tell; the drivers' own programs do, where they are installed. */
function cardName(): string {
  // The processor of such a machine is its graphics card as well.
  if (process.platform === 'darwin') return cpus()[0]!.model;
  const nvidia = output('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader']);
  const vulkan = output('vulkaninfo', ['--summary']);
  const named = nvidia.split('\n')[0] || /deviceName\s*=\s*(.+)/.exec(vulkan)?.[1];
  return named?.trim() || 'a graphics card that does not tell its name';
}

function output(command: string, words: readonly string[]): string {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8' });
  return status === 0 ? stdout : '';
}

function versionOf(name: string): string {
  const path = `node_modules/${name}/package.json`;
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
}
