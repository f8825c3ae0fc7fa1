import { describe, expect, test } from 'vitest';
import { localAccessObstacle, type AskingWindow } from '../../../src/ui/engine/local-access';

const LOCAL = 'http://localhost:8124';
const FEATURE = 'loopback-network';

interface Browser {
  readonly top?: string;
  /** What the page around has passed on; null where the browser has no such account. */
  readonly passed?: readonly string[] | null;
  readonly state?: PermissionState;
  /** Name of the permission as this browser knows it. */
  readonly name?: string;
}

function windowOf({
  top = 'https://www.figma.com',
  passed = [FEATURE],
  state = 'prompt',
  name = FEATURE,
}: Browser): AskingWindow {
  const featurePolicy = {
    features: () => [FEATURE],
    allowsFeature: (feature: string) => passed?.includes(feature) === true,
  };
  return {
    document: passed === null ? {} : { featurePolicy },
    location: { ancestorOrigins: ['null', top] },
    navigator: {
      permissions: {
        query: async (wanted: { name: string }) => {
          if (wanted.name !== name) throw new TypeError('unknown');
          return { state };
        },
      },
    },
  };
}

describe('what keeps a page of this computer away', () => {
  test.each<[string, Browser, boolean, string | null]>([
    ['the page around', { passed: [] }, false, 'engine-host-framed'],
    ['the user', { state: 'denied' }, false, 'engine-host-denied'],
    [
      'the user, in Chromium 142',
      { state: 'denied', name: 'local-network-access' },
      false,
      'engine-host-denied',
    ],
    ['a question that waits', {}, true, 'engine-host-asking'],
    ['nothing: it is not there, so nobody was asked', {}, false, null],
    ['nothing: the user said yes', { state: 'granted' }, true, null],
    ['nothing: the browser does not ask', { passed: null, name: 'other' }, false, null],
    [
      'nothing: the editor is of this computer, too',
      { top: 'http://127.0.0.1:8123', passed: [] },
      false,
      null,
    ],
  ])('may be %s', async (_, browser, timedOut, code) => {
    expect(await localAccessObstacle(LOCAL, windowOf(browser), timedOut)).toBe(code);
  });

  test('is of no concern to a page elsewhere', async () => {
    const window = windowOf({ passed: [], state: 'denied' });
    expect(await localAccessObstacle('https://onestep.example.com', window, true)).toBeNull();
  });
});
