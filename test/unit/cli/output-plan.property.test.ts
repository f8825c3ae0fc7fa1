/** Whatever names, links and file systems meet: carrying out a plan never harms an input or a result. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OnestepError } from '../../../src/shared/errors';
import { planOutputs, type PlanRequest } from '../../../src/cli/enhance/output-plan';
import { MemoryFileSystem } from './memory-file-system';

const folder = fc.constantFrom('', './', 'x/', 'X/', 'y/', 'x/../', 'linked/');
const name = fc.constantFrom(
  'a.png',
  'A.png',
  'a.PNG',
  'a.jpg',
  'a',
  'a@4x.png',
  'b.gif',
  'caf\u00e9.png',
  'cafe\u0301.png',
);
const path = fc.tuple(folder, name).map((parts) => parts.join(''));
const content = fc.constantFrom('\xff\xd8\xff\xe0', '\x89PNG', '');

const fileSystem = fc
  .record({
    ignoresCase: fc.boolean(),
    files: fc.array(fc.tuple(path, content), { maxLength: 16 }),
    hardLinks: fc.array(fc.tuple(path, path), { maxLength: 3 }),
    symbolicLinks: fc.array(fc.tuple(path, name), { maxLength: 3 }),
  })
  .map(({ ignoresCase, files, hardLinks, symbolicLinks }) => {
    const system = new MemoryFileSystem(ignoresCase);
    for (const made of ['x', 'X', 'y']) system.addFolder(made);
    system.addSymbolicLink('linked', 'x');
    // A number makes every content its own, so that a change is seen.
    for (const [index, [at, start]] of files.entries()) system.addFile(at, `${start} ${index}`);
    for (const [at, to] of hardLinks) system.addHardLink(at, to);
    for (const [at, to] of symbolicLinks) system.addSymbolicLink(at, to);
    return system;
  });

const request: fc.Arbitrary<PlanRequest> = fc.record({
  inputs: fc.array(path, { minLength: 1, maxLength: 6 }),
  output: fc.oneof(path, fc.constantFrom(undefined, '.', 'x', 'y/', 'new/', 'linked', 'linked/')),
  scale: fc.constantFrom(2, 4),
  format: fc.constantFrom('auto', 'png', 'jpeg', 'webp'),
  force: fc.boolean(),
});

it('keeps inputs, other results and existing files whole', async () => {
  let carriedOut = 0;
  await fc.assert(
    fc.asyncProperty(fileSystem, request, async (system, wanted) => {
      const plan = await planOutputs(wanted, system).catch((error: unknown) => {
        expect(error).toBeInstanceOf(OnestepError);
        return null;
      });
      if (plan === null) return;
      const existing: string[] = [];
      for (const input of wanted.inputs)
        if ((await system.facts(input)) !== null) existing.push(input);
      const before = existing.map((input) => system.read(input));
      const results = plan.entries.filter((entry) => 'target' in entry);
      if (!wanted.force) {
        for (const { target } of results) expect(await system.isTaken(target)).toBe(false);
      }

      system.addFolder('new');
      // Not even a program that writes through links would reach an input.
      for (const { input, target } of results) system.writeThrough(target, `through ${input}`);
      expect(existing.map((input) => system.read(input))).toEqual(before);
      for (const { input, target } of results) system.replace(target, `result of ${input}`);
      expect(existing.map((input) => system.read(input))).toEqual(before);
      for (const { input, target } of results) {
        expect(system.read(target)).toBe(`result of ${input}`);
      }
      carriedOut += results.length;
    }),
    { numRuns: 3000 },
  );
  // The property would hold for a plan that refuses everything.
  expect(carriedOut).toBeGreaterThan(500);
});

it('says something about every input, once', async () => {
  await fc.assert(
    fc.asyncProperty(fileSystem, request, async (system, wanted) => {
      const plan = await planOutputs(wanted, system).catch(() => null);
      if (plan === null) return;
      const spoken = new Set(plan.entries.map((entry) => entry.input));
      expect(plan.entries.length).toBeLessThanOrEqual(wanted.inputs.length);
      for (const input of wanted.inputs) {
        const facts = await system.facts(input);
        const identities = await Promise.all([...spoken].map((other) => system.facts(other)));
        const same = identities.some(
          (other) => other !== null && other.identity === facts?.identity,
        );
        expect(spoken.has(input) || same).toBe(true);
      }
    }),
  );
});
