import { describe, expect, it } from 'vitest';
import { OnestepError } from '../../../src/shared/errors';
import { Report, type ReportOptions } from '../../../src/cli/enhance/report';

const OUTCOME = {
  format: 'png',
  width: 16384,
  height: 100,
  sourceWidth: 5000,
  sourceHeight: 31,
  scale: 3.2768,
  capped: true,
  promptReading: null,
} as const;

const planned = (name: string) => ({ input: name, target: `out/${name}`, format: 'png' }) as const;

function createReport(options: Partial<ReportOptions>) {
  const printed = { out: [] as string[], err: [] as string[] };
  const terminal = {
    out: (line: string) => void printed.out.push(line),
    err: (line: string) => void printed.err.push(line),
    screen: null,
  };
  const report = new Report(terminal, { pictures: 1, quiet: false, json: false, ...options });
  return { report, printed };
}

describe('a single picture', () => {
  it('has one line and no summary; a scale that was lowered is explained', () => {
    const { report, printed } = createReport({});
    report.enhanced(planned('a.png'), OUTCOME);
    expect(report.finish()).toBe(0);
    expect(printed).toEqual({
      out: ['a.png → out/a.png (16384 × 100 px, 3.28×: more would be larger than a result may be)'],
      err: [],
    });
  });
});

describe('a prompt', () => {
  const reading = { understood: ['remove noise', 'logo'], ignored: ['wall'] };

  it('is told about once, before the first result', () => {
    const { report, printed } = createReport({ pictures: 2 });
    report.enhanced(planned('a.png'), { ...OUTCOME, promptReading: reading });
    report.enhanced(planned('b.png'), { ...OUTCOME, promptReading: reading });
    expect(printed.err).toEqual(['prompt: understood “remove noise”, “logo”; ignored “wall”']);
  });

  it.each([
    [{ understood: [], ignored: ['wall'] }, ['prompt: understood nothing; ignored “wall”']],
    [{ understood: ['logo'], ignored: [] }, ['prompt: understood “logo”']],
    [{ understood: [], ignored: [] }, []],
    [null, []],
  ])('of which became %j is told as %j', (promptReading, lines) => {
    const { report, printed } = createReport({});
    report.enhanced(planned('a.png'), { ...OUTCOME, promptReading });
    expect(printed.err).toEqual(lines);
  });

  it('is part of the JSON document, and silent with --quiet', () => {
    const json = createReport({ json: true });
    json.report.enhanced(planned('a.png'), { ...OUTCOME, promptReading: reading });
    json.report.finish();
    expect(JSON.parse(json.printed.out[0]!)).toMatchObject({ prompt: reading });
    const quiet = createReport({ quiet: true });
    quiet.report.enhanced(planned('a.png'), { ...OUTCOME, promptReading: reading });
    expect([json.printed.err, quiet.printed.err]).toEqual([[], []]);
  });
});

describe('a batch', () => {
  it('names at most ten failures in its summary', () => {
    const { report, printed } = createReport({ pictures: 13 });
    report.enhanced(planned('a.png'), OUTCOME);
    for (let i = 1; i <= 12; i++) {
      report.failed({ input: `bad${i}.png`, error: new OnestepError('image-undecodable') });
    }
    expect(report.finish()).toBe(1);
    expect(printed.err.at(-1)).toMatch(
      /^1 of 13 pictures enhanced, 12 failed: bad1\.png, .*bad10\.png, and 2 more$/,
    );
  });

  it('ends with 130 when cancelled, whatever failed before', () => {
    const { report, printed } = createReport({ pictures: 3 });
    report.failed({ input: 'bad.png', error: new OnestepError('image-empty') });
    report.cancelled();
    expect(report.finish()).toBe(130);
    expect(printed.err.slice(1)).toEqual([
      'Cancelled. Nothing more was changed.',
      '0 of 3 pictures enhanced, 1 failed: bad.png',
    ]);
  });
});

describe('failures', () => {
  it('show the technical cause only where the next step asks for it', () => {
    const { report, printed } = createReport({ pictures: 2 });
    report.failed({ input: 'a.png', error: new OnestepError('internal', {}, 'a cause') });
    report.failed({ input: 'b.png', error: new OnestepError('image-undecodable', {}, 'a cause') });
    expect(printed.err[0]).toContain('\n  Details: a cause');
    expect(printed.err[1]).not.toContain('a cause');
  });
});

it('escapes what a terminal could act on in JSON', () => {
  const { report, printed } = createReport({ json: true });
  report.enhanced(planned('a\u009b31m\u001b.png'), OUTCOME);
  report.finish();
  expect(printed.out).toHaveLength(1);
  expect(printed.out[0]).not.toMatch(/[\u001b\u009b]/);
  expect(JSON.parse(printed.out[0]!)).toMatchObject({
    results: [{ input: 'a\u009b31m\u001b.png' }],
  });
});
