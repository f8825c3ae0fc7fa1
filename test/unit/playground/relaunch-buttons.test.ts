import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../src/playground/figma/document';
import type { LayerSnapshot } from '../../../src/playground/figma/layer';
import { relaunchButtonsFor } from '../../../src/playground/properties/relaunch-buttons';

const BUTTONS = {
  relaunchButtons: [
    { command: 'one', name: 'One', multipleSelection: true },
    { command: 'two', name: 'Two' },
  ],
};

function layerWith(relaunchData: Record<string, string>): LayerSnapshot {
  const [layer] = createDocument([{ type: 'RECTANGLE' }]).snapshot();
  return { ...layer!, relaunchData };
}

describe('relaunch buttons', () => {
  it('show what the layer carries, with its description', () => {
    expect(relaunchButtonsFor(BUTTONS, [layerWith({ two: '', one: 'Done', three: '' })])).toEqual([
      { command: 'one', name: 'One', description: 'Done' },
      { command: 'two', name: 'Two', description: '' },
    ]);
    expect(relaunchButtonsFor(BUTTONS, [layerWith({})])).toEqual([]);
    expect(relaunchButtonsFor({}, [layerWith({ one: '' })])).toEqual([]);
    expect(relaunchButtonsFor(BUTTONS, [])).toEqual([]);
  });

  it('show for several layers only what all of them carry and the manifest allows', () => {
    const both = layerWith({ one: 'A', two: 'B' });
    expect(relaunchButtonsFor(BUTTONS, [both, both])).toEqual([
      { command: 'one', name: 'One', description: '' },
    ]);
    expect(relaunchButtonsFor(BUTTONS, [both, layerWith({ two: '' })])).toEqual([]);
  });
});
