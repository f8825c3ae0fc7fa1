/** The training recipe from beginning to end on tiny settings, and its pack in the real engine. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeEngine } from '../../src/inference/node/engine';
import { findPython, RECIPE_FOLDER } from './find-python';

const python = findPython();

describe.skipIf(!python.present)(`the training recipe${python.note}`, () => {
  let folder = '';
  let output = '';

  beforeAll(() => {
    if (!python.present) return;
    folder = mkdtempSync(join(tmpdir(), 'onestep-recipe-'));
    const script = join(RECIPE_FOLDER, 'recipe.py');
    const run = spawnSync(python.command, [script, '--smoke', '--out', folder], {
      encoding: 'utf8',
    });
    output = run.stdout + run.stderr;
    if (run.status !== 0) throw new Error(output);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('trains, exports, evaluates and plots', () => {
    expect(output).toContain('largest change of 22 flat colours: 0/255');
    for (const plot of ['curves.png', 'controls.png']) {
      expect(statSync(join(folder, 'plots', plot)).size).toBeGreaterThan(10_000);
    }
  });

  it.each([1, 2, 4])('makes a pack that the engine accepts and runs at %i×', async (scale) => {
    const picture = await sharp({
      create: {
        width: 21,
        height: 14,
        channels: 3,
        background: 'black',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .png()
      .toBuffer();
    const engine = await createNodeEngine(join(folder, 'pack'));
    try {
      const { bytes } = await engine.enhance(picture, {
        scale,
        maxSidePx: 4096,
        format: 'png',
        controls: { crisp: 1, denoise: 0.5, content: 'photo' },
      });
      const { width, height } = await sharp(bytes).metadata();
      expect([width, height]).toEqual([21 * scale, 14 * scale]);
    } finally {
      await engine.dispose();
    }
  });
});
