import { describe, expect, it } from 'vitest';
import {
  planOutputs,
  type OutputPlan,
  type PlanRequest,
} from '../../../src/cli/enhance/output-plan';
import { MemoryFileSystem } from './memory-file-system';

const JPEG = '\xff\xd8\xff\xe0';
const PNG = '\x89PNG';

function disk(files: Record<string, string>, ignoresCase = false): MemoryFileSystem {
  const system = new MemoryFileSystem(ignoresCase);
  for (const folder of ['in', 'out']) system.addFolder(folder);
  for (const [path, content] of Object.entries(files)) system.addFile(path, content);
  return system;
}

function plan(system: MemoryFileSystem, request: Partial<PlanRequest>): Promise<OutputPlan> {
  return planOutputs(
    { inputs: [], output: undefined, scale: 4, format: 'auto', force: false, ...request },
    system,
  );
}

/** Targets of the results, and codes of the refusals, in order. */
async function outcome(
  system: MemoryFileSystem,
  request: Partial<PlanRequest>,
): Promise<readonly string[]> {
  const { entries } = await plan(system, request);
  return entries.map((entry) => ('error' in entry ? entry.error.code : entry.target));
}

describe('names', () => {
  it('puts results beside their inputs when no output is named', async () => {
    const system = disk({ 'in/a.png': PNG, 'in/b.jpeg': JPEG });
    const inputs = ['in/a.png', './in/b.jpeg'];
    expect(await outcome(system, { inputs })).toEqual(['in/a@4x.png', 'in/b@4x.jpeg']);
    expect(await outcome(system, { inputs, scale: 2.5 })).toEqual([
      'in/a@2.5x.png',
      'in/b@2.5x.jpeg',
    ]);
  });

  it('keeps names in a folder, with the extension of the format', async () => {
    const system = disk({ 'in/a.JPG': JPEG, 'in/b.gif': 'GIF89a', 'in/scan.2': PNG });
    const inputs = ['in/a.JPG', 'in/b.gif', 'in/scan.2'];
    expect(await outcome(system, { inputs, output: 'out' })).toEqual([
      'out/a.JPG',
      'out/b.png',
      'out/scan.2.png',
    ]);
    expect(await outcome(system, { inputs, output: 'new/', format: 'webp' })).toEqual([
      'new/a.webp',
      'new/b.webp',
      'new/scan.2.webp',
    ]);
  });

  it('tells JPEG from its content, not from its name', async () => {
    const system = disk({ 'in/a.png': JPEG, 'in/b.jpg': PNG });
    expect(await outcome(system, { inputs: ['in/a.png', 'in/b.jpg'], output: 'out' })).toEqual([
      'out/a.jpg',
      'out/b.png',
    ]);
  });

  it.each([
    ['x.png', 'png'],
    ['x.JPEG', 'jpeg'],
    ['x.webp', 'webp'],
  ])('takes the format from the output file %s', async (output, format) => {
    const { entries } = await plan(disk({ 'a.png': PNG }), { inputs: ['a.png'], output });
    expect(entries).toEqual([{ input: 'a.png', target: output, format }]);
  });
});

describe('requests that make no sense', () => {
  it.each([
    [{ inputs: ['a.png', 'b.png'], output: 'x.png' }, 'output-needs-folder'],
    [{ inputs: ['a.png'], output: 'x.tiff' }, 'output-format-unknown'],
    [{ inputs: ['a.png'], output: 'x' }, 'output-format-unknown'],
    [{ inputs: ['a.png'], output: 'x.png', format: 'jpeg' as const }, 'option-invalid'],
  ])('%j is %s', async (request, code) => {
    await expect(plan(disk({ 'a.png': PNG }), request)).rejects.toMatchObject({ code });
  });
});

describe('inputs that cannot be read', () => {
  it('refuses them one by one', async () => {
    const system = disk({ 'a.png': PNG });
    const inputs = ['missing.png', 'in', 'a.png', 'a.png/b.png'];
    expect(await outcome(system, { inputs, output: 'out' })).toEqual([
      'input-missing',
      'input-is-folder',
      'out/a.png',
      'input-missing',
    ]);
  });

  it('plans an input that is given twice once', async () => {
    const system = disk({ 'a.png': PNG });
    expect(await outcome(system, { inputs: ['a.png', './a.png', 'in/../a.png'] })).toEqual([
      'a@4x.png',
    ]);
  });
});

describe('what is never overwritten', () => {
  it.each(['a.png', './a.png', 'in/../a.png', 'hard.png', 'symbolic.png', 'folder/a.png'])(
    'an input, under the name %s',
    async (output) => {
      const system = disk({ 'a.png': PNG });
      system.addHardLink('hard.png', 'a.png');
      system.addSymbolicLink('symbolic.png', 'a.png');
      system.addSymbolicLink('folder', '.');
      for (const force of [false, true]) {
        expect(await outcome(system, { inputs: ['a.png'], output, force })).toEqual([
          'output-is-input',
        ]);
      }
    },
  );

  it('an input under a name that differs in case or Unicode form where the disk ignores that', async () => {
    const system = disk({ 'a.png': PNG, 'caf\u00e9.png': PNG }, true);
    for (const [input, output] of [
      ['a.png', 'A.PNG'],
      ['caf\u00e9.png', 'cafe\u0301.png'],
    ]) {
      expect(await outcome(system, { inputs: [input!], output: output!, force: true })).toEqual([
        'output-is-input',
      ]);
    }
  });

  it('a later input of the same batch', async () => {
    const system = disk({ 'a.jpg': JPEG, 'a.png': PNG });
    const request = {
      inputs: ['a.jpg', 'a.png'],
      output: '.',
      format: 'png',
      force: true,
    } as const;
    expect(await outcome(system, request)).toEqual(['output-is-input', 'output-is-input']);
  });

  it('an existing file, unless told to', async () => {
    const system = disk({ 'a.png': PNG, 'out/a.png': 'old' });
    const request = { inputs: ['a.png'], output: 'out' };
    expect(await outcome(system, request)).toEqual(['output-exists']);
    expect(await outcome(system, { ...request, force: true })).toEqual(['out/a.png']);
  });

  it('a link that leads nowhere, unless told to', async () => {
    const system = disk({ 'a.png': PNG });
    system.addSymbolicLink('out/a.png', 'nowhere.png');
    expect(await outcome(system, { inputs: ['a.png'], output: 'out' })).toEqual(['output-exists']);
  });

  it.each([
    ['in/a.png', 'in/a.png'],
    ['in/a.png', 'in/A.png'],
    ['in/caf\u00e9.png', 'in/cafe\u0301.png'],
    ['in/stra\u00dfe.png', 'in/STRASSE.png'],
  ])('another result: %s and %s', async (first, second) => {
    const system = disk({ [first]: PNG });
    system.addFolder('in2');
    system.addFile(second.replace('in/', 'in2/'), PNG);
    const inputs = [first, second.replace('in/', 'in2/')];
    for (const force of [false, true]) {
      expect(await outcome(system, { inputs, output: 'out/', force })).toEqual([
        first.replace('in/', 'out/'),
        'output-collision',
      ]);
    }
  });
});

it.each(['out/a.png', 'missing/a.png', 'a.png/b.png'])(
  'refuses the target %s before any work when it cannot be written',
  async (output) => {
    const system = disk({ 'a.png': PNG, 'b.png': PNG });
    system.addFolder('out/b.png');
    const request =
      output === 'out/a.png' ? { inputs: ['b.png'], output: 'out' } : { inputs: ['b.png'], output };
    expect(await outcome(system, request)).toEqual(['output-unwritable']);
  },
);
