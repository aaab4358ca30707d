/** Checks that what is shown is counted: an exposure is spent when it is recorded, and a key when its conversion is. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventsOf, experiment, type Living, startPage } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => stage.leave());

const exposures = ({ events }: Pick<Living, 'events'>): string[] =>
  events.flatMap((event) => (event.type === 'exposure' ? [`${event.subject}: ${event.experiment}`] : []));
const keys = (): string[] => [...stage.storage.keys()];

describe('an exposure', () => {
  const hosted = { subjectId: 'user-1' };

  test('of an experiment that was shown beside a preview is made once that has ended', () => {
    const page = startPage(hosted, experiment('a', { trigger: { kind: 'manual' } }), experiment('b'));
    page.client.preview('a', 'control');
    page.events.length = 0;
    page.client.identify('user-2');
    page.client.reset();
    expect(exposures(page)).toEqual(['user-2: b']);
  });

  test('that was made before a preview is not made again after it', () => {
    const page = startPage(hosted, experiment('a'), experiment('b'));
    page.client.preview('a', 'control');
    page.client.reset();
    expect(exposures(page)).toEqual(['user-1: a', 'user-1: b']);
  });

  test('that denied consent has erased is made again with consent', () => {
    const page = startPage(hosted, experiment('b'));
    page.client.consent(false);
    page.events.length = 0;
    page.client.consent(true);
    expect(page.client.variant('b')).toBe('treatment');
    expect(exposures(page)).toEqual(['user-1: b']);
  });

  test('of a subject who comes back on one page is not made again', () => {
    const page = startPage(hosted, experiment('b'));
    page.client.identify('user-2');
    page.client.identify('user-1');
    expect(exposures(page)).toEqual(['user-1: b', 'user-2: b']);
  });

  test('that the page makes itself is not spent by a preview either', () => {
    const page = startPage(hosted, experiment('a', { manualExposure: true }), experiment('b'));
    page.client.preview('b', 'control');
    expect(page.client.expose('a')).toBe(false);
    page.client.reset();
    expect(page.client.expose('a')).toBe(true);
    expect(page.client.expose('a')).toBe(false);
  });

  test('that was dropped because another tab has the visitor is made again in the next session', async () => {
    const page = startPage({ ...hosted, collect: '/events' }, experiment('b'));
    stage.storage.set('_fx', `${'0'.repeat(32)}.${NOW.toString(36)}.`);
    stage.hide();
    await stage.wait(1);
    expect(keys().filter((key) => key.startsWith('_fx_e'))).toEqual([]);
    page.events.length = 0;
    page.client.identify('user-2');
    page.client.identify('user-1');
    expect(exposures(page)).toEqual(['user-2: b', 'user-1: b']);
  });
});

test('a failure in a preview is told again once it counts', () => {
  const broken = experiment('a', {}, { domOps: [{ op: 'remove', selector: '[[' }] });
  const page = startPage({}, broken, experiment('b'));
  page.client.preview('b', 'control');
  page.client.identify('user-2');
  page.events.length = 0;
  page.client.reset();
  page.client.identify('user-3');
  const failures = page.events.filter(({ type }) => type === 'failure');
  expect(failures.map(({ subject }) => subject)).toEqual(['user-2', 'user-3']);
});

describe('a conversion with a key', () => {
  const orders = (page: Living): unknown[] =>
    page.events.flatMap((event) => (event.type === 'conversion' ? [event.key] : []));
  const look = (): void => {
    stage.isPrerendering = false;
    document.dispatchEvent(new Event('prerenderingchange'));
  };

  test('is counted once', () => {
    const page = startPage({}, experiment('a'));
    for (const key of ['1', '2', '1']) page.client.track('order', 1, { key });
    expect(orders(page)).toEqual(['1', '2']);
  });

  test('on a prerendered page stores nothing before that is looked at, and is counted then, once', () => {
    stage.isPrerendering = true;
    const page = startPage({}, experiment('a'));
    for (const key of ['1', '1']) page.client.track('order', 1, { key });
    expect(keys()).toEqual([]);
    expect(stage.jar.writes).toEqual([]);
    expect(orders(page)).toEqual([]);
    look();
    expect(orders(page)).toEqual(['1']);
    page.client.track('order', 1, { key: '1' });
    expect(orders(page)).toEqual(['1']);
  });

  test('on a prerendered page that is never looked at can be counted on the next', () => {
    stage.isPrerendering = true;
    startPage({}, experiment('a')).client.track('order', 1, { key: '1' });
    const { storage } = stage;
    stage.leave();
    stage = createStage();
    for (const [key, text] of storage) stage.storage.set(key, text);
    const page = startPage({}, experiment('a'));
    page.client.track('order', 1, { key: '1' });
    expect(orders(page)).toEqual(['1']);
  });

  test('on a prerendered page belongs to the subject of then, also where another is known when it is looked at', () => {
    stage.isPrerendering = true;
    const page = startPage({ subjectId: 'user-1' }, experiment('a'));
    page.client.track('order', 1, { key: '1' });
    page.client.identify('user-2');
    look();
    const conversions = page.events.filter(({ type }) => type === 'conversion');
    expect(conversions.map(({ subject }) => subject)).toEqual(['user-1']);
  });

  test('is not spent in a preview, nor where nothing can be stored', () => {
    const page = startPage({ subjectId: 'user-1' }, experiment('a'));
    page.client.preview('a', 'control');
    page.client.track('order', 1, { key: '1' });
    page.client.reset();
    page.client.track('order', 1, { key: '1' });
    expect(orders(page)).toEqual(['1']);
  });
});

describe('after dispose', () => {
  test.each([
    ['as they came', (runs: readonly (() => void)[]) => runs],
    ['the last first, as Chromium may', (runs: readonly (() => void)[]) => runs.toReversed()],
  ])('what was shown is sent once the page is painted, with observers told %s', async (_, ordered) => {
    const runs: (() => void)[] = [];
    class Observer {
      readonly run: () => void;
      constructor(run: () => void) {
        this.run = run;
      }
      observe(): void {
        runs.push(this.run);
      }
    }
    vi.stubGlobal('PerformanceObserver', Observer);
    const page = startPage({ collect: '/events' }, experiment('a'));
    page.client.dispose();
    await stage.wait(5000);
    expect(stage.fetched).toEqual([]);
    for (const run of ordered(runs)) run();
    await stage.wait(5000);
    expect(stage.fetched.flatMap(({ batch }) => batch.events)).toEqual([
      expect.objectContaining({ type: 'exposure', experiment: 'a' }),
    ]);
  });

  test.each([
    ['preview', ({ client }: Living) => client.preview('a', 'control')],
    ['track with a key', ({ client }: Living) => client.track('order', 1, { key: '1' })],
    ['identify', ({ client }: Living) => client.identify('user-2')],
    ['setContext', ({ client }: Living) => client.setContext({ a: 1 })],
    ['consent', ({ client }: Living) => client.consent(true)],
    ['expose', ({ client }: Living) => client.expose('a')],
  ])('%s writes nothing and makes no event', async (_, act) => {
    for (const end of ['dispose', 'forget'] as const) {
      const page = startPage({}, experiment('a', { manualExposure: true }));
      await stage.wait(1);
      page.client[end]();
      page.events.length = 0;
      stage.jar.writes.length = 0;
      const before = [...stage.storage, ...Object.entries(sessionStorage)];
      act(page);
      await stage.wait(1);
      expect(stage.jar.writes).toEqual([]);
      expect([...stage.storage, ...Object.entries(sessionStorage)]).toEqual(before);
      expect(page.events).toEqual([]);
      expect(page.client.variant('a')).toBeUndefined();
      expect(page.client.explain('a')).toBeUndefined();
    }
  });

  test('the end of a preview is remembered all the same', () => {
    const page = startPage({}, experiment('a'));
    page.client.preview('a', 'control');
    page.client.dispose();
    page.client.reset();
    expect(stage.jar.text()).not.toContain('_fx_p');
    expect(sessionStorage.getItem('_fx_p')).toBeNull();
    expect(eventsOf(page.site).filter(({ type }) => type === 'failure')).toEqual([]);
  });
});
