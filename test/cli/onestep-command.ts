import { spawn } from 'node:child_process';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { buildCli } from '../../scripts/build/cli.mjs';

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  /** A new, empty folder for each test, in which the command runs. */
  readonly folder: string;
  path(name: string): string;
  /** Names in a folder, hidden ones too, sorted. */
  list(name?: string): Promise<string[]>;
  /**
   * Runs the built command to its end.
   *
   * @param onStdout gets what was printed so far and a way to send a signal, whenever more is printed
   */
  run(words: readonly string[], onStdout?: OnStdout): Promise<Run>;
}

export type OnStdout = (soFar: string, kill: (signal: NodeJS.Signals) => void) => void;

/**
 * Builds the command as it is published and prepares a folder for each test of the calling file.
 * The build lies inside the repository, where its packages and the embedded pack are found.
 */
export function useOnestepCommand(): Command {
  let buildFolder: string;
  let folder: string;
  beforeAll(async () => {
    buildFolder = resolve('test-results', `cli-${process.pid}`);
    await buildCli(join(buildFolder, 'cli.js'));
  });
  afterAll(() => rm(buildFolder, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'onestep-cli-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  return {
    get folder() {
      return folder;
    },
    path: (name) => join(folder, name),
    list: async (name = '.') => (await readdir(join(folder, name))).sort(),
    run: (words, onStdout) => runNode([join(buildFolder, 'cli.js'), ...words], folder, onStdout),
  };
}

function runNode(words: readonly string[], cwd: string, onStdout?: OnStdout): Promise<Run> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, words, {
      cwd,
      env: { ...process.env, ONESTEP_DEBUG: '' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onStdout?.(stdout, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', failed);
    child.on('close', (exitCode) => done({ exitCode, stdout, stderr }));
  });
}
