/** Tests how Studio says that an experiment is, by its last read-out. */

import { expect, test } from 'vitest';
import type { TimedReadout } from '../../src/serve/readout/readouts.js';
import { healthOf } from '../../src/serve/studio/words.js';
import { did, readArms } from '../results/madecounts.js';

const of = (control: number, treatment: number, converted = 0, days = 0): TimedReadout => {
  const result = readArms({ control: [did(converted, control)], treatment: [did(converted, treatment)] });
  const at = (result.untilMs ?? 0) + days * 86_400_000;
  return { entries: [], results: [result], dangers: [], lines: 0, notes: [], at };
};
const id = of(1, 1).results[0]?.id ?? '';

test('an experiment is healthy once its split is known to be right, and before that it is open', () => {
  expect(healthOf(null, id)).toEqual({ state: 'open', text: 'not read yet' });
  expect(healthOf(of(0, 0), id)).toEqual({ state: 'open', text: 'no visitors yet' });
  expect(healthOf(of(1, 2), id)).toEqual({ state: 'open', text: 'too few visitors to tell' });
  expect(healthOf(of(500, 510, 100), id)).toEqual({ state: 'good', text: 'healthy' });
  expect(healthOf(of(500, 900, 100), id)).toEqual({ state: 'bad', text: 'split is off' });
});

test('an experiment that nobody comes into any more is not called healthy', () => {
  expect(healthOf(of(500, 510, 100, 1), id).state).toBe('good');
  expect(healthOf(of(500, 510, 100, 3), id)).toEqual({
    state: 'silent',
    text: expect.stringMatching(/^no visitors since \d+ \w+/) as string,
  });
  // What is wrong comes first.
  expect(healthOf(of(500, 900, 100, 3), id).state).toBe('bad');
});
