import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { SIDE_PX } from './canvas';
import { readFonts } from './fonts';
import { decodePixels, type Pixels } from './pixels';

/** resvg as WebAssembly: the same pixels on every processor, and no font but those it is given. */
export interface Renderer {
  /** @param children the parts of an `<svg>` of `SIDE_PX` */
  render(children: readonly string[]): Promise<Pixels>;
}

const WASM = '@resvg/resvg-wasm/index_bg.wasm';
let started: Promise<void> | undefined;

/** @throws Error when a font is not installed */
export async function createRenderer(): Promise<Renderer> {
  started ??= readFile(createRequire(import.meta.url).resolve(WASM)).then((wasm) => initWasm(wasm));
  await started;
  const fontBuffers = await readFonts();
  return {
    async render(children) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}">${children.join('')}</svg>`;
      const resvg = new Resvg(svg, { font: { fontBuffers } });
      const image = resvg.render();
      const png = image.asPng();
      image.free();
      resvg.free();
      return decodePixels(png);
    },
  };
}
