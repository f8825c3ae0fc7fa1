import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const KB = 1000;
const MB = 1000 * KB;

/** Bytes above which a build fails; raise one only with a reason in the commit message. */
const LIMITS = {
  'dist/code.js': { raw: 80 * KB, gzip: 25 * KB },
  // Figma copies this string several times at each start; above about 10 MB that is felt.
  'dist/ui.html': { raw: 6.5 * MB, gzip: 5 * MB },
};

/** Files of the embedded pack inside ui.html, as `assetTag` in ui.mjs writes them. */
const PACK_ASSETS = /data-asset="compact\/[^"]*">([^<]*)</g;

/** Prints raw and gzip sizes and throws when one is over its limit. */
export async function reportSizes() {
  const over = [];
  for (const [file, limit] of Object.entries(LIMITS)) {
    const bytes = await readFile(file);
    const size = { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
    for (const kind of ['raw', 'gzip']) {
      if (size[kind] > limit[kind])
        over.push(`${file} ${kind} ${size[kind]} > ${limit[kind]} bytes`);
    }
    console.log(
      `${file.padEnd(14)} ${format(size.raw)} of ${format(limit.raw)} raw, ` +
        `${format(size.gzip)} of ${format(limit.gzip)} gzip`,
    );
  }
  const pack = packGzipBytes(await readFile('dist/ui.html', 'latin1'));
  console.log(`${'  the pack'.padEnd(14)} ${format(pack)} gzip, inside dist/ui.html`);
  if (over.length > 0) throw new Error(`Over the size limit: ${over.join('; ')}`);
}

/** The pack's files are gzip in base64 there. */
function packGzipBytes(html) {
  const texts = [...html.matchAll(PACK_ASSETS)].map(([, base64]) => base64);
  return texts.reduce((sum, base64) => sum + Buffer.from(base64, 'base64').length, 0);
}

function format(bytes) {
  return bytes < MB ? `${(bytes / KB).toFixed(1)} kB` : `${(bytes / MB).toFixed(2)} MB`;
}
