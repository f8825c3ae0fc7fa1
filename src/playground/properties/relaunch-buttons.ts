import type { LayerSnapshot } from '../figma/layer';
import type { Manifest } from '../plugin/manifest';

export interface ShownButton {
  readonly command: string;
  readonly name: string;
  /** Empty when the layer says nothing beside the button, or when several layers are selected. */
  readonly description: string;
}

/** The plugin's buttons for the selected layers, in the order of the manifest. */
export function relaunchButtonsFor(
  { relaunchButtons = [] }: Pick<Manifest, 'relaunchButtons'>,
  layers: readonly LayerSnapshot[],
): ShownButton[] {
  return relaunchButtons.flatMap(({ command, name, multipleSelection = false }) => {
    const descriptions = layers.map(({ relaunchData }) => relaunchData[command]);
    const [first] = descriptions;
    if (first === undefined || descriptions.includes(undefined)) return [];
    if (layers.length === 1) return [{ command, name, description: first }];
    return multipleSelection ? [{ command, name, description: '' }] : [];
  });
}
