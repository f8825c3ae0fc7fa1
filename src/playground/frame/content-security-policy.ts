import type { NetworkAccess } from '../plugin/manifest';

/**
 * The policy of the frame around a plugin's UI, made from `networkAccess` of its manifest. Without
 * that member Figma restricts nothing.
 */
export function contentSecurityPolicy(access: NetworkAccess | undefined): string {
  const patterns = access ? [...access.allowedDomains, ...(access.devAllowedDomains ?? [])] : ['*'];
  const sources = patterns.filter((pattern) => pattern !== 'none').flatMap(toSources);
  const withSources = (...fixed: string[]): string => [...fixed, ...sources].join(' ');
  return [
    withSources('default-src', 'data:', 'blob:'),
    withSources('script-src', "'unsafe-inline'", "'unsafe-eval'", 'data:', 'blob:'),
    "style-src 'unsafe-inline' data: blob:",
  ].join('; ');
}

/**
 * A pattern without a scheme stands for all of them. In a policy it would stand for the scheme of the
 * page, and a plugin's page is `data:`.
 */
function toSources(pattern: string): string[] {
  if (pattern === '*' || /^[a-z]+:\/\//i.test(pattern)) return [pattern];
  return ['https', 'http', 'wss', 'ws'].map((scheme) => `${scheme}://${pattern}`);
}
