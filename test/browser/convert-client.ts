/** Runs inside the page of `convert.test.ts`: a conversion from Blobs into memory. */
import { convertOsediff } from '../../models/convert/convert-osediff';
import { createSourceRunner } from '../../models/convert/pack/source-runner';
import type { Precision } from '../../models/convert/precision/stored-graph';
import { blobSource } from '../../models/convert/sources/blob-source';
import { createWasmRuntime } from '../../src/inference/browser/ort-wasm';
import { createMemorySource } from '../../src/inference/pack/memory-source';

/** SHA-256 in hex by the path in the pack. */
export type PackDigest = Readonly<Record<string, string>>;

declare global {
  interface Window {
    convertInPage(precision: Precision): Promise<PackDigest>;
  }
}

async function fetchBlob(path: string): Promise<Blob | null> {
  const answer = await fetch(path);
  return answer.ok ? answer.blob() : null;
}

window.convertInPage = async (precision) => {
  const files: Record<string, Uint8Array> = {};
  const wasm = await (await fetchBlob('/ort.wasm'))!.arrayBuffer();
  const adapter = await fetchBlob('/model/osediff.pkl');
  await convertOsediff({
    base: {
      name: 'model',
      async open(path) {
        const blob = await fetchBlob(`/model/${path}`);
        return blob === null ? null : blobSource(blob, path);
      },
    },
    adapter: blobSource(adapter!, 'osediff.pkl'),
    precision,
    sink: {
      async write(path, bytes) {
        files[path] = bytes.slice();
      },
    },
    runner: createSourceRunner(createWasmRuntime(new Uint8Array(wasm)), createMemorySource(files)),
  });
  const digest: Record<string, string> = {};
  for (const [path, bytes] of Object.entries(files)) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
    digest[path] = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  return digest;
};
