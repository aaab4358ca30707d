/** Checks that a fault of fx's own is told with its stack, and touches no other experiment, whichever way it is met. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Experiment, Trigger } from '../../src/core/index.js';
import { createFx } from '../../src/tag/client.js';
import { start } from '../../src/tag/life.js';
import { eventsOf, experiment, type Living, manifestOf, siteOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => stage.leave());

/** A page on which what fx asks about `a` throws. */
const faulty = (...experiments: readonly Experiment[]): Living => {
  const site = siteOf();
  const { _allows: allows } = site._capability;
  vi.spyOn(site._capability, '_allows').mockImplementation((one) => {
    if (one.id === 'a') throw new Error('of its own');
    return allows(one);
  });
  const client = createFx(site);
  const events = eventsOf(site);
  start(site, manifestOf(...experiments), true, client);
  return { site, client, events };
};
const failures = ({ events }: Living): unknown[] =>
  events.flatMap((event) =>
    event.type === 'failure' ? [[event.experiment, event.code, event.message, event.stack.includes('.ts')]] : [],
  );
const told = [['a', 'error', 'Error: of its own', true]];
const on = (name: string): { trigger: Trigger } => ({ trigger: { kind: 'event', name } });

test('a fault that a view meets is told with its stack, and stops no other experiment', () => {
  const page = faulty(experiment('a'), experiment('b'));
  expect(page.client.variant('b')).toBe('treatment');
  expect(failures(page)).toEqual(told);
});

test('a fault that a fired trigger meets is told with its stack, and stops no other experiment', () => {
  const page = faulty(experiment('a', on('go')), experiment('b', on('go')));
  window.dispatchEvent(new Event('go'));
  expect(page.client.variant('b')).toBe('treatment');
  expect(failures(page)).toEqual(told);
});

test('a fault that new facts meet is told with its stack, and stops no other experiment', () => {
  const rule = { '==': [{ var: 'user.tier' }, 'pro'] } as const;
  const page = faulty(experiment('a', { audience: { rule } }), experiment('b', { audience: { rule } }));
  expect(failures(page)).toEqual([]);
  page.client.setContext({ user: { tier: 'pro' } });
  expect(page.client.variant('b')).toBe('treatment');
  expect(failures(page)).toEqual(told);
});

test('a fault that a manual activation meets is told with its stack', () => {
  const page = faulty(experiment('a', { trigger: { kind: 'manual' } }));
  expect(page.client.activate('a')).toBeUndefined();
  expect(failures(page)).toEqual(told);
});

test.each([
  ['a pattern that is none', { trigger: { kind: 'urlMatch', pattern: '(', regex: true } }],
  ['a pattern that is no text', { trigger: { kind: 'urlMatch', pattern: 5 } }],
  ['variants that are none', { variants: null }],
])('an experiment with %s is no fault: it is out, without an event', (_, wrong) => {
  const page = faulty({ ...experiment('c'), ...(wrong as unknown as Experiment) }, experiment('b'));
  expect(page.client.explain('c')?.reason).toBe('invalid');
  expect(page.client.variant('b')).toBe('treatment');
  expect(failures(page)).toEqual([]);
});
