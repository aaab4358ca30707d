/**
 * Tests facts that may be missing, hosts that have the last word, links that force a variant, addresses of triggers.
 */

import { expect, test, vi } from 'vitest';
import { readAddress } from '../../src/core/address.js';
import { type KnownDecision, prepareKnown } from '../../src/core/known.js';
import { forcedKey, previewIn } from '../../src/core/preview.js';
import { mayFireAt } from '../../src/core/trigger.js';
import type { Experiment, Trigger } from '../../src/core/types.js';
import { experiment, out } from './plain.js';

const pro: Experiment = { ...experiment, audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } };
const subject = 'user-1';

test('a rule whose facts nobody has given keeps people out, and says that this is why', () => {
  const decide = prepareKnown(pro);
  expect(decide({ subject, context: {} })).toEqual(out('context'));
  expect(decide({ subject, context: { user: { tier: 'free' } } })).toEqual(out('rule'));
  expect(decide({ subject, context: { user: { tier: 'pro' } } }).reason).toBe('assigned');
});

test('who has a variant keeps it where facts are missing, unless the rule reads the page, too', () => {
  const kept = { subject, context: {}, sticky: 'treatment' };
  expect(prepareKnown(pro)(kept)).toMatchObject({ variant: 'treatment', reason: 'sticky' });
  const here: Experiment = {
    ...experiment,
    audience: { rule: { and: [{ '==': [{ var: 'user.tier' }, 'pro'] }, { '==': [{ var: 'page.path' }, '/'] }] } },
  };
  expect(prepareKnown(here)(kept)).toEqual(out('context'));
});

test('a host may give another variant, keep somebody out, or leave the verdict as it is', () => {
  const decide = prepareKnown(experiment);
  const verdict = decide({ subject, context: {} });
  expect(verdict.reason).toBe('assigned');
  const other = verdict.variant === 'control' ? 'treatment' : 'control';
  expect(decide({ subject, context: {} }, () => other)).toMatchObject({ variant: other, exposure: true });
  expect(decide({ subject, context: {} }, () => null)).toEqual(out('sample'));
  expect(decide({ subject, context: {} }, () => undefined)).toEqual(verdict);
  expect(decide({ subject, context: {} }, () => 'nobody')).toMatchObject({ variant: null, recipe: false });
});

test('a host is not asked of those whom the audience keeps out', () => {
  const overrule = vi.fn((_: KnownDecision) => 'treatment');
  expect(prepareKnown(pro)({ subject, context: { user: { tier: 'free' } } }, overrule)).toEqual(out('rule'));
  expect(overrule).not.toHaveBeenCalled();
});

test('a link forces variants by id, imported experiments by their old one, and the first of an id counts', () => {
  const preview = previewIn('?fx=a:treatment,a:control&mojito_w12=b&fxp=0123456789abcdef') ?? '';
  expect(preview.endsWith(' 0123456789abcdef')).toBe(true);
  expect(forcedKey(preview, { id: 'a' })).toBe('treatment');
  expect(forcedKey(preview, { id: 'imported', mojitoId: 'w12' })).toBe('b');
  expect(forcedKey(preview, { id: 'other' })).toBe(null);
});

test('a link ends a preview, or says nothing of one', () => {
  expect(previewIn('?fx=off')).toBe('');
  expect([previewIn(''), previewIn('?q=fx'), previewIn('?fxp=0')]).toEqual([undefined, undefined, undefined]);
  expect(forcedKey(previewIn('?mojito_w12=b') ?? '', { id: 'x', mojitoId: 'w12' })).toBe('b');
});

test('what an address alone cannot tell of a trigger may still come', () => {
  const at = (trigger: Trigger | undefined): boolean =>
    mayFireAt(trigger, readAddress(new URL('https://shop.example/cart')));
  const cart = { kind: 'urlMatch', pattern: '/cart' } as Trigger;
  const home = { kind: 'urlMatch', pattern: '/home' } as Trigger;
  const later = { kind: 'elementExists', selector: '.x' } as unknown as Trigger;
  expect([at(undefined), at(cart), at(home), at(later)]).toEqual([true, true, false, true]);
  expect(at({ kind: 'all', of: [cart, later] } as Trigger)).toBe(true);
  expect(at({ kind: 'all', of: [home, later] } as Trigger)).toBe(false);
  expect(at({ kind: 'any', of: [home, later] } as Trigger)).toBe(true);
  expect(at({ kind: 'any', of: [home] } as Trigger)).toBe(false);
});
