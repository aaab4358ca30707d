/**
 * Makes visits that nobody thought of: experiments, cookies, addresses, facts, consent, crawlers and previews, from a
 * seed.
 */

import {
  type Experiment,
  formatVisit,
  formatVisitor,
  type Holdout,
  type Manifest,
  type Rule,
} from '../../src/core/index.js';

/** One visit, played on the server and on the page. */
export interface MadeVisit {
  readonly manifest: Manifest;
  /** Before the first of the two. */
  readonly cookies: Readonly<Record<string, string>>;
  readonly query: string;
  readonly subject: string | undefined;
  readonly context: Readonly<Record<string, unknown>>;
  readonly referrer: string | undefined;
  readonly userAgent: string | undefined;
  readonly isConsentRequired: boolean;
  /** Whether the server is asked for a prefetch before. */
  readonly isPrefetched: boolean;
}

const PHONE =
  'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36';
const TABLET = 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const DAY_MS = 864e5;

/** The visit of a seed: always the same one, at a given time. */
export function makeVisit(seed: number, now: number): MadeVisit {
  const next = random(seed);
  const pick = <T>(...list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const maybe = (chance: number): boolean => next() < chance;
  const rules: readonly Rule[] = [
    true,
    { '==': [{ var: 'user.tier' }, 'pro'] },
    { '==': [{ var: 'page.query.from' }, 'mail'] },
    { matches: [{ var: 'page.url' }, 'served/\\?.*from'] },
    { '!=': [{ var: 'page.path' }, '/e2e/served/'] },
    { in: [{ var: 'device.type' }, ['mobile', 'tablet']] },
    { '==': [{ var: 'device.language' }, 'en-US'] },
    { '==': [{ var: 'visitor.isNew' }, true] },
    { contains: [{ var: 'page.referrer' }, 'news.example'] },
    { '>=': [{ var: 'visit.pages' }, 3] },
    { '==': [{ var: 'visit.query.from' }, 'mail'] },
    { not: [{ '==': [{ var: 'cart.size' }, 0] }] },
    { or: [{ '==': [{ var: 'page.search' }, '?from=mail'] }, { '==': [{ var: 'user.tier' }, 'free'] }] },
  ];
  const experiment = (index: number): Experiment => {
    const weight = Math.floor(next() * 101) * 100;
    const base = { control: weight, treatment: 10000 - weight };
    return {
      id: `exp-${index}`,
      name: 'Made up',
      variants: Object.entries(base).map(([key, share]) => ({
        key,
        name: key,
        weight: share,
        ...(maybe(0.1) && { recipeSampleRate: 0.5 }),
      })),
      audience: {
        rule: pick(...rules),
        ...(maybe(0.3) && { sampleRate: 0.5 }),
        ...(maybe(0.2) && { excludeRate: 0.2 }),
      },
      ...(maybe(0.15) && { sticky: false }),
      ...(maybe(0.1) && { divertTo: 'treatment' }),
      ...(maybe(0.1) && { status: pick('paused', 'draft') }),
      ...(maybe(0.1) && { endAt: new Date(now + pick(-DAY_MS, DAY_MS)).toISOString() }),
      ...(maybe(0.15) && { layer: { name: 'one', from: 0, to: 0.5 } }),
      ...(maybe(0.2) && { salt: `salt-${index}` }),
    };
  };
  const holdouts: Holdout[] = maybe(0.3) ? [{ id: 'winter', share: 0.3 }] : [];
  const made = now - pick(0, DAY_MS, 30 * DAY_MS, 200 * DAY_MS);
  const id = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
  const visitor = maybe(0.5) ? formatVisitor({ id, made, domain: '' }) : undefined;
  const visit = { at: now - 60_000, pages: 4, landing: '/sale?from=mail', referrer: 'https://news.example/' };
  return {
    manifest: {
      version: 1,
      revision: `seed-${seed}`,
      enabled: !maybe(0.05),
      experiments: Array.from({ length: 6 }, (_, index) => experiment(index)),
      ...(holdouts[0] && { holdouts }),
    },
    cookies: {
      ...(visitor && { _fx: visitor }),
      ...(maybe(0.05) && { _fx: '0' }),
      ...(maybe(0.3) && { _fx_v: formatVisit(visit) }),
    },
    query: pick(
      '',
      '?from=mail',
      '?from=mail&from=web',
      '?a=%E4%F6&from=%3Cb%3E',
      '?fx=exp-1:treatment',
      '?fx=exp-2:nothing,exp-0:control',
    ),
    subject: maybe(0.4) ? `user-${seed}` : undefined,
    context: maybe(0.7)
      ? { user: { tier: pick('pro', 'free') }, ...(maybe(0.5) && { cart: { size: pick(0, 2) } }) }
      : {},
    referrer: pick(undefined, 'https://news.example/today?x=1'),
    userAgent: pick(undefined, undefined, PHONE, TABLET, maybe(0.3) ? 'Googlebot/2.1' : undefined),
    isConsentRequired: maybe(0.2),
    isPrefetched: maybe(0.2),
  };
}

/** A generator of numbers in [0, 1): mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
