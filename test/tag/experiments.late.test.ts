/**
 * Checks that what comes after a run has ended does nothing: a script's `activate`, a host's promise, what a listener
 * or a recipe ends.
 */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Trigger } from '../../src/core/index.js';
import { refresh } from '../../src/tag/life.js';
import { experiment, type Living, manifestOf, startPage } from './pages.js';
import { createStage, type Stage } from './stage.js';

interface Scope {
  activates: (() => void)[];
  ran: string[];
  act(): void;
}

let stage: Stage;
const scope = globalThis as unknown as Scope;

beforeEach(() => {
  stage = createStage();
  document.body.innerHTML = '<div id="box"></div>';
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  scope.activates = [];
  scope.ran = [];
});
afterEach(() => stage.leave());

const box = (): string => document.querySelector('#box')?.innerHTML.replace(/ data-fx-of="[^"]*"/, '') ?? '';
const recipe = {
  domOps: [{ op: 'injectHTML', selector: '#box', position: 'beforeend', value: '<b>new</b>' }] as const,
  js: 'ran.push(variant.key)',
};
const script: Trigger = { kind: 'script', js: 'activates.push(activate)' };

const endings: Readonly<Record<string, (page: Living) => void>> = {
  'a manifest that stops it': ({ site }) => refresh(site, { ...manifestOf(experiment('late')), enabled: false }),
  'a manifest without it': ({ site }) => refresh(site, { ...manifestOf(), revision: 'r2' }),
  identify: ({ client }) => client.identify('user-2'),
  'a preview of another experiment': ({ client }) => client.preview('other', 'control'),
  'a preview, and its end': ({ client }) => {
    client.preview('late', 'control');
    client.reset();
  },
  'denied consent': ({ client }) => client.consent(false),
  forget: ({ client }) => client.forget(),
  dispose: ({ client }) => client.dispose(),
};

describe.each(Object.entries(endings))('after %s', (_, end) => {
  test('the activate that a script trigger was given does nothing', () => {
    const page = startPage({}, experiment('late', { trigger: script }, recipe), experiment('other'));
    const [activate] = scope.activates;
    end(page);
    page.events.length = 0;
    activate?.();
    expect(box()).toBe('');
    expect(scope.ran).toEqual([]);
    expect(page.events).toEqual([]);
    page.client.dispose();
    expect(box()).toBe('');
  });

  test.each([
    ['resolves', (resolve: (is: boolean) => void) => resolve(true)],
    ['rejects', (_resolve: unknown, reject: (error: Error) => void) => reject(new Error('late'))],
  ])('the promise of a host trigger that %s does nothing, and is asked for no more', async (_how, answer) => {
    let settle = (): void => undefined;
    const ask = vi.fn(
      () =>
        new Promise<boolean>((resolve, reject) => {
          settle = () => answer(resolve, reject);
        }),
    );
    const page = startPage({ triggers: { late: ask } }, experiment('late', {}, recipe), experiment('other'));
    const first = settle;
    end(page);
    page.events.length = 0;
    const asked = ask.mock.calls.length;
    first();
    await stage.wait(1);
    expect(box()).toBe('');
    expect(scope.ran).toEqual([]);
    expect(page.events).toEqual([]);
    expect(ask).toHaveBeenCalledTimes(asked);
  });
});

test('after identify the new run of a script trigger fires, once, whoever fires the old one', () => {
  const page = startPage({}, experiment('late', { trigger: script }, recipe));
  page.client.identify('user-2');
  for (const activate of scope.activates) activate();
  expect(box()).toBe('<b>new</b>');
  expect(scope.ran).toEqual(['treatment']);
  expect(page.events.map(({ type, subject }) => [type, subject])).toEqual([['exposure', 'user-2']]);
  page.client.dispose();
  expect(box()).toBe('');
});

const acts: Readonly<Record<string, (page: Living) => void>> = {
  identify: ({ client }) => client.identify('user-2'),
  forget: ({ client }) => client.forget(),
  dispose: ({ client }) => client.dispose(),
  'consent(false)': ({ client }) => client.consent(false),
  'preview of another': ({ client }) => client.preview('other', 'control'),
};

describe.each(Object.entries(acts))('%s', (name, act) => {
  // What comes after these has experiments, too.
  const isFollowed = /identify|preview/.test(name);
  const { domOps } = recipe;
  /** Nothing lies in the page twice, and nothing that no run answers for. */
  const expectOne = ({ client }: Living): void => {
    const isActive = client.isActive('late');
    expect(box()).toBe(isActive ? '<b>new</b>' : '');
    expect(isActive).toBe(isFollowed);
    client.dispose();
    expect(box()).toBe('');
  };

  test.each(['assignment', 'exposure'] as const)('that a listener of %s calls ends the run it was told of', (type) => {
    const page = startPage(
      {},
      experiment('late', { trigger: { kind: 'manual' } }, { domOps }),
      experiment('other', { trigger: { kind: 'manual' } }),
    );
    const stop = page.client.on(type, () => {
      stop();
      act(page);
    });
    page.client.activate('late');
    page.client.activate('late');
    expectOne(page);
  });

  test('that a recipe calls leaves nothing of this recipe behind', () => {
    const js = "if (!ran.length) { ran.push('js'); act(); }";
    const page = startPage(
      {},
      experiment('late', { trigger: { kind: 'manual' } }, { domOps, js }),
      experiment('other', { trigger: { kind: 'manual' } }),
    );
    scope.act = () => act(page);
    page.client.activate('late');
    page.client.activate('late');
    expectOne(page);
  });
});

test('an experiment whose recipe disposes of fx is the last of its view', () => {
  const ask = vi.fn(() => true);
  const js = 'if (ran.push(1) > 1) act(); return () => undefined';
  const page = startPage({ triggers: { b: ask } }, experiment('a', {}, { js }), experiment('b', {}, recipe));
  expect(ask).toHaveBeenCalledTimes(1);
  scope.act = () => page.client.dispose();
  page.client.identify('user-2');
  expect(ask).toHaveBeenCalledTimes(1);
  expect(box()).toBe('');
});

test('a recipe that begins the page anew and then throws is no failure of the new session', () => {
  const js = "if (ran.push(1) === 1) { act(); throw new Error('after all') }";
  const manual = experiment('late', { trigger: { kind: 'manual' } }, { domOps: recipe.domOps, js });
  const page = startPage({ collect: '/events' }, manual);
  scope.act = () => page.client.consent(false);
  page.client.activate('late');
  expect(page.events.map(({ type }) => type)).toEqual(['exposure']);
  expect([...stage.storage.keys()]).toEqual([]);
  expect(box()).toBe('');
});

test('a listener of the assignment that has the page looked at again gets one recipe', () => {
  const page = startPage({}, experiment('late', { trigger: { kind: 'manual' } }, { domOps: recipe.domOps }));
  page.client.on('assignment', () => page.client.setContext({ a: 1 }));
  page.client.activate('late');
  expect(box()).toBe('<b>new</b>');
  page.client.dispose();
  expect(box()).toBe('');
});

test('a recipe that leaves its own address, and has fx look, is undone', () => {
  const js = "history.pushState({}, '', '/elsewhere'); act()";
  const manual: Trigger = { kind: 'all', of: [{ kind: 'manual' }, { kind: 'urlMatch', pattern: '/shoes' }] };
  const page = startPage({}, experiment('late', { trigger: manual }, { domOps: recipe.domOps, js }));
  scope.act = () => page.client.setContext({ a: 1 });
  page.client.activate('late');
  expect(page.client.isActive('late')).toBe(false);
  expect(box()).toBe('');
});
