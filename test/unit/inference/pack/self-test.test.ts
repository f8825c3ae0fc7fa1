import { describe, expect, it } from 'vitest';
import { engineOf, testEngine, watchedRuntime } from '../support/engines';
import { repeatModel, scaledModel, unenlargedModel } from '../support/models';
import { compactPackFiles, describePack, packFiles } from '../support/packs';

describe('the self-test', () => {
  it('is passed by the embedded pack', async () => {
    const engine = await engineOf(await compactPackFiles());
    expect(engine.info).toMatchObject({ runtime: 'node-cpu', packTitle: 'Onestep Compact' });
    await engine.dispose();
  });

  it('refuses a network that answers something else', async () => {
    await expect(testEngine({ graph: scaledModel(0.9) })).rejects.toMatchObject({
      code: 'pack-self-test',
    });
  });

  it('refuses a network that answers NaN, even where black is expected', async () => {
    const pack = { graph: scaledModel(NaN), selfTestAnswer: [0, 0, 0] };
    await expect(testEngine(pack)).rejects.toMatchObject({ code: 'pack-self-test' });
  });

  it('refuses a network that cannot run', async () => {
    const runtime = watchedRuntime(() => {
      throw new Error('kernel failed');
    });
    await expect(testEngine({ graph: repeatModel() }, runtime)).rejects.toThrow('kernel failed');
  });

  it('refuses a network of another scale than promised', async () => {
    await expect(testEngine({ graph: unenlargedModel() })).rejects.toMatchObject({
      code: 'pack-graph',
    });
  });

  it('refuses a graph with other names than promised', async () => {
    const graph = repeatModel();
    const description = describePack({ graph });
    description['graph'] = { ...(description['graph'] as object), input: 'picture' };
    await expect(engineOf(packFiles(description, graph))).rejects.toMatchObject({
      code: 'pack-graph',
    });
  });

  it('refuses bytes that are no graph', async () => {
    const graph = new TextEncoder().encode('this is not a model');
    await expect(testEngine({ graph })).rejects.toMatchObject({ code: 'pack-graph' });
  });
});
