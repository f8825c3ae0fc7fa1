import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';

export interface ProcessMemory {
  /** Private memory of the process that the page, the panel and the engine share, in bytes. */
  readonly renderer: number;
  /** Of all processes of the browser; what they share is divided among them. */
  readonly browser: number;
}

/** @returns null where the system does not tell, that is, anywhere but on Linux. */
export async function processMemory(browser: Browser): Promise<ProcessMemory | null> {
  if (process.platform !== 'linux') return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  // Spare renderers wait for pages to come and use no time.
  const [renderer] = processInfo
    .filter(({ type }) => type === 'renderer')
    .sort((a, b) => b.cpuTime - a.cpuTime);
  let browserBytes = 0;
  for (const { id } of processInfo) browserBytes += await rollup(id, ['Pss']);
  return {
    renderer: await rollup(renderer!.id, ['Private_Clean', 'Private_Dirty']),
    browser: browserBytes,
  };
}

async function rollup(pid: number, names: readonly string[]): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = names.map((name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, value) => sum + value, 0) * 1024;
}
