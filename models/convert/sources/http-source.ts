/** A source over an address whose server answers range requests; nothing is kept. */
import { OnestepError } from '../../../src/shared/errors';
import { parseContentRange, parseUnsatisfiedRange } from '../download/content-range';
import type { Network } from '../download/network';
import { request, type Answer, type RequestTarget } from '../download/request';
import { CutConnection, withRetries } from '../download/retry';
import type { RandomAccessSource } from './random-access-source';
import { checkRange } from './source-range';

interface Identity {
  readonly size: number;
  readonly etag: string | null;
}

/**
 * Asks for the first byte, which tells the size and whether ranges work.
 *
 * @throws OnestepError `download-forbidden`, `download-failed` (details: url), `cancelled`. Reads
 *   throw these and `download-changed` when the file became another one meanwhile.
 */
export async function openHttpSource(
  target: RequestTarget,
  network: Network,
): Promise<RandomAccessSource> {
  const { url } = target;
  const identity = await withRetries(network, url, () => identify(target, network));
  return {
    name: url,
    size: identity.size,
    async read(offset, length) {
      checkRange({ name: url, size: identity.size }, offset, length);
      if (length === 0) return new Uint8Array(0);
      return withRetries(network, url, () =>
        readRange(target, network, identity, { offset, length }),
      );
    },
  };
}

async function identify(target: RequestTarget, network: Network): Promise<Identity> {
  const answer = await request(network, target, { Range: 'bytes=0-0' });
  try {
    const header = answer.header('content-range');
    const size =
      answer.status === 416
        ? parseUnsatisfiedRange(header)
        : (parseContentRange(header)?.total ?? null);
    if (answer.status === 200 || size === null) {
      throw new OnestepError('download-failed', { url: target.url }, 'no ranges are served');
    }
    return { size, etag: answer.header('etag') };
  } finally {
    answer.close();
  }
}

async function readRange(
  target: RequestTarget,
  network: Network,
  identity: Identity,
  { offset, length }: { offset: number; length: number },
): Promise<Uint8Array> {
  const range = `bytes=${offset}-${offset + length - 1}`;
  const answer = await request(network, target, { Range: range });
  try {
    checkAnswer(answer, target.url, identity, { offset, length });
    return await collect(answer, target.url, length);
  } finally {
    answer.close();
  }
}

function checkAnswer(
  answer: Answer,
  url: string,
  identity: Identity,
  { offset, length }: { offset: number; length: number },
): void {
  const header = answer.header('content-range');
  const range = parseContentRange(header);
  const total = range?.total ?? parseUnsatisfiedRange(header) ?? identity.size;
  if (total !== identity.size || answer.header('etag') !== identity.etag) {
    throw new OnestepError('download-changed', { url });
  }
  if (answer.status !== 206 || range?.start !== offset || range.end !== offset + length) {
    const cause = `status ${answer.status}, Content-Range “${header}” for ${offset}+${length}`;
    throw new OnestepError('download-failed', { url }, cause);
  }
}

async function collect(answer: Answer, url: string, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  for await (const chunk of answer.chunks()) {
    if (done + chunk.length > length) {
      throw new OnestepError('download-failed', { url }, `more than ${length} bytes`);
    }
    bytes.set(chunk, done);
    done += chunk.length;
  }
  if (done < length) throw new CutConnection(`${done} of ${length} bytes`);
  return bytes;
}
