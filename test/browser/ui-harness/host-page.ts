/**
 * The page around the panel in the browser tests: a frame with a null origin, as Figma gives one to a
 * plugin, and a scripted sandbox at its other end.
 */
import {
  createPluginStorage,
  loadAll,
  storedBytes,
} from '../../../src/plugin/storage/plugin-storage';
import { storageHandlers } from '../../../src/plugin/storage/storage-handlers';
import { memoryStorage } from '../../support/memory-storage';
import { OnestepError, type ErrorCode } from '../../../src/shared/errors';
import type { PlainValue } from '../../../src/shared/plain-value';
import type {
  Command,
  EventName,
  EventPayload,
  OriginalsCount,
  Selection,
  SkippedLayer,
} from '../../../src/shared/protocol';
import { serveRequests, type RpcServer } from '../../../src/shared/rpc-server';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/settings';

/** What the sandbox answers; plain data, because it comes from the test's process. */
export interface HostScenario {
  readonly command: Command;
  /** Null by default. */
  readonly prompt?: string;
  /** Launched again with this, once the panel is open. */
  readonly relaunchedWith?: Command;
  readonly settings: Settings;
  /** Presets and prompts of earlier launches, by their key in the storage. */
  readonly kept?: Readonly<Record<string, unknown>>;
  /** What is kept on the page; nothing by default. */
  readonly page?: OriginalsCount;
  readonly selection: Selection;
  /** Encoded pictures in base64, by image hash. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Methods that fail, and with what. */
  readonly failing?: Readonly<Record<string, ErrorCode>>;
  /** Methods that never answer. */
  readonly silent?: readonly string[];
  /** Layers that refuse the new picture, by image hash. */
  readonly writeFailures?: Readonly<Record<string, readonly SkippedLayer[]>>;
  /** Layers whose originals do not come back. */
  readonly restoreFailures?: readonly SkippedLayer[];
}

export interface Host {
  open(html: string, scenario: HostScenario): void;
  /** Changes answers while the panel is open. */
  change(changes: Partial<HostScenario>): void;
  emit<E extends EventName>(name: E, payload: EventPayload<E>): void;
  /** Names of the requests so far, with the image hash where there is one. */
  readonly log: string[];
  /** Where the panel wrote to: “layer target”. */
  readonly targets: string[];
  /** What the panel wrote, by the hash of the new picture. */
  readonly written: ReadonlyMap<string, Uint8Array>;
}

declare global {
  interface Window {
    host: Host;
  }
}

/** Figma's way: a small page that writes the panel into itself, since addresses are limited to 2 MB. */
const LOADER = `<script>addEventListener('message', (event) => {
  document.open();
  document.write(event.data.html);
  document.close();
}, { once: true });</script>`;

let scenario: HostScenario;
let server: RpcServer;
const log: string[] = [];
const targets: string[] = [];
const written = new Map<string, Uint8Array>();

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

async function enter(method: string, subject = ''): Promise<void> {
  log.push(subject === '' ? method : `${method} ${subject}`);
  if (scenario.silent?.includes(method)) await new Promise(() => undefined);
  const code = scenario.failing?.[method];
  if (code !== undefined) throw new OnestepError(code, {}, 'scripted by the test');
}

window.host = {
  log,
  targets,
  written,
  open: (html, firstScenario) => {
    scenario = firstScenario;
    const storage = createPluginStorage(
      memoryStorage({ settings: { version: 1, content: scenario.settings }, ...scenario.kept }),
    );
    const keeping = storageHandlers(storage);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    server = serveRequests(
      {
        post: (message: PlainValue) =>
          frame.contentWindow?.postMessage({ pluginMessage: message }, '*'),
        receive: (handler) =>
          window.addEventListener('message', (event: MessageEvent<{ pluginMessage?: unknown }>) => {
            if (event.source === frame.contentWindow) handler(event.data.pluginMessage);
          }),
      },
      {
        'session/start': async () => {
          await enter('session/start');
          const { relaunchedWith } = scenario;
          if (relaunchedWith !== undefined) {
            setTimeout(() => server.emit('launched', { command: relaunchedWith, prompt: null }), 0);
          }
          return {
            command: scenario.command,
            prompt: scenario.prompt ?? null,
            ...(await loadAll(storage)),
            settings: scenario.settings,
            editor: 'figma',
          };
        },
        ...keeping,
        'settings/save': async ({ settings }) => {
          const { scale, ...others } = settings;
          const set = Object.entries(others).filter(
            ([name, value]) => value !== DEFAULT_SETTINGS[name as keyof Settings],
          );
          await enter('settings/save', [scale, ...set.map((entry) => entry.join('='))].join(' '));
          return {};
        },
        'presets/save': async (preset, context) => {
          await enter('presets/save', preset.name);
          return keeping['presets/save'](preset, context);
        },
        'storage/use': async () => {
          await enter('storage/use');
          return {
            stored: await storedBytes(storage),
            page: scenario.page ?? { originals: 0, layers: 0 },
          };
        },
        'selection/read': async (_, { reportProgress }) => {
          reportProgress({ done: 120, total: 400 });
          await enter('selection/read');
          return scenario.selection;
        },
        'picture/read': async ({ imageHash }) => {
          await enter('picture/read', imageHash);
          const stored = scenario.pictures[imageHash];
          const bytes = written.get(imageHash) ?? (stored === undefined ? null : bytesOf(stored));
          if (bytes === null) throw new OnestepError('image-missing');
          return { bytes };
        },
        'picture/write': async ({ imageHash, uses, bytes }) => {
          await enter('picture/write', imageHash);
          targets.push(...uses.map(({ nodeId, target }) => `${nodeId} ${target}`));
          const failures = scenario.writeFailures?.[imageHash] ?? [];
          const refused = new Set(failures.map((failure) => failure.nodeId));
          const takers = uses.filter((use) => !refused.has(use.nodeId));
          const newHash = `${imageHash}-enhanced`;
          written.set(newHash, bytes);
          return {
            imageHash: newHash,
            writtenNodeIds: takers.map((use) => use.nodeId),
            failures: [...failures],
            originalsKept: true,
          };
        },
        'picture/place-beside': async ({ nodeId }) => {
          await enter('picture/place-beside', nodeId);
          return { nodeId: `${nodeId}-beside` };
        },
        'originals/restore': async ({ uses }) => {
          const nodeIds = uses?.map(({ nodeId }) => nodeId) ?? [];
          await enter('originals/restore', nodeIds.join(' '));
          const failures = scenario.restoreFailures ?? [];
          const refused = new Set(failures.map(({ nodeId }) => nodeId));
          const restoredNodeIds = nodeIds.filter((nodeId) => !refused.has(nodeId));
          return { restoredNodeIds, failures: failures.filter((f) => nodeIds.includes(f.nodeId)) };
        },
        'canvas/show': async ({ nodeId }) => {
          await enter('canvas/show', nodeId);
          return {};
        },
        'run/commit': async () => {
          await enter('run/commit');
          return {};
        },
        'canvas/notify': async ({ text }) => {
          await enter('canvas/notify', text);
          return {};
        },
        'window/resize': async ({ width, height }) => {
          await enter('window/resize', `${width}x${height}`);
          return {};
        },
        'window/close': async () => {
          await enter('window/close');
          return {};
        },
      },
    );
    frame.addEventListener('load', () => frame.contentWindow?.postMessage({ html }, '*'), {
      once: true,
    });
    frame.src = `data:text/html,${encodeURIComponent(LOADER)}`;
  },
  change: (changes) => {
    scenario = { ...scenario, ...changes };
  },
  emit: (name, payload) => server.emit(name, payload),
};
