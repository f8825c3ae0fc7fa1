/** The plugin's own modules on the stand-in Figma, with small real pictures to work on. */
import sharp from 'sharp';
import { createPluginRuntime, type PluginHost } from '../../src/playground/figma/api';
import { createDocument, type DocumentContents } from '../../src/playground/figma/document';
import type { EditorType, FigmaSubset } from '../../src/playground/figma/figma-subset';
import type { LayerSnapshot, LayerSpec } from '../../src/playground/figma/layer';
import type { StandInDocument } from '../../src/playground/figma/document';

export async function solidPng(
  width: number,
  height: number,
  background: string,
): Promise<Uint8Array> {
  const { data } = await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer({ resolveWithObject: true });
  return new Uint8Array(data);
}

export function imagePaint(imageHash: string | null, extra: Partial<ImagePaint> = {}): ImagePaint {
  return { type: 'IMAGE', scaleMode: 'FILL', imageHash, ...extra };
}

export const SOLID: Paint = { type: 'SOLID', color: { r: 1, g: 0, b: 0 } };

export interface PluginFixture {
  readonly figma: FigmaSubset;
  readonly document: StandInDocument;
  readonly toUi: unknown[];
  readonly log: string[];
  launch(command: string, parameters?: ParameterValues): void;
  deliverFromUi(message: unknown): void;
  layer(id: string): LayerSnapshot;
  /** The user closes the window. */
  end(): void;
}

interface FixtureOptions {
  readonly editable?: boolean;
  readonly editorType?: EditorType;
}

export function pluginOn(
  layers: readonly LayerSpec[],
  contents: DocumentContents & FixtureOptions = {},
): PluginFixture {
  return pluginRunningOn(createDocument(layers, contents), contents);
}

export function pluginRunningOn(
  document: StandInDocument,
  { editable = true, editorType = 'figma' }: FixtureOptions = {},
): PluginFixture {
  const toUi: unknown[] = [];
  const log: string[] = [];
  const host: PluginHost = {
    showUi: (_, { width, height, themeColors }) =>
      log.push(`show ${width}x${height}${themeColors ? ' themed' : ''}`),
    setUiVisible: (visible) => log.push(visible ? 'visible' : 'hidden'),
    resizeUi: (width, height) => log.push(`resize ${width}x${height}`),
    closeUi: () => log.push('close window'),
    postToUi: (message) => toUi.push(message),
    notify: (text) => void log.push(`toast ${text}`),
    closePlugin: () => log.push('close plugin'),
    scrollIntoView: () => log.push('scroll'),
  };
  const runtime = createPluginRuntime(document, host, { editable, editorType });
  return {
    figma: runtime.figma,
    document,
    toUi,
    log,
    launch: (command, parameters) => runtime.launch(command, parameters),
    end: () => runtime.end(),
    deliverFromUi: (message) => runtime.deliverFromUi(message),
    layer: (id) => findLayer(document.snapshot(), id),
  };
}

function findLayer(layers: readonly LayerSnapshot[], id: string): LayerSnapshot {
  const queue = [...layers];
  for (let layer = queue.shift(); layer; layer = queue.shift()) {
    if (layer.id === id) return layer;
    queue.push(...layer.children);
  }
  throw new Error(`no layer ${id}`);
}
