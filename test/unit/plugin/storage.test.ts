import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  createKeptValue,
  type KeptFormat,
  type Storage,
} from '../../../src/plugin/storage/kept-value';
import { createPluginStorage, storedBytes } from '../../../src/plugin/storage/plugin-storage';
import { storageHandlers } from '../../../src/plugin/storage/storage-handlers';
import {
  MAX_PRESET_NAME_CHARACTERS,
  MAX_PRESETS,
  presetSettings,
  readPresets,
  withPreset,
  withRenamed,
  type Preset,
} from '../../../src/shared/presets';
import {
  MAX_KEPT_PROMPTS,
  readPromptHistory,
  withPrompt,
} from '../../../src/shared/prompt-history';
import { MAX_PROMPT_CHARACTERS } from '../../../src/shared/limits';
import { DEFAULT_SETTINGS } from '../../../src/shared/settings';
import { memoryStorage } from '../../support/memory-storage';

const preset = (name: string, prompt = ''): Preset => ({
  name,
  settings: presetSettings(DEFAULT_SETTINGS),
  prompt,
});

const LIST: KeptFormat<readonly string[]> = {
  key: 'list',
  version: 2,
  read: (content) =>
    Array.isArray(content) ? content.filter((entry) => typeof entry === 'string') : [],
};

const add =
  (entry: string) =>
  (list: readonly string[]): readonly string[] => [...list, entry];

describe('a kept value', () => {
  it('is there at the next launch', async () => {
    const storage = memoryStorage();
    await createKeptValue(storage, LIST).update(add('a'));
    expect(await createKeptValue(storage, LIST).load()).toEqual({ value: ['a'], keeping: 'kept' });
    expect(storage.entries.get('list')).toEqual({ version: 2, content: ['a'] });
  });

  it('takes in what another window stored meanwhile', async () => {
    const storage = memoryStorage();
    const [one, other] = [createKeptValue(storage, LIST), createKeptValue(storage, LIST)];
    await one.load();
    await other.update(add('theirs'));
    expect((await one.update(add('mine'))).value).toEqual(['theirs', 'mine']);
  });

  it('loses none of many changes at once', async () => {
    const kept = createKeptValue(memoryStorage(), LIST);
    await Promise.all(['a', 'b', 'c'].map((entry) => kept.update(add(entry))));
    expect((await kept.load()).value).toEqual(['a', 'b', 'c']);
  });

  it('of a newer version is left untouched, and changes last for the window', async () => {
    const newer = { version: 3, content: { shape: 'unknown' } };
    const storage = memoryStorage({ list: newer });
    const kept = createKeptValue(storage, LIST);
    expect(await kept.load()).toEqual({ value: [], keeping: 'newer' });
    expect(await kept.update(add('a'))).toEqual({ value: ['a'], keeping: 'newer' });
    expect(await kept.update(add('b'))).toEqual({ value: ['a', 'b'], keeping: 'newer' });
    expect(await kept.clear()).toEqual({ value: [], keeping: 'newer' });
    expect(storage.entries.get('list')).toEqual(newer);
  });

  it.each<[string, Partial<Storage>]>([
    ['refuses to store', { setAsync: () => Promise.reject(new Error('quota')) }],
    [
      'throws at once',
      {
        getAsync: () => {
          throw new Error('blocked');
        },
        setAsync: () => {
          throw new Error('blocked');
        },
      },
    ],
  ])('lasts for the window when the storage %s', async (_, broken) => {
    const kept = createKeptValue({ ...memoryStorage(), ...broken }, LIST);
    expect(await kept.update(add('a'))).toEqual({ value: ['a'], keeping: 'unavailable' });
    expect(await kept.load()).toEqual({ value: ['a'], keeping: 'unavailable' });
  });

  it('is stored as soon as a full storage has room again', async () => {
    const storage = memoryStorage();
    const { setAsync } = storage;
    storage.setAsync = () => Promise.reject(new Error('quota'));
    const kept = createKeptValue(storage, LIST);
    await kept.update(add('a'));
    storage.setAsync = setAsync;
    expect(await kept.update(add('b'))).toEqual({ value: ['a', 'b'], keeping: 'kept' });
  });

  it('does not wait for a storage that never answers', async () => {
    vi.useFakeTimers();
    try {
      const storage = { ...memoryStorage(), getAsync: () => new Promise(() => undefined) };
      const loading = createKeptValue(storage, LIST).load();
      await vi.advanceTimersByTimeAsync(5000);
      expect(await loading).toEqual({ value: [], keeping: 'unavailable' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('says about how much room it takes', async () => {
    const storage = createPluginStorage(memoryStorage());
    expect(await storedBytes(storage)).toEqual({ settings: 0, presets: 0, prompts: 0 });
    await storage.prompts.update(() => ['é']);
    expect((await storedBytes(storage)).prompts).toBe(
      Buffer.byteLength('prompts{"version":1,"content":["é"]}'),
    );
  });
});

describe('stored entries of any shape', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, withTypedArray: true });
  const validPreset = fc.record({
    name: fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== ''),
    settings: fc.constant(presetSettings(DEFAULT_SETTINGS)),
    prompt: fc.string({ maxLength: 40 }),
  });

  it('never make a start fail', async () => {
    await fc.assert(
      fc.asyncProperty(anything, anything, anything, async (settings, presets, prompts) => {
        const entries = new Map<string, unknown>([
          ['settings', settings],
          ['presets', { version: 1, content: presets }],
          ['prompts', prompts],
        ]);
        const storage = createPluginStorage({
          ...memoryStorage(),
          getAsync: async (key) => entries.get(key),
        });
        await storage.settings.load();
        await storage.presets.load();
        await storage.prompts.load();
        await storedBytes(storage);
      }),
    );
  });

  it('never take a valid preset with them', () => {
    const names = fc.uniqueArray(validPreset, {
      selector: ({ name }) => name.trim().toLowerCase(),
      maxLength: MAX_PRESETS,
    });
    const damaged = anything.filter((entry) => readPresets([entry]).length === 0);
    fc.assert(
      fc.property(names, fc.array(damaged), fc.infiniteStream(fc.nat()), (valid, bad, at) => {
        const stored: unknown[] = [...valid];
        for (const entry of bad)
          stored.splice((at.next().value ?? 0) % (stored.length + 1), 0, entry);
        expect(readPresets(stored)).toEqual(
          valid.map((entry) => ({ ...entry, name: entry.name.trim() })),
        );
      }),
    );
  });

  it('never take a valid prompt with them', () => {
    const prompt = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
    const damaged = anything.filter((entry) => readPromptHistory([entry]).length === 0);
    fc.assert(
      fc.property(
        fc.uniqueArray(prompt, { selector: (text) => text.trim(), maxLength: MAX_KEPT_PROMPTS }),
        fc.array(damaged),
        (valid, bad) => {
          expect(readPromptHistory([...bad, ...valid])).toEqual(valid.map((text) => text.trim()));
        },
      ),
    );
  });

  it('keep the presets of an older version, with defaults for what it did not know', () => {
    const stored = [{ name: 'Old', settings: { scale: 2, crisp: 7 }, prompt: '', future: true }];
    expect(readPresets(stored)).toEqual([
      { name: 'Old', settings: presetSettings({ ...DEFAULT_SETTINGS, scale: 2 }), prompt: '' },
    ]);
  });

  it('keep where a batch looks out of presets', () => {
    const settings = { ...DEFAULT_SETTINGS, area: 'document', includeHiddenAndLocked: true };
    expect(readPresets([{ name: 'Kept', settings, prompt: '' }])).toEqual([preset('Kept')]);
  });

  it.each([
    ['a long name', { ...preset('x'.repeat(MAX_PRESET_NAME_CHARACTERS + 1)) }],
    ['a blank name', preset('  ')],
    ['a long prompt', preset('a', 'x'.repeat(MAX_PROMPT_CHARACTERS + 1))],
    ['no settings', { name: 'a', prompt: '' }],
    ['a name that is taken', preset('KEPT')],
  ])('lose a preset with %s, and no other', (_, damaged) => {
    expect(readPresets([preset('Kept'), damaged])).toEqual([preset('Kept')]);
  });
});

describe('presets', () => {
  it('are replaced under their name, whatever its case', () => {
    const replaced = withPreset([preset('Photo'), preset('Logo')], preset('photo', 'warm'));
    expect(replaced).toEqual([preset('photo', 'warm'), preset('Logo')]);
  });

  it('are as many as fit; those that are there can still be replaced', () => {
    const full = Array.from({ length: MAX_PRESETS }, (_, index) => preset(`${index}`));
    expect(withPreset(full, preset('more'))).toBe(full);
    expect(withPreset(full, preset('3', 'new'))[3]).toEqual(preset('3', 'new'));
  });

  it('keep their names apart when one is renamed', () => {
    const two = [preset('Photo'), preset('Logo')];
    expect(withRenamed(two, { name: 'Photo', newName: 'logo' })).toBe(two);
    expect(withRenamed(two, { name: 'gone', newName: 'New' })).toBe(two);
    expect(withRenamed(two, { name: 'Photo', newName: 'PHOTO' })[0]?.name).toBe('PHOTO');
  });
});

describe('the prompt history', () => {
  it('has the newest first, each once, and no more than it keeps', () => {
    let prompts: readonly string[] = [];
    for (let index = 0; index < MAX_KEPT_PROMPTS + 5; index++) {
      prompts = withPrompt(prompts, `prompt ${index}`);
    }
    prompts = withPrompt(prompts, 'prompt 10');
    expect(prompts).toHaveLength(MAX_KEPT_PROMPTS);
    expect(prompts.slice(0, 2)).toEqual(['prompt 10', `prompt ${MAX_KEPT_PROMPTS + 4}`]);
  });
});

describe('requests about what is kept', () => {
  const context = { signal: { aborted: false }, reportProgress: () => undefined } as never;

  it('change it and answer with what is there then', async () => {
    const storage = memoryStorage();
    const ask = storageHandlers(createPluginStorage(storage));
    await ask['presets/save'](preset('A'), context);
    await ask['presets/save'](preset('B'), context);
    await ask['presets/rename']({ name: 'A', newName: 'C' }, context);
    expect(await ask['presets/delete']({ name: 'B' }, context)).toEqual({
      presets: [preset('C')],
      keeping: 'kept',
    });
    await ask['prompts/add']({ prompt: 'one' }, context);
    await ask['prompts/add']({ prompt: 'two' }, context);
    expect(await ask['prompts/remove']({ prompt: 'one' }, context)).toEqual({
      prompts: ['two'],
      keeping: 'kept',
    });
    await ask['settings/save']({ settings: { ...DEFAULT_SETTINGS, scale: 2 } }, context);
    expect(await ask['settings/reset']({}, context)).toEqual({ settings: DEFAULT_SETTINGS });
    await ask['presets/clear']({}, context);
    await ask['prompts/clear']({}, context);
    expect([...storage.entries]).toEqual([]);
  });
});
