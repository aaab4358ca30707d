/**
 * Tests a variant that is another address: where it leads, who is counted, and who is left alone. The flash and the
 * history are tested in browsers.
 */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Experiment, Variant } from '../../src/core/index.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, type Living, manifestOf, startManifest } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let pages: Living[];
/** Where pages were left for. */
let left: string[];
const { pushState, replaceState } = history;

beforeEach(() => {
  pages = [];
  left = [];
  document.adoptedStyleSheets = [];
  stage = createStage('https://shop.example.com/pricing?plan=solo&utm=a%20b#faq');
  vi.spyOn(console, 'warn').mockReturnValue();
  vi.spyOn(location, 'replace').mockImplementation((url) => void left.push(`${url}`));
});
afterEach(() => {
  for (const { client } of pages) client.dispose();
  Object.assign(history, { pushState, replaceState });
  stage.leave();
});

const HERE = { kind: 'urlMatch', pattern: '^/pricing$', regex: true } as const;

const leading = (redirect: string, more: Partial<Variant> = {}, rest: Partial<Experiment> = {}): Experiment =>
  experiment('price', { trigger: HERE, ...rest }, { redirect, ...more });

const start = (one: Experiment, options: Options = {}): Living => {
  const page = startManifest(options, manifestOf(one));
  pages.push(page);
  return page;
};
const answers = ({ client }: Living): unknown[] => [client.variant('price'), client.assignment('price')];
const told = ({ events }: Living): string[] =>
  events.flatMap((event) => (event.type === 'exposure' || event.type === 'failure' ? [event.type] : []));

test.each([
  ['/b', 'https://shop.example.com/b?plan=solo&utm=a%20b#faq'],
  ['/b?plan=team#top', 'https://shop.example.com/b?plan=team&utm=a%20b#top'],
  ['?plan=team', 'https://shop.example.com/pricing?plan=team&utm=a%20b#faq'],
  ['https://other.example/b', 'https://other.example/b?plan=solo&utm=a%20b#faq'],
])('a target %s leads to %s', (redirect, target) => {
  const page = start(leading(redirect));
  expect(left).toEqual([target]);
  expect(told(page)).toEqual(['exposure']);
});

test('keepQuery: false leaves the query of the page behind', () => {
  start(leading('/b', { keepQuery: false }));
  expect(left).toEqual(['https://shop.example.com/b#faq']);
});

test('a page that is being left is hidden, and shown again after three seconds', async () => {
  start(leading('/b'));
  expect(document.adoptedStyleSheets).toHaveLength(1);
  await stage.wait(3000);
  expect(document.adoptedStyleSheets).toHaveLength(0);
});

test('a page that comes back from the history is shown, one that has just loaded is not', () => {
  start(leading('/b'));
  dispatchEvent(new Event('pageshow'));
  expect(document.adoptedStyleSheets).toHaveLength(1);
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  expect(document.adoptedStyleSheets).toHaveLength(0);
});

test('nobody leaves before a prerendered page is looked at', () => {
  stage.isPrerendering = true;
  start(leading('/b'));
  expect(left).toEqual([]);
  stage.isPrerendering = false;
  document.dispatchEvent(new Event('prerenderingchange'));
  expect(left).toHaveLength(1);
});

test('a trigger that waits for more than an address starts no redirect', () => {
  const page = start(leading('/b', {}, { trigger: { kind: 'all', of: [HERE, { kind: 'auto' }] } }));
  expect([left, told(page)]).toEqual([[], []]);
});

test.each([
  ['all', [HERE, { ...HERE, pattern: 'pricing' }], 1],
  ['all', [HERE, { ...HERE, pattern: 'cart' }], 0],
  ['any', [{ ...HERE, pattern: 'cart' }, HERE], 1],
] as const)('%s of addresses is looked at whole', (kind, of, times) => {
  start(leading('/b', {}, { trigger: { kind, of } }));
  expect(left).toHaveLength(times);
});

describe('who comes back', () => {
  test('without the target having been seen is left alone for the session, with one failure', () => {
    start(leading('/b'));
    const back = start(leading('/b'));
    expect(left).toHaveLength(1);
    expect(told(back)).toEqual(['exposure', 'failure']);
    expect(answers(back)).toEqual([undefined, 'treatment']);
    start(leading('/b'));
    expect(left).toHaveLength(1);
  });

  test('after the target was seen is sent there again', () => {
    start(leading('/b'));
    history.replaceState({}, '', '/b?plan=solo');
    const there = start(leading('/b'));
    expect([answers(there), told(there)]).toEqual([['treatment', 'treatment'], []]);
    history.replaceState({}, '', '/pricing');
    start(leading('/b'));
    expect(left).toHaveLength(2);
  });

  test('from another site within ten seconds was sent back, later came by themselves', async () => {
    start(leading('https://other.example/b'));
    start(leading('https://other.example/b'));
    expect(left).toHaveLength(1);
    sessionStorage.removeItem('_fx_r');
    start(leading('https://other.example/b'));
    await stage.wait(10_001);
    start(leading('https://other.example/b'));
    expect(left).toHaveLength(3);
  });
});

test('who comes to the target by themselves is in no test', () => {
  history.replaceState({}, '', '/b');
  const page = start(leading('/b'));
  expect([answers(page), told(page), left]).toEqual([[undefined, undefined], [], []]);
});

test('a target that names a hash is there with that hash alone', () => {
  history.replaceState({}, '', '/b');
  expect(start(leading('/b#x')).client.isActive('price')).toBe(false);
});

test.each([
  ['javascript:alert(1)', 'invalid'],
  ['https://', 'invalid'],
])('%s as a target keeps everybody out', (redirect, reason) => {
  const page = start(leading(redirect));
  expect([page.client.explain('price')?.reason, left]).toEqual([reason, []]);
});

test('where the tab can remember nothing, nobody is in: a page that sends back would never end', () => {
  stage.isStorageBlocked = true;
  const page = start(leading('/b'), { subjectId: 'user-1' });
  expect([page.client.explain('price')?.reason, left]).toEqual(['storage', []]);
});
