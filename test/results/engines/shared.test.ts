/** Tests browsers that many people share, or that somebody makes look so: they are nobody’s, and cost little. */

import { expect, test } from 'vitest';
import { placeBrowser } from '../../../src/results/engines/browsers.js';
import type { ExposureRow } from '../../../src/results/engines/rows.js';
import { asked, buy, count, exposure, type Fields, ORDERS } from '../counted.js';
import { expectAlike } from './alike.js';
import { inSqlite } from './insqlite.js';

const QUESTION = asked([ORDERS]);

/** In each phase a visitor and one subject, to whom the visitor's order would go. */
const phases = (count: number, hostAt: (at: number) => string): Fields[] =>
  Array.from({ length: count }, (_, at) => [
    exposure(1000 * at, 'kiosk', 'a', { visitor: 'kiosk', phase: `p${at}` }),
    exposure(1000 * at + 1, hostAt(at), 'a', { visitor: 'kiosk', phase: `p${at}` }),
    buy(1000 * at + 2, 'kiosk', 1, { visitor: 'kiosk' }),
  ]).flat();

async function subjectsIn(rows: readonly Fields[]): Promise<number[]> {
  const { counts } = await count([rows], QUESTION);
  expectAlike(inSqlite(rows, QUESTION), counts);
  return (counts.experiments[0]?.phases ?? []).map(({ arms }) => arms.reduce((all, { subjects }) => all + subjects, 0));
}

test('a visitor who would be ten people is each of them, and one who would be eleven is none', async () => {
  expect(await subjectsIn(phases(10, (at) => `guest${at}`))).toEqual(Array(10).fill(1));
  expect(await subjectsIn(phases(11, (at) => `guest${at}`))).toEqual(Array(11).fill(2));
});

test('a visitor who signs in as one subject is that one, however many phases there are, up to a hundred', async () => {
  const subjects = await subjectsIn(phases(120, () => 'member'));
  // The subject itself is in its first hundred phases, the visitor in those beyond in which it is nobody.
  expect(subjects.slice(0, 100)).toEqual(Array(100).fill(1));
  expect(subjects.slice(100)).toEqual(Array(20).fill(1));
});

test('rows of a browser with a host to each of a thousand phases are placed once each', () => {
  const row = (at: number, subject: string): ExposureRow => ({
    is: 'exposure',
    browser: 'kiosk',
    subject,
    timeMs: at,
    skewMs: Number.NaN,
    experiment: 1,
    phase: at,
    variant: 1,
    facts: 0,
    isSticky: false,
    id: at,
    unit: subject,
    isCrossed: false,
  });
  const rows = Array.from({ length: 1000 }, (_, at) => [row(at, 'kiosk'), row(at, `guest${at}`)]).flat();
  const placed = placeBrowser('kiosk', rows, true);
  expect(placed.signedInAs).toEqual([]);
  expect(rows.every(({ unit, subject }) => unit === subject)).toBe(true);
});
