import { checkPaints, checkPaintsOfSyncSetter } from '../check-paints';
import { frozenCopy } from '../frozen-copy';
import { fillStyleIdOf, fillsOf, fillsPatch } from '../layer-paints';
import { MIXED } from '../mixed';
import { dynamicPageError } from './dynamic-page';
import { paintsOfStyle } from './style-paints';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';

/** `fills` and what belongs to them. */
export class FillMembers implements MinimalFillsMixin {
  get fills(): MinimalFillsMixin['fills'] {
    const fills = fillsOf(layerToRead(this, 'get_fills'));
    return fills === 'mixed' ? MIXED : frozenCopy(fills);
  }
  set fills(paints: MinimalFillsMixin['fills']) {
    const layer = layerToWrite(this, 'set_fills');
    const { document } = internalsOf(this).run;
    const checked = checkPaintsOfSyncSetter(document, 'set_fills', 'setFillsAsync', paints);
    // Paints of one's own take a layer off its style.
    changeLayer(this, fillsPatch(layer, checked, ''));
  }

  async setFillsAsync(paints: readonly Paint[]): Promise<void> {
    const { document } = internalsOf(this).run;
    layerToWrite(this, 'setFillsAsync');
    const checked = checkPaints(document, 'setFillsAsync', paints);
    // Figma writes later, not during the call.
    await null;
    changeLayer(this, fillsPatch(layerToWrite(this, 'setFillsAsync'), checked, ''));
  }

  get fillStyleId(): MinimalFillsMixin['fillStyleId'] {
    const id = fillStyleIdOf(layerToRead(this, 'get_fillStyleId'));
    return id === 'mixed' ? MIXED : id;
  }
  set fillStyleId(_: MinimalFillsMixin['fillStyleId']) {
    throw dynamicPageError('set_fillStyleId', 'node.setFillStyleIdAsync');
  }

  async setFillStyleIdAsync(styleId: string): Promise<void> {
    const layer = layerToWrite(this, 'setFillStyleIdAsync');
    const fills = paintsOfStyle(internalsOf(this).run, 'setFillStyleIdAsync', styleId);
    changeLayer(this, fillsPatch(layer, fills ?? layer.fills, styleId));
  }
}
