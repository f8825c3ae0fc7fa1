import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../src/playground/frame/content-security-policy';

const directives = (policy: string): Record<string, string[]> =>
  Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

describe('contentSecurityPolicy', () => {
  it('lets nothing out for "none"', () => {
    expect(contentSecurityPolicy({ allowedDomains: ['none'] })).toBe(
      'default-src data: blob:; ' +
        "script-src 'unsafe-inline' 'unsafe-eval' data: blob:; " +
        "style-src 'unsafe-inline' data: blob:",
    );
  });

  it('lets everything out for "*", and without networkAccess', () => {
    const policy = contentSecurityPolicy({ allowedDomains: ['*'] });
    expect(directives(policy)['default-src']).toEqual(['data:', 'blob:', '*']);
    expect(directives(policy)['script-src']).toContain('*');
    expect(contentSecurityPolicy(undefined)).toBe(policy);
  });

  it('keeps addresses as they are and gives bare domains every scheme', () => {
    const policy = contentSecurityPolicy({
      allowedDomains: ['https://cdn.example.com/models/', '*.example.org'],
    });
    expect(directives(policy)['default-src']).toEqual([
      'data:',
      'blob:',
      'https://cdn.example.com/models/',
      'https://*.example.org',
      'http://*.example.org',
      'wss://*.example.org',
      'ws://*.example.org',
    ]);
  });

  it('adds the domains of development', () => {
    const policy = contentSecurityPolicy({
      allowedDomains: ['none'],
      devAllowedDomains: ['http://localhost:3000'],
    });
    expect(directives(policy)['default-src']).toEqual(['data:', 'blob:', 'http://localhost:3000']);
  });

  it('never allows styles from elsewhere', () => {
    const policy = contentSecurityPolicy({ allowedDomains: ['*'] });
    expect(directives(policy)['style-src']).toEqual(["'unsafe-inline'", 'data:', 'blob:']);
  });
});
