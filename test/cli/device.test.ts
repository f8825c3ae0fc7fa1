import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findWebgpuDevice } from '../support/webgpu-device';
import { useOnestepCommand } from './onestep-command';
import { writePng } from './pictures';

const onestep = useOnestepCommand();
const device = await findWebgpuDevice();

describe('--device', () => {
  afterEach(() => void vi.unstubAllEnvs());

  const note = device.present ? '' : device.note;
  it.skipIf(!device.present)(`computes on the graphics card${note}`, async () => {
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', '-o', 'gpu.png', '--device', 'webgpu']);
    expect(run).toMatchObject({ exitCode: 0, stdout: 'a.png → gpu.png (96 × 64 px, 4×)\n' });
    await onestep.run(['enhance', 'a.png', '-o', 'cpu.png']);
    const [gpu, cpu] = await Promise.all(
      ['gpu.png', 'cpu.png'].map((name) => sharp(onestep.path(name)).raw().toBuffer()),
    );
    const largest = cpu!.reduce((most, byte, at) => Math.max(most, Math.abs(byte - gpu![at]!)), 0);
    expect(largest).toBeLessThanOrEqual(2);
  });

  // Elsewhere drivers cannot be hidden from a program.
  it.skipIf(process.platform !== 'linux')('says what to do where there is none', async () => {
    for (const name of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES']) vi.stubEnv(name, '/dev/null');
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', '--device', 'webgpu']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('There is no graphics card here that can run this model.\n');
    expect(run.stderr).toContain('leave out --device webgpu');
    expect(await onestep.list()).toEqual(['a.png']);
  });

  it('has two values', async () => {
    await writePng(onestep.path('a.png'));
    const run = await onestep.run(['enhance', 'a.png', '--device', 'gpu']);
    expect(run).toMatchObject({
      exitCode: 2,
      stderr: '--device cannot be “gpu”.\n  Use cpu, webgpu.\n',
    });
  });
});
