/** What Figma's loader looks for in the text of a plugin, wherever it stands: even in strings. */
const REFUSED = [
  { pattern: /\bimport\s*(?:\(|\/[/*])/, name: 'import expression' },
  { pattern: /<!--|-->/, name: 'html comment syntax' },
];

/** @throws SyntaxError with the words of Figma's loader when it would refuse the plugin. */
export function assertLoadable(code: string): void {
  for (const { pattern, name } of REFUSED) {
    const found = pattern.exec(code);
    if (!found) continue;
    const line = code.slice(0, found.index).split('\n').length;
    throw new SyntaxError(`possible ${name} rejected around line ${line}`);
  }
}
