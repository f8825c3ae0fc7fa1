import { checkPaintsOfSyncSetter } from '../check-paints';
import { frozenCopy } from '../frozen-copy';
import type { PartType } from '../layer';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';

/** What a sticky, a shape with text, a connector and a cell have: letters on top of them. */
export class LabelledMembers implements Pick<StickyNode, 'text'> {
  get text(): TextSublayerNode {
    return partOf(this, 'get_text', 'TEXT_SUBLAYER') as TextSublayerNode;
  }
}

/** What only a connector has. */
export class ConnectorMembers implements Pick<ConnectorNode, 'textBackground'> {
  get textBackground(): LabelSublayerNode {
    return partOf(this, 'get_textBackground', 'LABEL_SUBLAYER') as LabelSublayerNode;
  }
}

/** What lies behind the letters of a connector: fills, and neither a style nor asynchronous setters. */
export class LabelBackgroundMembers implements LabelSublayerNode {
  get fills(): Paint[] {
    return frozenCopy(layerToRead(this, 'get_fills').fills) as Paint[];
  }
  set fills(paints: Paint[]) {
    layerToWrite(this, 'set_fills');
    const { document } = internalsOf(this).run;
    const fills = checkPaintsOfSyncSetter(document, 'set_fills', 'setFillsAsync', paints);
    changeLayer(this, { fills });
  }
}

/** The same object every time, as all nodes. */
function partOf(node: object, member: string, type: PartType): unknown {
  const { childIds } = layerToRead(node, member);
  const { document, nodes } = internalsOf(node).run;
  const id = childIds.find((child) => document.layer(child)?.type === type)!;
  return nodes.nodeOf(id);
}
