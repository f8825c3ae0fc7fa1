import { readSettings, type Settings } from '../shared/settings';

const KEY = 'settings';

type Storage = Pick<ClientStorageAPI, 'getAsync' | 'setAsync'>;

/** Last settings of this user on this machine; defaults when there are none or storage fails. */
export async function loadSettings(storage: Storage): Promise<Settings> {
  try {
    return readSettings(await storage.getAsync(KEY));
  } catch {
    // Settings are a convenience: a full or blocked storage must not keep the plugin from working.
    return readSettings(undefined);
  }
}

export async function saveSettings(storage: Storage, settings: Settings): Promise<void> {
  try {
    await storage.setAsync(KEY, settings);
  } catch {
    // As above: the choice holds for this window and is forgotten afterwards.
  }
}
