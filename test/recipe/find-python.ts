import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Where the training recipe lies. */
export const RECIPE_FOLDER = join('models', 'compact', 'train');

const CANDIDATES = ['python3', 'python'];
/** Fails with the name of what is missing: a package, or a font that the recipe can draw with. */
const PROBE =
  'import matplotlib, onnx, onnxruntime, scipy, torch; import design_pictures; design_pictures.font_files()';

export type Python =
  | { readonly present: true; readonly command: string; readonly note: '' }
  | { readonly present: false; readonly note: string };

/**
 * A Python that the training recipe runs on: that of ONESTEP_PYTHON, or the first on the path that has
 * what the recipe needs. The note says why there is none, for the name of a skipped suite.
 */
export function findPython(): Python {
  const named = process.env['ONESTEP_PYTHON'];
  const reasons: string[] = [];
  for (const command of named === undefined ? CANDIDATES : [named]) {
    const probe = spawnSync(command, ['-c', PROBE], { cwd: RECIPE_FOLDER, encoding: 'utf8' });
    if (probe.status === 0) return { present: true, command, note: '' };
    reasons.push(probe.stderr?.trim().split('\n').at(-1) ?? `there is no ${command}`);
  }
  return {
    present: false,
    note: ` (skipped: ${reasons.join('; ')}; install ${RECIPE_FOLDER}/requirements.txt, name it in ONESTEP_PYTHON)`,
  };
}
