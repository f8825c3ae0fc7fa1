import { checkPaintsOfSyncSetter } from '../check-paints';
import { frozenCopy } from '../frozen-copy';
import { dynamicPageError } from './dynamic-page';
import { changeLayer, internalsOf, layerToRead, layerToWrite } from './node-internals';

const EMPTY: VectorNetwork = { vertices: [], segments: [], regions: [] };

type Members = Pick<VectorNode, 'vectorNetwork' | 'setVectorNetworkAsync'>;

/** The outline of a vector, whose regions may have fills of their own. */
export class VectorMembers implements Members {
  get vectorNetwork(): VectorNetwork {
    return frozenCopy(layerToRead(this, 'get_vectorNetwork').vectorNetwork ?? EMPTY);
  }
  set vectorNetwork(_: VectorNetwork) {
    throw dynamicPageError('set_vectorNetwork', 'node.setVectorNetworkAsync');
  }

  async setVectorNetworkAsync(vectorNetwork: VectorNetwork): Promise<void> {
    layerToWrite(this, 'setVectorNetworkAsync');
    const { document } = internalsOf(this).run;
    for (const { fills } of vectorNetwork.regions ?? []) {
      if (fills) checkPaintsOfSyncSetter(document, 'setVectorNetworkAsync', 'setFillsAsync', fills);
    }
    // Figma writes later, not during the call.
    await null;
    layerToWrite(this, 'setVectorNetworkAsync');
    changeLayer(this, { vectorNetwork });
  }
}
