/** Makes up what a few people on a few browsers did, in which everything that can meet does. */

import fc from 'fast-check';
import type { Event } from './shop.js';

const START = Date.UTC(2026, 10, 2);
/** So close that events of one moment are many, so far that some windows are over. */
const STEP = 3_600_000;

/** Who is held out has an exposure of its own, without a phase. */
export const HOLDOUT = 'everyone';

export const anyEvent = fc
  .record({
    is: fc.constantFrom('exposure', 'exposure', 'exposure', 'buy', 'buy', 'view', 'failure'),
    at: fc.integer({ min: 0, max: 120 }),
    subject: fc.constantFrom('s1', 's2', 'v1', 'v2', 'u1'),
    visitor: fc.constantFrom(undefined, undefined, 'v1', 'v2', 's1'),
    experiment: fc.constantFrom('cta', 'cta', 'cta', 'price', "it's", HOLDOUT),
    phase: fc.constantFrom('p1', 'p1', 'p2', undefined),
    variant: fc.constantFrom('a', 'a', 'a', 'b'),
    way: fc.integer({ min: 0, max: 2 }),
    value: fc.constantFrom(0.1, 0.2, 7, -3, 0, 1e9),
    reason: fc.constantFrom('assigned', 'assigned', 'assigned', 'sticky', 'divert', 'bot'),
    device: fc.constantFrom(undefined, 'mobile', 'desktop'),
    tier: fc.constantFrom(undefined, '', 'gold'),
    isNew: fc.constantFrom(undefined, true, false),
    code: fc.constantFrom('error', 'timeout', 'yielded'),
    selector: fc.constantFrom(undefined, '.cta'),
    clock: fc.constantFrom('both', 'both', 'none'),
    id: fc.nat(200),
  })
  .map(({ is, at, subject, visitor, way, clock, id, experiment, variant, value, code, selector, ...seen }): Event => {
    const { phase, reason, device, isNew, tier } = seen;
    const time = START + at * STEP;
    const base = {
      id: `${id}`,
      at: time,
      ...(clock === 'both' && { sentAt: time + 10, received: time + 10 + way * STEP }),
      subject,
      visitor,
      revision: 'r',
      path: '/',
    };
    if (is === 'exposure')
      return {
        ...base,
        type: is,
        ...(experiment === HOLDOUT
          ? { experiment, variant: variant === 'a' ? 'open' : 'held', reason: 'holdout' }
          : { experiment, phase, variant, reason }),
        device,
        isNew,
        ...(tier !== undefined && { segments: { 'user.tier': tier } }),
      };
    if (is === 'failure') return { ...base, type: is, experiment, variant, code, selector, message: '', stack: '' };
    return { ...base, type: 'conversion', name: is, value };
  });

/** Some of it. */
export const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 40 });
