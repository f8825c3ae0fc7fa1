// Builds everything under dist/, or one part with --only code|ui|cli|engine|playground. --quiet prints
// nothing. --engine-origin https://host (or https://host/path) builds a plugin that looks for its engine
// page there, with a manifest of its own in dist/manifest.json; --packs folder (repeatable) publishes packs
// with that page; --model-host https://host (repeatable) lets it fetch packs from further hosts.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildCli } from './build/cli.mjs';
import { buildCode } from './build/code.mjs';
import { parseEngineAddress, parseModelHost } from './build/engine-address.mjs';
import { buildEngine } from './build/engine.mjs';
import { buildManifest } from './build/manifest.mjs';
import { buildPlayground } from './build/playground.mjs';
import { reportSizes } from './build/size-report.mjs';
import { buildUi } from './build/ui.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    'engine-origin': { type: 'string' },
    'model-host': { type: 'string', multiple: true, default: [] },
    packs: { type: 'string', multiple: true, default: [] },
  },
});
const { engineAddress, modelHosts } = parseAddresses();

const PARTS = {
  code: async () => writeFile('dist/code.js', await buildCode('dist/code.js')),
  ui: async () => writeFile('dist/ui.html', await buildUi({ engineAddress })),
  cli: () => buildCli('dist/cli.js'),
  engine: () => buildEngine('dist/engine', { modelHosts, packFolders: values.packs }),
  playground: () => buildPlayground('dist/playground', 'dist/playground-server.js'),
};
if (values.only !== undefined && !(values.only in PARTS)) {
  console.error(`--only takes one of ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}

await mkdir('dist', { recursive: true });
try {
  const parts = values.only === undefined ? Object.keys(PARTS) : [values.only];
  await Promise.all(parts.map((part) => PARTS[part]()));
  if (engineAddress !== undefined) {
    await writeFile('dist/manifest.json', await buildManifest(engineAddress));
    if (!values.quiet) console.log('Import dist/manifest.json in Figma');
  }
  if (values.only === undefined) await reportSizes();
  if (!values.quiet) console.log(`Built ${parts.join(', ')} into dist/`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function parseAddresses() {
  const address = values['engine-origin'];
  try {
    return {
      engineAddress: address === undefined ? undefined : parseEngineAddress(address),
      modelHosts: values['model-host'].map(parseModelHost),
    };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}
