/** Tests the answer of `explain`: its gates and failures, and where the verdict of a run is not the one that holds. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import { explainTo } from '../../src/tag/explained.js';
import { fail } from '../../src/tag/report.js';
import type { Run, Session } from '../../src/tag/state.js';
import { experiment, sessionOf, siteOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let session: Session;
beforeEach(() => {
  stage = createStage();
  session = sessionOf({ subjectId: 'ann' });
});
afterEach(() => stage.leave());

const a = experiment('a', { trigger: { kind: 'manual' } });
/** The run of an experiment whose trigger is on. */
const run = (more: Partial<Run>, one: Experiment = a): void => {
  const part = { _isOn: () => true } as Run['_part'];
  session._runs.set(one.id, { _session: session, _experiment: one, _part: part, ...more });
};

test('before the first decision there is nothing to be said', () => {
  expect(explainTo(siteOf(), a)).toBeUndefined();
});

test('what does not run yet is judged as it would be, and its trigger comes last, off', () => {
  const said = explainTo(session._site, a);
  expect(said).toMatchObject({ id: 'a', variant: 'treatment', reason: 'assigned', isActive: false, failures: [] });
  expect(said?.gates.length).toBeGreaterThan(1);
  expect(said?.gates.at(-1)).toEqual({
    gate: 'trigger',
    pass: false,
    saw: { trigger: { kind: 'manual' }, address: 'https://shop.example.co.nz/shoes?size=9#top' },
  });
});

test('what runs says what was decided when it began, and that it is active', () => {
  const verdict = { variant: 'control', recipe: true, exposure: true, reason: 'sticky' };
  run({ _verdict: verdict, _variant: a.variants[0] });
  const said = explainTo(session._site, a);
  expect(said).toMatchObject({ variant: 'control', reason: 'sticky', isActive: true });
  expect(said?.gates.at(-1)).toMatchObject({ gate: 'trigger', pass: true });
});

test('what a rule keeps off this view is judged anew', () => {
  const verdict = { variant: 'control', recipe: true, exposure: true, reason: 'sticky' };
  run({ _verdict: verdict, _isElsewhere: true });
  expect(explainTo(session._site, a)).toMatchObject({ variant: 'treatment', reason: 'assigned', isActive: false });
});

test('what is malformed has no gates that could be asked', () => {
  const wrong = { ...experiment('w'), variants: null } as unknown as Experiment;
  expect(explainTo(session._site, wrong)).toMatchObject({ reason: 'invalid', gates: [], failures: [] });
});

test('failures are those of this experiment, each once, with a selector where there is one', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  fail(session, 'a', 'treatment', 'timeout', undefined, '#hero');
  fail(session, 'a', 'treatment', 'timeout', undefined, '#hero');
  fail(session, 'a', '', 'error', new Error('mine'));
  fail(session, 'ab', '', 'error', new Error('of another'));
  expect(explainTo(session._site, a)?.failures).toEqual([
    { code: 'timeout', selector: '#hero', message: 'timeout' },
    { code: 'error', selector: undefined, message: 'Error: mine' },
  ]);
});
