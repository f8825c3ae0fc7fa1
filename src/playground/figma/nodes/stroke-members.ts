import { checkPaints, checkPaintsOfSyncSetter } from '../check-paints';
import { frozenCopy } from '../frozen-copy';
import { dynamicPageError } from './dynamic-page';
import { paintsOfStyle } from './style-paints';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';

type Members = Pick<
  MinimalStrokesMixin,
  'strokes' | 'setStrokesAsync' | 'strokeStyleId' | 'setStrokeStyleIdAsync'
>;

/** `strokes` and what belongs to them. */
export class StrokeMembers implements Members {
  get strokes(): readonly Paint[] {
    return frozenCopy(layerToRead(this, 'get_strokes').strokes);
  }
  set strokes(paints: readonly Paint[]) {
    layerToWrite(this, 'set_strokes');
    const { document } = internalsOf(this).run;
    const strokes = checkPaintsOfSyncSetter(document, 'set_strokes', 'setStrokesAsync', paints);
    changeLayer(this, { strokes, strokeStyleId: '' });
  }

  async setStrokesAsync(paints: readonly Paint[]): Promise<void> {
    layerToWrite(this, 'setStrokesAsync');
    const strokes = checkPaints(internalsOf(this).run.document, 'setStrokesAsync', paints);
    // Figma writes later, not during the call.
    await null;
    layerToWrite(this, 'setStrokesAsync');
    changeLayer(this, { strokes, strokeStyleId: '' });
  }

  get strokeStyleId(): string {
    return layerToRead(this, 'get_strokeStyleId').strokeStyleId;
  }
  set strokeStyleId(_: string) {
    throw dynamicPageError('set_strokeStyleId', 'node.setStrokeStyleIdAsync');
  }

  async setStrokeStyleIdAsync(styleId: string): Promise<void> {
    const { strokes } = layerToWrite(this, 'setStrokeStyleIdAsync');
    const { run } = internalsOf(this);
    const taken = paintsOfStyle(run, 'setStrokeStyleIdAsync', styleId);
    changeLayer(this, { strokes: taken ?? strokes, strokeStyleId: styleId });
  }
}
