/** Reads tables of counts that databases answered: rows that make no sense are named, and the others count. */

import { describe, expect, test } from 'vitest';
import { readCountTable } from '../../../src/results/index.js';
import { asked } from '../made.js';

const QUESTION = { experiments: [asked()], by: [], isStitched: true };
const HEAD = 'kind,experiment,phase,since_ms,until_ms,variant,subjects,metric,converted,mean_x,xx,is_later';
const read = (text: string) => readCountTable(text, QUESTION);
const faultOf = (row: string, head = HEAD): string | undefined => read(`${head}\n${row}\n`).faults[0]?.reason;

describe('a table of counts', () => {
  test('is read with any line ends, capitals, a byte order mark and empty lines', () => {
    const rows = [HEAD.toUpperCase(), 'phase,cta,p1,1,2,,,,,,,0', '', 'arm,cta,p1,,,control,10,,,,'];
    for (const end of ['\n', '\r\n', '\r']) {
      const { counts, rows: known, faults } = read(`\ufeff${rows.join(end)}`);
      expect(faults).toEqual([]);
      expect(known).toBe(2);
      expect(counts.experiments[0]?.phases[0]?.arms[0]).toMatchObject({ variant: 'control', subjects: 10 });
    }
  });

  test('takes what is in quotes as one cell, with commas, line feeds and doubled quotes', () => {
    const { counts, faults } = read(`${HEAD}\nphase,cta,"p,""1""\n",1,2,,,,,,,0\n`);
    expect(faults).toEqual([]);
    expect(counts.experiments[0]?.phases[0]?.phase).toBe('p,"1"\n');
  });

  test('counts rows of experiments that were not asked for as sound, and leaves them aside', () => {
    const { counts, rows, faults } = read(`${HEAD}\nmetric,other,p1,,,control,0,unknown,,,\n`);
    expect([rows, faults]).toEqual([1, []]);
    expect(counts.experiments[0]?.phases).toEqual([]);
  });

  test('without rows, or without a head that names its columns, is refused', () => {
    expect(read('')).toMatchObject({ rows: 0, faults: [{ line: 1, reason: 'the table is empty' }] });
    const old = [HEAD.replace(',is_later', ''), 'phase,cta,p2,1,2,,,,,,', 'arm,cta,p2,,,control,10,,,,'];
    expect(read(old.join('\n'))).toMatchObject({
      counts: { experiments: [{ phases: [] }] },
      rows: 0,
      faults: [{ line: 1, reason: expect.stringMatching(/^the head names no column is_later.* run fx sql again/) }],
    });
    expect(read('a,b\n1,2\n').faults).toEqual([{ line: 1, reason: 'the head names no column kind and no experiment' }]);
    expect(read('kind,b\n1,2\n').faults).toEqual([{ line: 1, reason: 'the head names no column experiment' }]);
  });
});

describe('a row is left out and named', () => {
  test.each([
    ['is of no kind', 'army,cta,p1,,,control,10,,,,', /^kind is none of phase, arm/],
    ['is of a kind that objects have', 'constructor,cta,,,,,,,,,', /^kind is none of/],
    ['lacks what its kind needs', 'arm,cta,p1,,,control,,,,,', /^a row of the kind arm needs subjects$/],
    ['has a text for a number', 'arm,cta,p1,,,control,ten,,,,', /^subjects is no number$/],
    ['has fewer than none', 'arm,cta,p1,,,control,-1,,,,', /^subjects is below zero$/],
    [
      'does not say whether its phase is a later one',
      'phase,cta,p1,1,2,,,,,,,',
      /^a row of the kind phase needs is_later$/,
    ],
    ['has more cells than the head', 'arm,cta,p1,,,control,1,,,,,,7', /^it has more cells than the head$/],
    [
      'is of a metric that its experiment does not have',
      'metric,cta,p1,,,control,1,clicks,,,',
      /^cta has no metric clicks$/,
    ],
    ['counts subjects and not what they did', 'metric,cta,p1,,,control,1,orders,1,,', /something needs mean_x$/],
    [
      'has more who converted than there are',
      'metric,cta,p1,,,control,1,orders,2,1,0',
      /^more converted than there are subjects$/,
    ],
  ])('that %s', (_, row, reason) => {
    expect(faultOf(row)).toMatch(reason);
  });

  test('that has a quantile of some subjects of a first phase, as it cannot be added to that of the others', () => {
    const head = 'kind,experiment,phase,variant,is_carried,metric,events,subjects,quantile_value,quantile_error';
    const quantile = (phase: string, isCarried: number) =>
      `quantile,cta,${phase},control,${isCarried},orders,1,1,5,1,,,`;
    const phase = (id: string, isLater: number) => `phase,cta,${id},,,,,,,,${isLater},1,2`;
    const rows = [quantile('p1', 0), quantile('p1', 1), quantile('p2', 1), phase('p1', 0), phase('p2', 1)];
    expect(read([`${head},is_later,since_ms,until_ms`, ...rows].join('\n')).faults).toEqual([
      {
        line: 3,
        reason: 'in a first phase one quantile is of all subjects of a variant: write one row of it, with is_carried 0',
      },
    ]);
  });

  test('and a mean below zero is no fault', () => {
    expect(faultOf('metric,cta,p1,,,control,2,orders,1,-1,0.5\nphase,cta,p1,1,2,,,,,,,0')).toBeUndefined();
  });

  test('that is of a phase of which no row says whether it is a later one', () => {
    const rows = ['phase,cta,p2,then,2,,,,,,,1', 'arm,cta,p2,,,control,10,,,,', 'phase,cta,p1,1,2,,,,,,,0'];
    const { counts, faults } = read([HEAD, ...rows].join('\n'));
    expect(counts.experiments[0]?.phases.map(({ phase }) => phase)).toEqual(['p1']);
    expect(faults).toEqual([
      { line: 2, reason: 'since_ms is no number' },
      { line: 3, reason: 'no row of the kind phase says whether its phase is a later one' },
    ]);
  });

  test('with its line, where it begins', () => {
    const { faults } = read(`${HEAD}\nphase,cta,"p\n1",1,2,,,,,,,0\nwrong,cta,,,,,,,,,\n`);
    expect(faults.map(({ line }) => line)).toEqual([4]);
  });

  test('with all that follows it, where a quote stands in the middle of a cell', () => {
    const { rows, faults } = read(`${HEAD}\narm,cta,p1,,,con"trol,10,,,,\narm,cta,p1,,,control,10,,,,\n`);
    expect(rows).toBe(0);
    expect(faults).toEqual([{ line: 2, reason: 'it has more cells than the head' }]);
  });
});

describe('a table whose phases are not in the order in which the target published them', () => {
  const designs = ['p1', 'p2'].map((phase) => ({ phase, shares: { control: 1 }, control: 'control' }));
  const question = { ...QUESTION, experiments: [asked({ designs })] };
  const tableOf = (...phases: readonly (readonly [string, number])[]): string =>
    [HEAD, ...phases.flatMap(([id, is]) => [`arm,cta,${id},,,control,10,,,,`, `phase,cta,${id},1,2,,,,,,,${is}`])].join(
      '\n',
    );

  test.each([
    ['p2', 0, 'a first', 'a later'],
    ['p1', 1, 'a later', 'a first'],
  ])('is refused, with the line of %s', (phase, isLater, own, published) => {
    const text = tableOf(['x', 0], [phase, isLater]);
    expect(readCountTable(text, question)).toMatchObject({
      counts: { experiments: [{ phases: [] }] },
      rows: 0,
      faults: [
        {
          line: 5,
          reason: `the table takes ${phase} for ${own} phase, the target for ${published} one: make it anew with fx sql --to`,
        },
      ],
    });
    expect(read(text)).toMatchObject({ rows: 4, faults: [] });
  });

  test('counts where they are, whatever it says of phases that the target does not know', () => {
    const found = readCountTable(tableOf(['p1', 0], ['p2', 1], ['x', 0], ['y', 1]), question);
    expect([found.rows, found.faults]).toEqual([8, []]);
  });
});
