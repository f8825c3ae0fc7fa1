import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, JobMemory, JobMessage, JobResult } from './job';
import type { RunFigures } from './run-figures';

/** Drivers keep compiled shaders on disk; without that every process compiles its own. */
const WITHOUT_SHADER_CACHE = {
  MESA_SHADER_CACHE_DISABLE: 'true',
  __GL_SHADER_DISK_CACHE: '0',
};

/**
 * Never throws: a driver that takes its process down, and a job that is not done in time, are rows of
 * the report. What was measured until then stays.
 */
export function runJob(job: Job, limitMs: number): Promise<JobResult> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'job-main.ts'), {
      serialization: 'advanced',
      env: {
        ...process.env,
        ...(job.coldShaders ? WITHOUT_SHADER_CACHE : {}),
        // Mesa wants a folder there.
        XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? tmpdir(),
      },
      // What Dawn prints about its limits is noise.
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    });
    let openMs: number | undefined;
    let memory: JobMemory | undefined;
    const runs: RunFigures[] = [];
    const settle = (failure?: string): void => {
      clearTimeout(timer);
      resolve({ openMs, runs, memory, failure });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(`stopped after ${limitMs / 1000} s`);
    }, limitMs);
    child.on('message', (message: JobMessage) => {
      if (message.kind === 'opened') openMs = message.openMs;
      else if (message.kind === 'run') runs.push(message.figures);
      else if (message.kind === 'failed') settle(message.reason);
      else {
        memory = message.memory;
        settle();
      }
    });
    child.on('error', ({ message }) => settle(message));
    child.on('exit', (code, signal) => settle(`the process ended with ${signal ?? code}`));
    child.send(job);
  });
}
