/**
 * Checks that what `fx.variant` says is told whenever it changes, and a host that fails to show a variant takes its
 * recipe back.
 */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { experiment, type Living, startPage } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
const { pushState } = history;
beforeEach(() => {
  stage = createStage();
  document.body.innerHTML = '<h1>Hello</h1>';
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  Object.assign(history, { pushState });
  stage.leave();
});

const title = { domOps: [{ op: 'replaceText' as const, selector: 'h1', value: 'Hi' }] };

/** Every change from now on, with what `variant` says while it is told. */
const changesOf = ({ client }: Living): string[] => {
  const changes: string[] = [];
  client.on('change', ({ experiment: id, variant }) => changes.push(`${id} ${variant} ${client.variant(id)}`));
  return changes;
};

describe('a change of variant', () => {
  test('is told when an experiment begins', () => {
    const page = startPage({}, experiment('a', { trigger: { kind: 'manual' } }));
    const changes = changesOf(page);
    page.client.activate('a');
    page.client.activate('a');
    expect(changes).toEqual(['a treatment treatment']);
  });

  test('is told when everything is undone', () => {
    const page = startPage({}, experiment('a'), experiment('b', { audience: { sampleRate: 0 } }));
    const changes = changesOf(page);
    page.client.dispose();
    expect(changes).toEqual(['a undefined undefined']);
  });

  test('is told when a page is left that an experiment is about, and when somebody comes back', async () => {
    const page = startPage({}, experiment('a', { trigger: { kind: 'urlMatch', pattern: '/cart' } }));
    const changes = changesOf(page);
    for (const path of ['/cart', '/home', '/cart']) {
      history.pushState({}, '', path);
      await stage.wait(60);
    }
    page.client.dispose();
    expect(changes.slice(0, 3)).toEqual(['a treatment treatment', 'a undefined undefined', 'a treatment treatment']);
  });

  test('is told when facts keep a visitor in or out', () => {
    const isPro = { '==': [{ var: 'user.tier' }, 'pro'] };
    const page = startPage({}, experiment('a', { sticky: false, audience: { rule: isPro } }));
    const changes = changesOf(page);
    page.client.setContext({ user: { tier: 'pro' } });
    expect(changes).toEqual(['a treatment treatment']);
  });

  test('is told when another subject begins', () => {
    const page = startPage({}, experiment('a'));
    const changes = changesOf(page);
    page.client.identify('user-2');
    expect(changes).toEqual(['a undefined undefined', 'a treatment treatment']);
  });

  test('is told when a preview begins and ends', () => {
    const page = startPage({}, experiment('a'));
    const changes = changesOf(page);
    page.client.preview('a', 'control');
    page.client.reset();
    expect(changes).toEqual([
      'a undefined undefined',
      'a control control',
      'a undefined undefined',
      'a treatment treatment',
    ]);
  });

  test('is told when a recipe throws after it was applied', async () => {
    const page = startPage({}, experiment('a', {}, { js: "experiment.when('h1', () => { throw new Error('no'); });" }));
    expect(page.client.variant('a')).toBeUndefined();
    document.body.innerHTML = '';
    const later = startPage(
      {},
      experiment('b', {}, { js: "experiment.when('h2', () => { throw new Error('no'); });" }),
    );
    const changes = changesOf(later);
    document.body.innerHTML = '<h2>Hello</h2>';
    await stage.wait(100);
    expect(changes).toEqual(['b undefined undefined']);
  });

  test('is not told where a recipe is kept back, nor of a recipe that throws at once', () => {
    const page = startPage({}, experiment('a', { trigger: { kind: 'manual' } }, { recipeSampleRate: 0 }));
    const changes = changesOf(page);
    page.client.activate('a');
    expect(page.client.assignment('a')).toBe('treatment');
    const thrown = startPage({}, experiment('a', { trigger: { kind: 'manual' } }, { js: 'throw 1' }));
    changesOf(thrown).push(...changes);
    thrown.client.activate('a');
    expect(changes).toEqual([]);
  });

  test('is not told again to a late listener, who asks for what is', () => {
    const page = startPage({}, experiment('a'));
    expect(changesOf(page)).toEqual([]);
  });

  test('goes out on the window, too', () => {
    const page = startPage({}, experiment('a', { trigger: { kind: 'manual' } }));
    const details: unknown[] = [];
    addEventListener('fx:change', (event) => details.push((event as CustomEvent).detail));
    page.client.activate('a');
    expect(details).toEqual([{ experiment: 'a', variant: 'treatment' }]);
  });
});

describe('fx.fail', () => {
  test('takes a recipe back, reports the error, and says that nothing holds', () => {
    const page = startPage({}, experiment('a', {}, title));
    const changes = changesOf(page);
    expect(document.body.innerHTML).toContain('Hi');
    page.client.fail('a', new TypeError('x is not a function'));
    expect(document.body.innerHTML).toContain('Hello');
    expect(changes).toEqual(['a undefined undefined']);
    expect(page.events.filter(({ type }) => type === 'failure')).toMatchObject([
      { experiment: 'a', variant: 'treatment', code: 'error', message: 'TypeError: x is not a function' },
    ]);
  });

  test('reports once, and leaves an experiment alone that is not there', () => {
    const page = startPage({}, experiment('a', {}, title));
    for (const id of ['a', 'a', 'b']) page.client.fail(id, 'no');
    expect(page.events.filter(({ type }) => type === 'failure')).toHaveLength(1);
  });

  test('holds for the next view of this page', async () => {
    const page = startPage({}, experiment('a', {}, title));
    page.client.fail('a', 'no');
    history.pushState(null, '', '/other');
    await stage.wait(100);
    expect(page.client.variant('a')).toBeUndefined();
  });

  test('waits in the queue for the first decision', () => {
    const page = startPage({}, experiment('a', {}, title));
    page.client.push(['fail', 'a', new Error('no')]);
    expect(page.client.variant('a')).toBeUndefined();
  });
});
