import { describe, expect, it } from 'vitest';
import { parseLocation } from '../../../../models/convert/download/location';

const HASH = 'a'.repeat(64);

describe('parseLocation', () => {
  it.each<[string, object]>([
    ['models/sd', { kind: 'local', path: 'models/sd' }],
    ['C:\\models\\sd', { kind: 'local', path: 'C:\\models\\sd' }],
    ['hf:o/n', { kind: 'hub', repository: 'o/n', revision: 'main', path: '' }],
    ['hf:o/n@v1.0', { kind: 'hub', repository: 'o/n', revision: 'v1.0', path: '' }],
    ['hf:o/n@main/a/b.pkl', { kind: 'hub', repository: 'o/n', revision: 'main', path: 'a/b.pkl' }],
    ['hf:o/n/a/', { kind: 'hub', repository: 'o/n', revision: 'main', path: 'a' }],
    ['hf:o/n@refs%2Fpr%2F3/', { kind: 'hub', repository: 'o/n', revision: 'refs/pr/3', path: '' }],
    ['https://x.org/a.pkl?b=1', { kind: 'address', url: 'https://x.org/a.pkl?b=1' }],
    [`HTTPS://x.org/a#sha256=${HASH}`, { kind: 'address', url: 'https://x.org/a', sha256: HASH }],
    ['http://127.0.0.1:8080/a', { kind: 'address', url: 'http://127.0.0.1:8080/a' }],
  ])('understands %s', (text, expected) => {
    expect(parseLocation(text, '--base')).toEqual(expected);
  });

  it.each([
    'hf:',
    'hf:owner',
    'hf:o/n@',
    'hf:o/n@main/../x',
    'hf:o/n@main/a//b',
    'hf:../n',
    'http://x.org/a',
    'http://127.0.0.1.x.org/a',
    'http://127.0.0.1@x.org/a',
    'http://127.0.0.1\\@x.org/a',
    'https://user:password@x.org/a',
    'https:///a',
    'https://x.org/a#sha256=12',
    'https://x.org/a#part',
  ])('refuses %s', (value) => {
    expect(() => parseLocation(value, '--base')).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        details: expect.objectContaining({ option: '--base', value }),
      }),
    );
  });
});
