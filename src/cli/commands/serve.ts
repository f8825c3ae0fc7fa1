import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { DEFAULT_ENGINE_PORT } from '../../shared/engine-handshake';
import { OnestepError } from '../../shared/errors';
import { enginePageFolder } from '../installed-files';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { abortOnInterrupt } from '../interrupts';
import { startEngineServer, type AnswerNote } from '../serve/engine-server';
import { findPacks } from '../serve/pack-folders';
import type { Terminal } from '../terminal';

const MORE_HELP = `
The plugin finds the page by itself at http://localhost:${DEFAULT_ENGINE_PORT} and then restores
pictures on the GPU. Only this machine can reach it; pictures never leave the browser.

Without --packs, the pack that comes with Onestep and those in ./packs are offered.`;

interface ServeFlags {
  readonly port: number;
  readonly packs: readonly string[];
  readonly log?: true;
}

/** Adds `onestep serve`; `finish` gets its exit code. */
export function addServeCommand(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command('serve')
    .description('Serve the engine page and model packs to the plugin on this machine.')
    .option('--port <number>', 'port to listen on', parsePort, DEFAULT_ENGINE_PORT)
    .option('--packs <folder...>', 'folders of packs, or with packs in them', [])
    .option('--log', 'print each request and what was sent')
    .addHelpText('after', MORE_HELP)
    .action(async (flags: ServeFlags) => finish(await runServe(flags, terminal)));
}

async function runServe({ port, packs, log }: ServeFlags, terminal: Terminal): Promise<ExitCode> {
  const site = enginePageFolder();
  if (!existsSync(join(site, 'packs/index.json')))
    throw new OnestepError('input-missing', { path: site });
  const folders = packs.length > 0 ? packs : existsSync('packs') ? ['packs'] : [];
  const served = await findPacks([join(site, 'packs'), ...folders]);
  let sentBytes = 0;
  const onAnswer = ({ path, status, bytes }: AnswerNote): void => {
    sentBytes += bytes;
    if (log) terminal.err(`${status} ${path} ${bytes} bytes, ${sentBytes} in all`);
  };
  const server = await startEngineServer({ port, site, packs: served, onAnswer });
  terminal.out(`Onestep engine: ${server.origin}  (Ctrl+C stops it)`);
  for (const { name, description } of served) {
    terminal.out(`  ${name}: ${description.title} ${description.version}`);
  }
  const interrupts = abortOnInterrupt(() => undefined, EXIT_CODE.cancelled);
  await new Promise<void>((resolve) => {
    interrupts.signal.addEventListener('abort', () => resolve());
  });
  interrupts.stop();
  await server.close();
  return EXIT_CODE.allDone;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('It takes a number from 0 to 65535.');
}
