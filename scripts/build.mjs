// Builds everything under dist/, or one part with --only code|ui|cli|playground. --quiet prints nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildCli } from './build/cli.mjs';
import { buildCode } from './build/code.mjs';
import { buildPlayground } from './build/playground.mjs';
import { reportSizes } from './build/size-report.mjs';
import { buildUi } from './build/ui.mjs';

const PARTS = {
  code: async () => writeFile('dist/code.js', await buildCode('dist/code.js')),
  ui: async () => writeFile('dist/ui.html', await buildUi()),
  cli: () => buildCli('dist/cli.js'),
  playground: () => buildPlayground('dist/playground', 'dist/playground-server.js'),
};

const { values } = parseArgs({
  options: { only: { type: 'string' }, quiet: { type: 'boolean', default: false } },
});
if (values.only !== undefined && !(values.only in PARTS)) {
  console.error(`--only takes one of ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

await mkdir('dist', { recursive: true });
try {
  const parts = values.only === undefined ? Object.keys(PARTS) : [values.only];
  await Promise.all(parts.map((part) => PARTS[part]()));
  if (values.only === undefined) await reportSizes();
  if (!values.quiet) console.log(`Built ${parts.join(', ')} into dist/`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
