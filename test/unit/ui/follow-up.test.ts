import { describe, expect, test, vi } from 'vitest';
import { OnestepError, type ErrorCode } from '../../../src/shared/errors';
import type { Picture, SkippedLayer } from '../../../src/shared/protocol';
import { createAppController } from '../../../src/ui/control/app-controller';
import { refusalsOf } from '../../../src/ui/run/follow-up';
import { INITIAL_STATE } from '../../../src/ui/state/app-state';
import { reduce } from '../../../src/ui/state/reducer';
import { createStore } from '../../../src/ui/state/store';
import { pictureOf, pictureUse } from '../../support/picture-use';
import {
  fakeEngine,
  fakeSandbox,
  picture,
  selectionOf,
  settle,
  succeed,
  type FakeSandbox,
} from './fakes';

const failure = (nodeId: string, code: ErrorCode = 'layer-changed'): SkippedLayer => ({
  nodeId,
  nodeName: `Layer ${nodeId}`,
  error: { code, details: {} },
});

/** A finished run, with these answers of the sandbox. */
async function afterRun(
  pictures: Picture[],
  answers: Parameters<typeof fakeSandbox>[0] = {},
  nowMs = () => Date.now(),
) {
  const sandbox = fakeSandbox({ 'selection/read': () => selectionOf(...pictures), ...answers });
  const store = createStore(reduce, INITIAL_STATE);
  const controller = createAppController({
    store,
    rpc: sandbox.rpc,
    engine: fakeEngine(succeed),
    nowMs,
  });
  controller.connect();
  controller.startEngine();
  await vi.waitFor(() => expect(store.get().selection.current).not.toBeNull());
  controller.enhance();
  if (store.get().startWanted) controller.chooseForStyles('detach');
  await vi.waitFor(() => expect(store.get().run?.status).toBe('finished'));
  await settle();
  sandbox.calls.length = 0;
  sandbox.params.length = 0;
  return { sandbox, store, controller };
}

const paramsOf = (sandbox: FakeSandbox, method: string): unknown =>
  sandbox.params.find((call) => call.method === method)?.params;

describe('a result that a layer did not take', () => {
  const shared = pictureOf('a', 100, 50, [pictureUse('1', 'Card'), pictureUse('2', 'Copy')]);
  const refusing =
    (...failures: SkippedLayer[]) =>
    () => ({ imageHash: 'a-new', writtenNodeIds: [], failures, originalsKept: true });

  test('is kept though no layer took it, and goes beside the layer', async () => {
    const { sandbox, store, controller } = await afterRun([shared], {
      'picture/write': refusing(failure('1'), failure('2', 'layer-gone')),
    });
    controller.followUp.placeBeside('a', '2');
    expect(store.get().followUp.placing).toEqual({ 'a 2': { status: 'placing' } });
    await settle();
    expect(paramsOf(sandbox, 'picture/place-beside')).toEqual({
      imageHash: 'a-new',
      replacedHash: 'a',
      nodeId: '2',
      nodeName: 'Copy',
      placement: shared.uses[1]?.placements[0],
    });
    expect(store.get().followUp.placing).toEqual({
      'a 2': { status: 'placed', nodeId: '2-beside' },
    });
  });

  test('names each layer once, whichever of its paints refused', async () => {
    const { store } = await afterRun([shared], {
      'picture/write': refusing(failure('1'), failure('1'), failure('2')),
    });
    const item = store.get().run!.items[0]!;
    expect(item.phase.status).toBe('failed');
    expect(refusalsOf(item)).toMatchObject({
      resultHash: 'a-new',
      layers: [{ nodeId: '1' }, { nodeId: '2' }],
    });
  });

  test('can be tried again where placing fails', async () => {
    const answers = [
      () => Promise.reject(new OnestepError('place-unsupported')),
      () => ({ nodeId: '9' }),
    ];
    const { store, controller } = await afterRun([shared], {
      'picture/write': refusing(failure('1')),
      'picture/place-beside': () => answers.shift()!(),
    });
    controller.followUp.placeBeside('a', '1');
    await settle();
    expect(store.get().followUp.placing['a 1']).toMatchObject({
      status: 'failed',
      error: { code: 'place-unsupported' },
    });
    controller.followUp.placeBeside('a', '1');
    await settle();
    expect(store.get().followUp.placing['a 1']).toEqual({ status: 'placed', nodeId: '9' });
  });

  test('can be placed again when the place it had was undone', async () => {
    const { store, controller } = await afterRun([shared], {
      'picture/write': refusing(failure('1')),
      'canvas/show': () => Promise.reject(new OnestepError('layer-gone')),
    });
    controller.followUp.placeBeside('a', '1');
    await settle();
    controller.followUp.showLayer('1-beside');
    await settle();
    expect(store.get().followUp.placing['a 1']).toMatchObject({
      status: 'failed',
      error: { code: 'layer-gone' },
    });
  });

  test('is shown without the panel leaving the results; a choice of the user’s own leaves them', async () => {
    let now = 0;
    const { sandbox, store, controller } = await afterRun(
      [shared],
      { 'picture/write': refusing(failure('1')) },
      () => now,
    );
    controller.followUp.showLayer('1');
    sandbox.emit('selection/changed', {});
    await settle();
    expect(sandbox.calls).toContain('selection/read');
    expect(store.get().screen).toBe('run');

    now = 5000;
    sandbox.emit('selection/changed', {});
    await vi.waitFor(() => expect(store.get().screen).toBe('choose'));
  });
});

describe('the original of a finished picture', () => {
  const styled = pictureUse('2', 'Copy', {
    styleId: 'S:1',
    style: { name: 'Warm', remote: false },
  });
  const partly = pictureOf('a', 100, 50, [pictureUse('1', 'Card'), styled, pictureUse('3', 'Old')]);

  test('comes back in the layers that took the result, as they are after it', async () => {
    const { sandbox, store, controller } = await afterRun([partly], {
      'picture/write': () => ({
        imageHash: 'a-new',
        writtenNodeIds: ['1', '2'],
        failures: [failure('3')],
        originalsKept: true,
      }),
      'originals/restore': () => ({ restoredNodeIds: ['1', '2'], failures: [] }),
    });
    controller.followUp.restoreOriginals(['a']);
    expect(store.get().followUp.restoring['a']).toEqual({ status: 'restoring' });
    await settle();
    // The layer has left its style for the result.
    expect(paramsOf(sandbox, 'originals/restore')).toMatchObject({
      uses: [
        { nodeId: '1', styleId: null },
        { nodeId: '2', styleId: null },
      ],
    });
    expect(store.get().followUp.restoring['a']).toEqual({ status: 'restored', failures: [] });
    expect(sandbox.calls).toContain('selection/read');
  });

  test('of several pictures comes back in one step, each with its own outcome', async () => {
    const { sandbox, store, controller } = await afterRun([picture('a'), picture('b')], {
      'originals/restore': () => ({
        restoredNodeIds: ['node-a'],
        failures: [failure('node-b', 'original-missing')],
      }),
    });
    controller.followUp.restoreOriginals(['a', 'b']);
    await settle();
    expect(sandbox.calls.filter((call) => call === 'originals/restore')).toHaveLength(1);
    expect(store.get().followUp.restoring).toMatchObject({
      a: { status: 'restored', failures: [] },
      b: { status: 'failed', error: { code: 'original-missing' } },
    });
  });

  test('is forgotten about when the next run starts', async () => {
    const { store, controller } = await afterRun([picture('a')], {
      'originals/restore': () => ({ restoredNodeIds: ['node-a'], failures: [] }),
    });
    controller.followUp.restoreOriginals(['a']);
    await vi.waitFor(() => expect(store.get().selection.reading).toBe(false));
    controller.enhance();
    await vi.waitFor(() => expect(store.get().followUp.restoring).toEqual({}));
  });
});
