/** Checks what the badge and the story say of an experiment: out, not started, applied, waiting, failed. */

import { afterEach, expect, test } from 'vitest';
import type { Experiment, Trigger } from '../../src/core/index.js';
import { nameOfTrigger, statesOf, type Told } from '../../src/tag/words.js';
import { experiment } from './pages.js';

interface Explained {
  readonly variant?: string | null;
  readonly reason?: string;
  readonly isOn?: boolean;
  readonly isActive?: boolean;
  readonly failures?: readonly { readonly code: string; readonly message: string; readonly selector?: string }[];
}

/** A tag that explains one experiment in this way. */
const tag = (one: Experiment, told: Explained = {}): Told => {
  const { variant = 'treatment', reason = 'assigned', isOn = true, isActive = true, failures = [] } = told;
  const gates = [
    { gate: 'status', pass: true },
    { gate: 'trigger', pass: isOn },
  ];
  return { experiments: [one], explain: () => ({ variant, reason, gates, isActive, failures }) } as unknown as Told;
};

const op = (selector: string) => ({ op: 'replaceText', selector, value: 'x' }) as const;
const changing = (...selectors: readonly string[]): Experiment => experiment('a', {}, { domOps: selectors.map(op) });

afterEach(() => document.body.replaceChildren());

test('an experiment that shows all it changes is applied', () => {
  document.body.innerHTML = '<h1>x</h1>';
  expect(statesOf(tag(changing('h1')), 'a')).toEqual(['applied']);
  expect(statesOf(tag(experiment('a')), 'a')).toEqual(['applied']);
});

test('what is not on the page is waited for, each selector once', () => {
  document.body.innerHTML = '<h1>x</h1>';
  expect(statesOf(tag(changing('h1', '.late', '.late', '.later')), 'a')).toEqual([
    'waits for .late',
    'waits for .later',
  ]);
});

test('nobody waits for what is gone because the variant removes it, for shadow trees, or for what is no selector', () => {
  const one = experiment('a', {}, { domOps: [{ op: 'remove', selector: '.ad' }, op('my-app >>> h1'), op('h1[')] });
  expect(statesOf(tag(one), 'a')).toEqual(['applied']);
});

test('of several matches one is changed, which is said of each selector once, but not where all are meant', () => {
  document.body.innerHTML = '<p>x</p><p>x</p><i>x</i><i>x</i><h1>x</h1>';
  const one = experiment('a', {}, { domOps: [op('p'), op('p'), { ...op('i'), all: true }, op('h1')] });
  expect(statesOf(tag(one), 'a')).toEqual(['applied', 'changes one of 2 that match p']);
  expect(statesOf(tag(one, { isActive: false }), 'a')).toEqual([]);
});

test('a failure is told with its selector, and no longer as waiting', () => {
  const failures = [
    { code: 'timeout', message: 'timeout', selector: '.late' },
    { code: 'error', message: 'x is not defined' },
  ];
  expect(statesOf(tag(changing('.late'), { failures }), 'a')).toEqual([
    'found no .late in time',
    'failed: x is not defined',
  ]);
});

test.each([
  ['conflict', 'conflict', 'h1', 'gave h1 up: the page kept undoing it'],
  ['yielded', 'yielded', 'h1', 'left h1 to the page, which showed something of its own'],
  ['changed', 'Sold out', 'h1', 'left h1 alone: it said "Sold out"'],
  ['error', 'h1 is none', 'h1', 'failed at h1: h1 is none'],
  ['redirect', 'redirect', undefined, 'failed: redirect'],
])('the failure %s with "%s" at %s reads: %s', (code, message, selector, words) => {
  document.body.innerHTML = '<h1>x</h1>';
  const failures = [selector === undefined ? { code, message } : { code, message, selector }];
  expect(statesOf(tag(changing('h1'), { failures }), 'a')).toEqual([words]);
});

test('who is out is told why, and an experiment of another page nothing', () => {
  expect(statesOf(tag(experiment('a'), { variant: null, reason: 'rule' }), 'a')).toEqual(['is out: rule']);
  expect(statesOf(tag(experiment('a')), 'b')).toEqual([]);
  expect(statesOf(undefined, 'a')).toEqual([]);
  expect(statesOf({ ...tag(experiment('a')), explain: () => undefined } as unknown as Told, 'a')).toEqual([]);
});

test.each<[Trigger | undefined, string]>([
  [{ kind: 'urlMatch', pattern: '/cart' }, 'this address does not match /cart'],
  [{ kind: 'waitForSelector', selector: '.cart' } as Trigger, 'waits for waitForSelector .cart'],
  [{ kind: 'manual' }, 'waits for manual'],
  [undefined, 'waits for auto'],
])('what has not started says what it waits for: %j', (trigger, words) => {
  const one = experiment('a', trigger === undefined ? {} : { trigger });
  expect(statesOf(tag(one, { isOn: false, isActive: false }), 'a')).toEqual([words]);
});

test('what is on and has not begun is said to be nothing yet', () => {
  expect(statesOf(tag(experiment('a'), { isActive: false }), 'a')).toEqual([]);
});

test('a trigger of several is named with its parts', () => {
  const of: Trigger[] = [
    { kind: 'urlMatch', pattern: '/p' },
    { kind: 'event', name: 'opened' },
  ];
  expect(nameOfTrigger({ kind: 'any', of })).toBe('any urlMatch /p event opened');
});
