// Checks every realm with its own libraries, so that a DOM call in the sandbox or a Figma call in the
// engine is a type error.
import { spawnSync } from 'node:child_process';

const PROJECTS = [
  'src/shared',
  'src/plugin',
  'src/ui',
  'src/engine-page',
  'src/inference',
  'src/inference/browser',
  'src/inference/node',
  'models/convert',
  'models/convert/node',
  'src/cli',
  'src/playground',
  'src/playground/server',
  'test',
];

const failed = PROJECTS.filter((project) => {
  const run = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    stdio: 'inherit',
  });
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${project}`);
  return run.status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
