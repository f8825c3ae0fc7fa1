/**
 * `documentAccess: "dynamic-page"` turns Figma's synchronous look-ups and setters off, because the
 * page they would need may not be loaded.
 */
export function dynamicPageError(call: string, instead: string): Error {
  return new Error(
    `in ${call}: Cannot call with documentAccess: dynamic-page. Use ${instead} instead.`,
  );
}
