import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { ShardWriter } from '../../../../models/convert/pack/shard-writer';
import { memorySink } from './memory-sink';

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

it('fills shards up to their limit and gives a large tensor its own', async () => {
  const sink = memorySink();
  const writer = new ShardWriter(sink, undefined, 256);
  const places = [];
  for (const [length, value] of [
    [100, 1],
    [100, 2],
    [100, 3],
    [1000, 4],
    [10, 5],
  ] as const) {
    places.push(await writer.add(filled(length, value)));
  }
  const shards = await writer.finish();
  expect(places.map(({ offset, length }) => [offset, length])).toEqual([
    [0, 100],
    [128, 100],
    [0, 100],
    [0, 1000],
    [0, 10],
  ]);
  expect(shards.map(({ bytes }) => bytes)).toEqual([228, 100, 1000, 10]);
  expect(places.map(({ file }) => shards.findIndex((shard) => shard.file === file))).toEqual([
    0, 0, 1, 2, 3,
  ]);
  for (const { file, bytes, sha256 } of shards) {
    const content = sink.files.get(file)!;
    expect(content).toHaveLength(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(file).toBe(`weights/${sha256.slice(0, 16)}.bin`);
  }
});

it('writes the same content once', async () => {
  const sink = memorySink();
  const writer = new ShardWriter(sink, undefined, 64);
  const first = await writer.add(filled(64, 7));
  const second = await writer.add(filled(64, 7));
  expect(await writer.finish()).toHaveLength(1);
  expect(first.file).toBe(second.file);
});

it('stops when it is cancelled', async () => {
  const writer = new ShardWriter(memorySink(), { aborted: true });
  await expect(writer.add(filled(1, 1))).rejects.toMatchObject({ code: 'cancelled' });
});
