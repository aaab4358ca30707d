/**
 * Checks that facts of the page end as they begin; holdouts and layers keep subjects out, and holdouts are counted in
 * both arms.
 */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Experiment, type Holdout, type Manifest, type Rule, unit } from '../../src/core/index.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, type Living, manifestOf, startManifest } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let pages: Living[];
const { pushState, replaceState } = history;

beforeEach(() => {
  pages = [];
  stage = createStage('https://shop.example.com/cart');
  document.body.innerHTML = '<h1>Cart</h1>';
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => {
  for (const { client } of pages) client.dispose();
  Object.assign(history, { pushState, replaceState });
  stage.leave();
});

const startWhole = (options: Options, manifest: Manifest): Living => {
  const page = startManifest(options, manifest);
  pages.push(page);
  return page;
};
const startPage = (options: Options, ...experiments: readonly Experiment[]): Living =>
  startWhole(options, manifestOf(...experiments));

const go = async (path: string): Promise<void> => {
  history.pushState({}, '', path);
  // A router that renders nothing is given a frame more.
  await stage.wait(60);
};

const heading = (): string => document.querySelector('h1')?.textContent ?? '';
const recipe = { domOps: [{ op: 'replaceText', selector: 'h1', value: 'NEW' }] as const };
const onCart: Rule = { '==': [{ var: 'page.path' }, '/cart'] };
const isPro: Rule = { '==': [{ var: 'user.tier' }, 'pro'] };
const ruled = (rule: Rule): Experiment => experiment('cart', { audience: { rule } }, recipe);
const exposures = ({ events }: Living): string[] =>
  events.flatMap((event) => (event.type === 'exposure' ? [`${event.experiment}:${event.variant}`] : []));

describe('an experiment whose rule reads the page', () => {
  test('is undone where the rule no longer holds, and done again where it does, with one exposure', async () => {
    const page = startPage({}, ruled(onCart));
    const seen = [heading()];
    for (const path of ['/home', '/cart', '/home']) {
      await go(path);
      seen.push(heading());
    }
    expect(seen).toEqual(['NEW', 'Cart', 'NEW', 'Cart']);
    expect(exposures(page)).toEqual(['cart:treatment']);
  });

  test('is out for a stored assignment, too, where the rule does not hold', async () => {
    startPage({}, ruled(onCart)).client.dispose();
    await stage.wait(1);
    history.replaceState({}, '', '/home');
    const page = startPage({}, ruled(onCart));
    expect([heading(), page.client.explain('cart')?.reason]).toEqual(['Cart', 'rule']);
    await go('/cart');
    expect([heading(), page.client.explain('cart')?.reason]).toEqual(['NEW', 'sticky']);
  });

  test('says where it was left why it is not on', async () => {
    const { client } = startPage({}, ruled(onCart));
    await go('/home');
    expect(client.explain('cart')).toMatchObject({ variant: null, reason: 'rule', isActive: false });
    expect([client.variant('cart'), client.assignment('cart'), client.isActive('cart')]).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });

  test('keeps the facts about the person that it was decided by, for this page load', async () => {
    const { client } = startPage({ targetingContext: { user: { tier: 'pro' } } }, ruled({ and: [onCart, isPro] }));
    client.setContext({ user: { tier: 'free' } });
    expect(heading()).toBe('NEW');
    await go('/home');
    expect(heading()).toBe('Cart');
    await go('/cart');
    expect(heading()).toBe('NEW');
  });

  test('waits for facts that nobody has given yet, also for a stored assignment', async () => {
    const rule = { and: [onCart, isPro] };
    startPage({ targetingContext: { user: { tier: 'pro' } } }, ruled(rule)).client.dispose();
    await stage.wait(1);
    const { client } = startPage({}, ruled(rule));
    expect([heading(), client.explain('cart')?.reason]).toEqual(['Cart', 'context']);
    client.setContext({ user: { tier: 'pro' } });
    expect([heading(), client.explain('cart')?.reason]).toEqual(['NEW', 'sticky']);
  });

  test('is shown by a preview wherever the page is', async () => {
    const { client } = startPage({}, ruled(onCart));
    client.preview('cart', 'treatment');
    await go('/home');
    expect(heading()).toBe('NEW');
  });
});

test('an experiment whose rule reads the person only stays as it is on every page', async () => {
  const { client } = startPage({ targetingContext: { user: { tier: 'pro' } } }, ruled(isPro));
  client.setContext({ user: { tier: 'free' } });
  await go('/home');
  expect(heading()).toBe('NEW');
});

test('who is outside of the slice of a layer is out', () => {
  const subjectId = 'user-1';
  const number = unit('layer:checkout', 'layer', subjectId);
  const slice = (id: string, from: number, to: number): Experiment => ({
    ...experiment(id),
    layer: { name: 'checkout', from, to },
  });
  const { client } = startPage({ subjectId }, slice('mine', number, 1), slice('other', 0, number));
  expect([client.variant('mine'), client.explain('other')?.reason]).toEqual(['treatment', 'layer']);
});

describe('a holdout', () => {
  const subjectId = 'user-1';
  const hold = (share: number, rest: Partial<Holdout> = {}): Holdout => ({ id: 'winter', share, ...rest });
  const start = (holdouts: readonly Holdout[], ...experiments: readonly Experiment[]): Living =>
    startWhole({ subjectId }, { ...manifestOf(...experiments), holdouts });
  const number = unit('winter', 'holdout', subjectId);

  test('keeps a subject below its share out of every experiment, and says so once', () => {
    const page = start([hold(number + 2 ** -32)], experiment('a', {}, recipe), experiment('b'));
    expect([heading(), page.client.explain('a')?.reason, page.client.explain('b')?.reason]).toEqual([
      'Cart',
      'holdout',
      'holdout',
    ]);
    expect(exposures(page)).toEqual(['winter:held']);
    expect(page.events[0]).toMatchObject({ type: 'exposure', reason: 'holdout', subject: subjectId });
  });

  test('counts the others as open, before their first experiment', () => {
    expect(exposures(start([hold(number)], experiment('a'), experiment('b')))).toEqual([
      'winter:open',
      'a:treatment',
      'b:treatment',
    ]);
  });

  test('keeps out who has a stored assignment', async () => {
    startPage({ subjectId }, experiment('a', {}, recipe)).client.dispose();
    await stage.wait(1);
    expect(start([hold(1)], experiment('a', {}, recipe)).client.explain('a')?.reason).toBe('holdout');
  });

  test.each([0, 1])('of share %d is counted when the trigger of its first experiment has fired', (share) => {
    const page = start([hold(share)], experiment('a', { trigger: { kind: 'event', name: 'go' } }));
    expect(exposures(page)).toEqual([]);
    document.dispatchEvent(new Event('go', { bubbles: true }));
    expect(exposures(page)[0]).toBe(share ? 'winter:held' : 'winter:open');
  });

  test('concerns the experiments that it names, while it runs', () => {
    const experiments = [experiment('a'), experiment('b')];
    expect(exposures(start([hold(1, { experiments: ['b'] })], ...experiments))).toEqual(['a:treatment', 'winter:held']);
    const page = start([hold(1, { startAt: '2020-01-01T00:00:00Z', endAt: '2020-02-01T00:00:00Z' })], ...experiments);
    expect(exposures(page)).toEqual(['a:treatment', 'b:treatment']);
  });

  test('is not counted by an experiment that does not run, nor in a preview', () => {
    expect(exposures(start([hold(1)], experiment('a', { status: 'paused' })))).toEqual([]);
    const page = start([hold(1)], experiment('a'));
    page.events.length = 0;
    page.client.preview('a', 'treatment');
    expect(page.client.variant('a')).toBe('treatment');
    expect(page.events).toEqual([]);
  });

  test.each([[{ id: 'winter' }], [{ id: 'winter', share: 0.1, startAt: 'soon' }], 'all'])(
    'that is malformed, %j, keeps everyone out',
    (holdouts) => {
      const page = start(holdouts as unknown as Holdout[], experiment('a', {}, recipe));
      expect([heading(), page.client.explain('a')?.reason, page.events]).toEqual(['Cart', 'invalid', []]);
    },
  );
});

test('what waits for an element does not look at the page that its experiment has left for', async () => {
  const js = `experiment.when('i', (it) => { it.title = 'seen'; })`;
  startPage({}, experiment('cart', { trigger: { kind: 'urlMatch', pattern: '/cart' } }, { js }));
  const titles: string[] = [];
  for (const path of ['/home', '/cart']) {
    history.pushState({}, '', path);
    document.body.innerHTML = '<i></i>';
    await stage.wait(60);
    titles.push(document.querySelector('i')?.title ?? '');
  }
  expect(titles).toEqual(['', 'seen']);
});
