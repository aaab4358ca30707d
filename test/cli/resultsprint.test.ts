/** Tests results on terminals that are narrower than a table. */

import colors from 'picocolors';
import { expect, test } from 'vitest';
import { resultText } from '../../src/cli/resultsprint.js';
import { createTerminal } from '../../src/cli/terminal.js';
import { asked, HEADING, wordsFor } from '../results/made.js';
import { did, readArms } from '../results/madecounts.js';

const RESULT = readArms({ control: [did(1000, 10_000)], treatment: [did(1200, 10_000)] }, asked());
const textAt = (width: number): string =>
  resultText('cta', HEADING, wordsFor(RESULT), { paint: colors.createColors(false), width });
/** From the metric's head to what it comes to. */
const figuresAt = (width: number): string[] => {
  const lines = textAt(width).split('\n');
  const head = lines.findIndex((line) => line.startsWith('  orders'));
  return lines.slice(
    head + 1,
    lines.findIndex((line) => line.includes('is higher than control')),
  );
};

test('figures are a table where the terminal is wide enough', () => {
  const [titles = '', ...rows] = figuresAt(Number.POSITIVE_INFINITY);
  expect(titles.trim()).toMatch(/^subjects {2}converted {3}share .* p$/);
  expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(['control', 'treatment']);
  const width = Math.max(titles.length, ...rows.map((row) => row.length));
  expect(figuresAt(width)).toEqual([titles, ...rows]);
  expect(figuresAt(width - 1)).not.toContain(titles);
});

test.each([80, 40])('in %d characters each figure has a line, the lift and its interval first', (width) => {
  expect(figuresAt(width)).toEqual([
    '    control',
    '      subjects   10,000',
    '      converted  1,000',
    '      share      10.00%',
    '    treatment',
    '      lift          +20.0%',
    '      95% interval  +10.9% to +29.9%',
    '      difference    +2.00 points',
    '                    (+1.13 to +2.87)',
    '      p             <0.0001',
    '      subjects      10,000',
    '      converted     1,200',
    '      share         12.00%',
  ]);
});

test.each([
  ['a terminal', true, 80, 80],
  ['a terminal that does not say how wide it is', true, undefined, Number.POSITIVE_INFINITY],
  ['a pipe', undefined, 80, Number.POSITIVE_INFINITY],
])('on %s lines are as long as fits', (_, isTTY, columns, width) => {
  const stream = { write: () => true, ...(isTTY && { isTTY }), ...(columns && { columns }) };
  expect(createTerminal({ stdin: {}, stdout: stream, stderr: stream, env: {} }, {}).width).toBe(width);
});
