import { expect, it } from 'vitest';
import { SessionPool } from '../../../../src/inference/latent/session-pool';
import { OnestepError } from '../../../../src/shared/errors';

function createJournal() {
  const events: string[] = [];
  const open = (name: string) => async () => {
    events.push(`+${name}`);
    const run = () => Promise.reject(new Error('not run here'));
    return {
      run,
      runOnDevice: run,
      release: async () => {
        events.push(`-${name}`);
      },
    };
  };
  return { events, open };
}

it('keeps what fits and frees what was used longest ago', async () => {
  const { events, open } = createJournal();
  const pool = new SessionPool(100);
  await pool.use('a', '', 40, open('a'));
  await pool.use('b', '', 40, open('b'));
  await pool.use('a', '', 40, open('a'));
  await pool.use('c', '', 50, open('c'));
  expect(events).toEqual(['+a', '+b', '-b', '+c']);
  await pool.use('d', '', 500, open('d'));
  await pool.release();
  expect(events.slice(4)).toEqual(['-a', '-c', '+d', '-d']);
});

it('keeps a network for one shape only', async () => {
  const { events, open } = createJournal();
  const pool = new SessionPool(100);
  await pool.use('a', '8,8', 40, open('a'));
  await pool.use('a', '8,8', 40, open('a'));
  await pool.use('a', '16,8', 40, open('a'));
  expect(events).toEqual(['+a', '-a', '+a']);
});

it('frees the others and tries again when a network finds no memory', async () => {
  const { events, open } = createJournal();
  const pool = new SessionPool(100);
  await pool.use('a', '', 10, open('a'));
  let tries = 0;
  await pool.use('b', '', 10, async () => {
    if (tries++ === 0) throw new OnestepError('engine-memory');
    return open('b')();
  });
  expect(events).toEqual(['+a', '-a', '+b']);
  const failing = () => Promise.reject(new OnestepError('pack-graph'));
  await expect(pool.use('c', '', 10, failing)).rejects.toMatchObject({ code: 'pack-graph' });
  expect(events).toEqual(['+a', '-a', '+b']);
});
