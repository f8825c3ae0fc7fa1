import { createPluginRuntime, type PluginHost } from '../../../src/playground/figma/api';
import { createDocument, type DocumentContents } from '../../../src/playground/figma/document';
import type { StandInDocument } from '../../../src/playground/figma/document';
import type { FigmaSubset } from '../../../src/playground/figma/figma-subset';
import type { LayerSpec } from '../../../src/playground/figma/layer';

export const RED: SolidPaint = { type: 'SOLID', color: { r: 1, g: 0, b: 0 } };
export const BLUE: SolidPaint = { type: 'SOLID', color: { r: 0, g: 0, b: 1 } };
export const PATTERN: PatternPaint = {
  type: 'PATTERN',
  sourceNodeId: '1:1',
  tileType: 'RECTANGULAR',
  scalingFactor: 1,
  spacing: { x: 0, y: 0 },
  horizontalAlignment: 'START',
};
export const SHADER: ShaderPaint = { type: 'SHADER', id: 'shader:1', properties: { speed: 2 } };
export const VIDEO: VideoPaint = { type: 'VIDEO', scaleMode: 'FIT', videoHash: 'abc' };
export const GRADIENT: GradientPaint = {
  type: 'GRADIENT_RADIAL',
  gradientTransform: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  gradientStops: [
    { position: 0, color: { r: 0, g: 0, b: 0, a: 1 } },
    { position: 1, color: { r: 1, g: 1, b: 1, a: 0.5 } },
  ],
};

export interface Stage {
  readonly figma: FigmaSubset;
  readonly document: StandInDocument;
  /** What the plugin asked of the program around it, one line each. */
  readonly calls: string[];
  readonly posted: unknown[];
  node<T extends SceneNode = RectangleNode>(id: string): Promise<T>;
  launch(command: string): void;
  deliverFromUi(message: unknown): void;
  end(): void;
}

/** A plugin run on a document with these layers. */
export function stage(
  layers: readonly LayerSpec[] = [{ type: 'RECTANGLE', id: '1:1', fills: [RED] }],
  options: DocumentContents & { editable?: boolean; editorType?: 'figma' | 'dev' } = {},
): Stage {
  return stageOn(createDocument(layers, options), options);
}

export function stageOn(
  document: StandInDocument,
  options: { editable?: boolean; editorType?: 'figma' | 'dev' } = {},
): Stage {
  const calls: string[] = [];
  const posted: unknown[] = [];
  const host: PluginHost = {
    showUi: (html, ui) => calls.push(`showUi ${html} ${JSON.stringify(ui)}`),
    setUiVisible: (visible) => calls.push(`setUiVisible ${visible}`),
    resizeUi: (width, height) => calls.push(`resizeUi ${width} ${height}`),
    closeUi: () => calls.push('closeUi'),
    postToUi: (message) => posted.push(message),
    notify: (text, { error, timeout }) => {
      calls.push(`notify ${text} ${error} ${timeout}`);
      return () => calls.push('notify removed');
    },
    closePlugin: (message) => calls.push(`closePlugin ${message}`),
    scrollIntoView: (ids) => calls.push(`scrollIntoView ${ids.join()}`),
  };
  const runtime = createPluginRuntime(document, host, options);
  return {
    figma: runtime.figma,
    document,
    calls,
    posted,
    node: async <T extends SceneNode>(id: string) =>
      (await runtime.figma.getNodeByIdAsync(id)) as T,
    launch: (command) => runtime.launch(command),
    deliverFromUi: (message) => runtime.deliverFromUi(message),
    end: () => runtime.end(),
  };
}

/** The first bytes of a picture file, which is all that `createImage` looks at. */
export function pngHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(29);
  const view = new DataView(bytes.buffer);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

export function gifHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array([...Buffer.from('GIF89a'), 0, 0, 0, 0, 0]);
  const view = new DataView(bytes.buffer);
  view.setUint16(6, width, true);
  view.setUint16(8, height, true);
  return bytes;
}

/** With an APP0 segment and fill bytes before the frame header, as real files have. */
export function jpegHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0],
  ]);
  const view = new DataView(bytes.buffer);
  view.setUint16(14, height);
  view.setUint16(16, width);
  return bytes;
}
