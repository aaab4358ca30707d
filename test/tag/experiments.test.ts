/** Tests the life of experiments in a session: a view begins them, new facts decide again, and an end undoes them. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import { end, hasEnded, hostTriggerOf, isDoubtful, isOpen, reconsider, view } from '../../src/tag/experiments.js';
import type { Options } from '../../src/tag/options.js';
import type { Session } from '../../src/tag/state.js';
import { eventsOf, experiment, sessionOf, siteOf } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
const sessions: Session[] = [];
const page = window as unknown as { seen: string[] };
beforeEach(() => {
  stage = createStage();
  page.seen = [];
});
afterEach(() => {
  for (const session of sessions.splice(0)) end(session, undefined, true);
  Reflect.deleteProperty(page, 'seen');
  stage.leave();
});

const begin = (options: Options, ...experiments: readonly Experiment[]): Session => {
  const session = sessionOf(options, ...experiments);
  session._site._isTrusted = true;
  sessions.push(session);
  return session;
};
const keys = ({ _runs: runs }: Session): unknown[] => [...runs].map(([id, { _variant }]) => `${id} ${_variant?.key}`);
const trace = (id: string): Experiment =>
  experiment(id, { sharedJs: `return () => seen.push("shared ${id}")` }, { js: `return () => seen.push("own ${id}")` });

test('what a rule, facts or dates decide is open, and nothing else', () => {
  expect(['rule', 'context', 'schedule', 'sample', 'rules', 'stale', ''].map(isOpen)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('an end is over at its very moment, and none is never over', () => {
  const at = (ms: number): Experiment => experiment('a', { endAt: new Date(NOW + ms).toISOString() });
  expect([at(0), at(-1), at(1), experiment('a')].map(hasEnded)).toEqual([true, true, false, false]);
});

test('a function of the page is of an id that the page has named, inherited names are none', () => {
  const onCart = (): boolean => true;
  const session = begin({ triggers: { a: onCart } });
  expect([hostTriggerOf(session, 'a'), hostTriggerOf(session, 'b'), hostTriggerOf(session, 'toString')]).toEqual([
    onCart,
    false,
    false,
  ]);
  expect(hostTriggerOf(begin({}), 'a')).toBe(false);
});

test('what is doubtful is what could do harm on a strict page, as long as nobody has confirmed it', () => {
  const site = siteOf();
  const harmless = vi.spyOn(site._capability, '_isHarmless').mockReturnValue(false);
  expect(isDoubtful(site, experiment('a'))).toBe(true);
  site._isTrusted = true;
  expect(isDoubtful(site, experiment('a'))).toBe(false);
  site._isTrusted = false;
  harmless.mockReturnValue(true);
  expect(isDoubtful(site, experiment('a'))).toBe(false);
});

test('a doubtful experiment is neither decided nor counted, and begins with the view after its confirmation', () => {
  const session = begin({}, experiment('a'));
  const events = eventsOf(session._site);
  session._site._isTrusted = false;
  vi.spyOn(session._site._capability, '_isHarmless').mockReturnValue(false);
  view(session);
  expect([session._runs.get('a')?._verdict, events]).toEqual([undefined, []]);
  session._site._isTrusted = true;
  view(session);
  expect([keys(session), events.length]).toEqual([['a treatment'], 1]);
});

test('a view begins what is on this page, in order, and nothing is armed for what is elsewhere', () => {
  const on = (pattern: string) => ({ trigger: { kind: 'urlMatch' as const, pattern } });
  const session = begin({}, experiment('b', on('/shoes')), experiment('a', on('/hats')), experiment('c'));
  view(session);
  expect(keys(session)).toEqual(['b treatment', 'c treatment']);
});

test('what is malformed is left out without a failure, and touches none beside it', () => {
  const wrong = { ...experiment('a'), variants: [] };
  const session = begin({}, wrong, experiment('b'));
  const events = eventsOf(session._site);
  view(session);
  expect([keys(session), events.map(({ type }) => type)]).toEqual([['b treatment'], ['exposure']]);
});

test('new facts let in whom a rule kept out, and take nothing from who is in', () => {
  const rule = { '==': [{ var: 'user.tier' }, 'pro'] };
  const session = begin({}, experiment('a', { audience: { rule } }), experiment('b'));
  view(session);
  expect(keys(session)).toEqual(['a undefined', 'b treatment']);
  session._site._context = { user: { tier: 'pro' } };
  reconsider(session);
  session._site._context = {};
  reconsider(session);
  expect(keys(session)).toEqual(['a treatment', 'b treatment']);
});

test('an end undoes the last first, keeps what is kept, and shared code stays until all is over', () => {
  const session = begin({}, trace('a'), trace('b'), trace('c'));
  view(session);
  end(session, new Set(['b']));
  expect([page.seen, keys(session)]).toEqual([['own c', 'own a'], ['b treatment']]);
  end(session, undefined, true);
  expect(page.seen.slice(2)).toEqual(['own b', 'shared a', 'shared b', 'shared c']);
  end(session, undefined, true);
  expect(page.seen).toHaveLength(6);
});

test('shared code that cannot be undone is a failure of its experiment, and the next is undone all the same', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const broken = experiment('a', { sharedJs: 'return () => { throw new Error("mine") }' });
  const session = begin({}, broken, trace('b'));
  const events = eventsOf(session._site);
  view(session);
  end(session, undefined, true);
  expect(page.seen).toEqual(['own b', 'shared b']);
  expect(events.at(-1)).toMatchObject({ type: 'failure', experiment: 'a', message: 'Error: mine' });
});

test('an assignment whose listener ends the run shows nothing and counts nobody', () => {
  const session = begin({}, experiment('a', {}, { js: 'seen.push("ran")' }));
  const events = eventsOf(session._site);
  session._site._emitter._on('assignment', () => end(session));
  view(session);
  expect([keys(session), page.seen, events]).toEqual([[], [], []]);
});
