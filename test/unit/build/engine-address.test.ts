import { describe, expect, test } from 'vitest';
import {
  allowedDomain,
  parseEngineAddress,
  parseModelHost,
} from '../../../scripts/build/engine-address.mjs';
import { buildManifest } from '../../../scripts/build/manifest.mjs';

describe('the address of the engine page', () => {
  test.each([
    ['https://engine.example.com', 'https://engine.example.com'],
    ['https://engine.example.com/', 'https://engine.example.com'],
    ['https://team.github.io/onestep', 'https://team.github.io/onestep'],
    ['https://Team.GitHub.io/Onestep/', 'https://team.github.io/Onestep'],
    ['https://host.example:8443/a/b/', 'https://host.example:8443/a/b'],
    ['http://localhost:8124', 'http://localhost:8124'],
  ])('%s is taken', (text, address) => {
    expect(parseEngineAddress(text)).toBe(address);
  });

  test.each([
    ['nothing', ''],
    ['no address', 'engine.example.com'],
    ['another scheme', 'ftp://engine.example.com'],
    ['http on another machine', 'http://engine.example.com'],
    ['http on a name that begins as this machine’s', 'http://localhost.example.com'],
    ['a user', 'https://user@engine.example.com'],
    ['a password', 'https://user:secret@engine.example.com'],
    ['a query', 'https://engine.example.com/onestep?v=1'],
    ['a hash', 'https://engine.example.com/onestep#v1'],
    ['a path that ends a source of a policy', 'https://engine.example.com/a;script-src'],
    ['an empty name in the path', 'https://engine.example.com//onestep'],
  ])('%s is refused', (_, text) => {
    expect(() => parseEngineAddress(text)).toThrow('--engine-origin takes an https address');
  });

  test('is allowed in the manifest with all that lies below it, and nothing beside it', async () => {
    expect(allowedDomain('https://engine.example.com')).toBe('https://engine.example.com');
    const manifest = JSON.parse(await buildManifest('https://team.github.io/onestep')) as object;
    expect(manifest).toMatchObject({
      main: 'code.js',
      ui: 'ui.html',
      networkAccess: { allowedDomains: ['https://team.github.io/onestep/'] },
    });
  });
});

describe('a host of models', () => {
  test('is an origin and no more', () => {
    expect(parseModelHost('https://models.example.com')).toBe('https://models.example.com');
    for (const text of ['https://models.example.com/a', 'http://models.example.com', 'models']) {
      expect(() => parseModelHost(text)).toThrow('--model-host takes an origin');
    }
  });
});
