import { build } from 'esbuild';

/** Figma's loader rejects the whole plugin when it finds one of these anywhere in the text. */
const REFUSED_BY_FIGMA = [
  { pattern: /\bimport\s*(?:\(|\/[/*])/, name: 'import(' },
  { pattern: /<!--|-->/, name: 'an HTML comment mark' },
];

/** src/plugin → dist/code.js, for Figma's sandbox: QuickJS, no DOM, no modules. */
export async function buildCode(outFile) {
  const { outputFiles } = await build({
    entryPoints: ['src/plugin/main.ts'],
    outfile: outFile,
    bundle: true,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2017',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  const text = outputFiles[0].text;
  for (const { pattern, name } of REFUSED_BY_FIGMA) {
    const found = pattern.exec(text);
    if (found) {
      const around = text.slice(Math.max(0, found.index - 60), found.index + 60);
      throw new Error(`dist/code.js contains ${name}, which Figma refuses: …${around}…`);
    }
  }
  return text;
}
