/** Tests the decision of a page for an experiment: what the core is asked with, and what the page adds to it. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import type { Options } from '../../src/tag/options.js';
import {
  contextOf,
  forcedIn,
  isStale,
  judge,
  lookAround,
  noteFacts,
  overruled,
  questionOf,
  recalled,
} from '../../src/tag/session.js';
import type { Run } from '../../src/tag/state.js';
import { experiment, sessionOf, siteOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const reason = (options: Options, one: Experiment): string => judge(sessionOf(options, one), one).reason;
const broken = (): never => {
  throw new Error('of the page');
};

test('rules read the facts of the host, and what the page knows in the place of the same names', () => {
  const session = sessionOf({ targetingContext: { user: { tier: 'pro' }, page: 'none' } });
  expect(contextOf(session)).toMatchObject({
    user: { tier: 'pro' },
    page: { path: '/shoes' },
    visitor: { isNew: true },
  });
});

test('what another tool gave counts where fx gave nothing, and what it throws is nothing', () => {
  const a = experiment('a');
  const session = sessionOf({ recall: () => 'control' }, a);
  expect(questionOf(session, a).sticky).toBe('control');
  session._sticky._set(a, 'treatment');
  expect(questionOf(session, a).sticky).toBe('treatment');
  expect([recalled(siteOf({ recall: broken }), a), recalled(siteOf(), a)]).toEqual([null, null]);
});

test('the function of the page has the last word, and where it throws the verdict stays', () => {
  const a = experiment('a');
  const asked = vi.fn(() => 'control');
  const session = sessionOf({ decide: asked, subjectId: 'ann' }, a);
  expect(judge(session, a).variant).toBe('control');
  expect(asked).toHaveBeenCalledExactlyOnceWith(a, 'ann', expect.objectContaining({ variant: 'treatment' }));
  const said = { variant: 'treatment', recipe: true, exposure: true, reason: 'assigned' };
  expect(overruled(siteOf({ decide: broken }), a, 'ann', said)).toBeUndefined();
  expect(reason({ decide: broken }, a)).toBe('assigned');
});

test('what is malformed is invalid before anything else is asked, also for whom all is barred', () => {
  const wrong = { ...experiment('a'), variants: null } as unknown as Experiment;
  expect([reason({}, wrong), reason({ consent: 'required' }, wrong)]).toEqual(['invalid', 'invalid']);
});

test('who is barred is out of everything for that reason, but for what a preview forces', () => {
  const a = experiment('a', { audience: { sampleRate: 0 } });
  const session = sessionOf({ consent: 'required' }, a);
  expect(judge(session, a)).toEqual({ variant: null, recipe: false, exposure: false, reason: 'consent' });
  const forced = { ...session, _preview: 'a:control' };
  expect(judge(forced, a)).toMatchObject({ variant: 'control', exposure: false, reason: 'preview' });
});

test('what a preview forces is a key of this experiment, and the first of its id counts', () => {
  const session = { ...sessionOf(), _preview: 'b:x,a:control,a:treatment' };
  expect([forcedIn(session, experiment('a')), forcedIn(session, experiment('c'))]).toEqual(['control', null]);
});

test('a page that was rendered for somebody else is stale, but in a preview', () => {
  const session = sessionOf();
  const a = experiment('a');
  session._site._rendered = 'a:control,';
  expect([isStale(session, a, 'treatment'), isStale(session, a, 'control')]).toEqual([true, false]);
  expect(isStale(session, experiment('b'), 'treatment')).toBe(false);
  expect(isStale({ ...session, _preview: 'a:treatment' }, a, 'treatment')).toBe(false);
  expect(judge(session, a).reason).toBe('stale');
});

test('what the policies of the page forbid is asked last: never for whom it is no question', () => {
  const a = experiment('a');
  const session = sessionOf({}, a);
  const allows = vi.spyOn(session._site._capability, '_allows').mockReturnValue(false);
  expect(judge(session, experiment('b', { audience: { sampleRate: 0 } })).reason).toBe('sample');
  expect(allows).not.toHaveBeenCalled();
  expect(judge(session, a).reason).toBe('csp');
});

test('of a rule that reads the page, the facts of the person stay and those of the page are read anew', () => {
  const rule = { and: [{ '==': [{ var: 'user.tier' }, 'pro'] }, { '==': [{ var: 'page.path' }, '/shoes'] }] };
  const session = sessionOf({ targetingContext: { user: { tier: 'pro' } } });
  const runOf = (one: Experiment): Run => ({ _session: session, _experiment: one }) as Run;
  const run = runOf(experiment('a', { audience: { rule } }));
  lookAround(run);
  expect(run._isElsewhere).toBeUndefined();
  noteFacts(run);
  session._site._context = {};
  lookAround(run);
  expect(run._isElsewhere).toBe(false);
  window.happyDOM.setURL('https://shop.example.co.nz/hats');
  lookAround(run);
  expect(run._isElsewhere).toBe(true);
  const other = runOf(experiment('b', { audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } }));
  noteFacts(other);
  expect(other._facts).toBeUndefined();
});
