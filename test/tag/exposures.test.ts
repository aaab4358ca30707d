/** Tests who is counted as having seen something: each subject once for a variant, and once for a holdout. */

import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import type { FxEvent, Manifest } from '../../src/core/index.js';
import { expose, exposeHoldouts, holds } from '../../src/tag/exposures.js';
import type { Run, Session } from '../../src/tag/state.js';
import { eventsOf, experiment, manifestOf, sessionOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let session: Session;
let events: FxEvent[];
let recorded: MockInstance;
beforeEach(() => {
  stage = createStage();
  session = sessionOf({ subjectId: 'ann' });
  events = eventsOf(session._site);
  recorded = vi.spyOn(session._site._delivery, '_record');
});
afterEach(() => stage.leave());

const verdict = { variant: 'treatment', recipe: true, exposure: true, reason: 'assigned' };
const runOf = (more: Partial<Run> = {}, of = experiment('a', { phase: 'p1' })): Run =>
  ({ _session: session, _experiment: of, _variant: of.variants[1], _verdict: verdict, ...more }) as Run;

test('a recipe holds while there is a variant, a verdict that has it shown, and nothing broken', () => {
  expect(holds(runOf())).toBe(true);
  expect(
    [
      undefined,
      runOf({ _variant: undefined }),
      runOf({ _isBroken: true }),
      runOf({ _verdict: { ...verdict, recipe: false } }),
      { ...runOf(), _verdict: undefined } as unknown as Run,
    ].map(holds),
  ).toEqual([false, false, false, false, false]);
});

test('an exposure is sent once for a subject and a variant, with the phase and the reason', () => {
  expect([expose(runOf()), expose(runOf())]).toEqual([true, false]);
  expect(events).toMatchObject([
    { type: 'exposure', experiment: 'a', variant: 'treatment', phase: 'p1', reason: 'assigned', subject: 'ann' },
  ]);
  expect(expose(runOf({ _variant: experiment('a').variants[0] }))).toBe(true);
});

test('nothing is sent without a variant, in a preview, or for whom all is barred', () => {
  const shown = runOf({ _verdict: { ...verdict, reason: 'preview' } });
  expect(
    [runOf({ _variant: undefined }), shown, { ...runOf(), _verdict: undefined } as unknown as Run].map(expose),
  ).toEqual([false, false, false]);
  session._bar = 'consent';
  expect([expose(runOf()), events]).toEqual([false, []]);
  session._bar = '';
  // It was not spent meanwhile.
  expect(expose(runOf())).toBe(true);
});

test.each([
  ['ops', { domOps: [] }, {}, false],
  ['js', { js: 'a()' }, {}, true],
  ['shared code', {}, { sharedJs: 'a()' }, true],
  ['a redirect', { redirect: '/b' }, {}, true],
])('it is stored at once where any arm may leave the page: %s', (_, recipe, rest, isUrgent) => {
  const of = experiment('a', rest, recipe);
  expose(runOf({ _variant: of.variants[0] }, of));
  expect(recorded).toHaveBeenCalledExactlyOnceWith(expect.anything(), isUrgent);
});

/** A manifest whose holdout looks at everyone. */
const heldOut = (share: number): Manifest => ({
  ...manifestOf(experiment('a'), experiment('b')),
  holdouts: [{ id: 'h', name: 'H', share }],
});

test.each([
  [1, 'held'],
  [0, 'open'],
])('a holdout of %d counts a subject once, whatever experiment makes it, as %s', (share, variant) => {
  session._site._manifest = heldOut(share);
  exposeHoldouts(session, experiment('a'), 'assigned');
  exposeHoldouts(session, experiment('b'), 'holdout');
  expect(events).toMatchObject([{ type: 'exposure', experiment: 'h', variant, reason: 'holdout' }]);
});

test.each(['preview', 'disabled', 'draft', 'paused', 'schedule', 'invalid'])(
  'where the reason is %s, no holdout was asked, and none is counted',
  (reason) => {
    session._site._manifest = heldOut(1);
    exposeHoldouts(session, experiment('a'), reason);
    expect(events).toEqual([]);
  },
);

test('a holdout counts nobody in a preview, and is not spent by one', () => {
  session._site._manifest = heldOut(1);
  exposeHoldouts({ ...session, _preview: 'a:b' }, experiment('a'), 'assigned');
  expect(events).toEqual([]);
  exposeHoldouts(session, experiment('a'), 'assigned');
  expect(events).toHaveLength(1);
});
