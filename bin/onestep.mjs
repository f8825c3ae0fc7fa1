#!/usr/bin/env node
// The `onestep` command. In a checkout it is built from its sources first, which takes a moment; the
// published package has no build scripts and brings the command ready made.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const buildScript = new URL('../scripts/build/cli.mjs', import.meta.url);
const command = new URL('../dist/cli.js', import.meta.url);

if (existsSync(buildScript)) {
  const { buildCli } = await import(buildScript.href);
  await buildCli(fileURLToPath(command));
  if (process.argv[2] === 'serve') {
    const { buildEngine } = await import(new URL('../scripts/build/engine.mjs', import.meta.url));
    await buildEngine(fileURLToPath(new URL('../dist/engine', import.meta.url)));
  }
}
await import(command.href);
