/** Tests the ledger of the calibration: a long run goes on where it stopped. */

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Game } from '../../../scripts/calibration/index.mjs';
import { openLedger } from '../../../scripts/calibration/ledger.mjs';

const folder = mkdtempSync(join(tmpdir(), 'fx-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (name: string, otherSeeds = 0) => openLedger(join(folder, name), { isLong: true, otherSeeds });

/** Plays some cases of a part, and says which ones it had to play. */
function play(game: Game, cases: readonly number[]) {
  const played: number[] = [];
  const rows = cases.flatMap((at) =>
    game.rowsOf(at, () => {
      played.push(at);
      return [{ seen: at / 10 }];
    }),
  );
  return { rows, played };
}

test('a case that was played is not played again, and its rows are what they were', () => {
  expect(play(open('again').gameOf('splits'), [0, 1])).toEqual({ rows: [{ seen: 0 }, { seen: 0.1 }], played: [0, 1] });
  expect(play(open('again').gameOf('splits'), [0, 1, 2])).toEqual({
    rows: [{ seen: 0 }, { seen: 0.1 }, { seen: 0.2 }],
    played: [2],
  });
});

test('other seeds, and another part, are other cases', () => {
  play(open('others').gameOf('splits'), [0]);
  expect(play(open('others', 1).gameOf('splits'), [0]).played).toEqual([0]);
  expect(play(open('others').gameOf('power'), [0]).played).toEqual([0]);
});

test('it says how many cases of a part were never played, and plays none of them', () => {
  play(open('missing').gameOf('splits'), [0, 2]);
  expect(open('missing').missingOf('splits', (game) => expect(play(game, [0, 1, 2, 3]).played).toEqual([]))).toBe(2);
});

test('a line that a run left half is played again', () => {
  play(open('half').gameOf('splits'), [0]);
  appendFileSync(join(folder, 'half'), '{"key":"splits 1 lo');
  expect(play(open('half').gameOf('splits'), [0, 1]).played).toEqual([1]);
  expect(play(open('half').gameOf('splits'), [0, 1]).played).toEqual([]);
});
