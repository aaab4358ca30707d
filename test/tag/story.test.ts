/** Tests the story of a page that `data-debug` asks for: what is decided, counted and sent, each state once. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { load } from '../../src/tag/load.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

const COLLECT = 'https://events.example.com/e';
let stage: Stage;
let told: string[];
/** Tells of requests that have ended. */
let notice: (entries: readonly object[]) => void;
const scope = window as unknown as Record<string, unknown>;

beforeEach(() => {
  stage = createStage();
  told = [];
  vi.spyOn(console, 'info').mockImplementation((text) => told.push(text));
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  class Observer {
    readonly #run: (list: { getEntries(): readonly object[] }) => void;
    constructor(run: (list: { getEntries(): readonly object[] }) => void) {
      this.#run = run;
    }
    observe({ type }: PerformanceObserverInit): void {
      if (type === 'resource') notice = (entries) => this.#run({ getEntries: () => entries });
    }
  }
  vi.stubGlobal('PerformanceObserver', Observer);
});

afterEach(() => {
  Reflect.deleteProperty(Document.prototype, 'currentScript');
  Reflect.deleteProperty(window, 'fx');
  stage.leave();
});

/** Runs the story as its script does, for a tag that is there or for none. */
const run = async (dataset: Readonly<Record<string, string>>, hasTag = true) => {
  const client = load({}, { _manifest: manifestOf(experiment('a'), experiment('b', { status: 'paused' })) });
  if (hasTag) scope.fx = client;
  const script = document.createElement('script');
  Object.assign(script.dataset, dataset);
  Object.defineProperty(Document.prototype, 'currentScript', { configurable: true, get: () => script });
  Object.defineProperty(document, 'currentScript', { configurable: true, get: () => script });
  vi.resetModules();
  await import('../../src/tag/story.js');
  return client;
};

test('it tells what is decided for each experiment, and again only once that is another', async () => {
  const client = await run({});
  expect(told).toContain('fx: a: treatment, applied');
  expect(told.filter((line) => line.startsWith('fx: b'))).toEqual(['fx: b: nobody, is out: paused']);
  const before = told.length;
  await stage.wait(5000);
  expect(told).toHaveLength(before);
  client.dispose();
});

test('it tells what is counted, with its number', async () => {
  const client = await run({});
  client.track('order', 3, { key: '17' });
  client.track('signup');
  expect(told).toEqual(expect.arrayContaining(['fx: order 3 counted, key 17', 'fx: signup 1 counted']));
  client.dispose();
});

test('it tells what the collector answered, and nothing of other requests', async () => {
  const client = await run({ collect: COLLECT });
  notice([
    { name: COLLECT, responseStatus: 204 },
    { name: COLLECT, responseStatus: 0 },
    { name: 'https://elsewhere.example', responseStatus: 200 },
  ]);
  const sent = told.filter((line) => line.includes('sent to'));
  expect(sent).toEqual([`fx: sent to ${COLLECT}, which answered 204`, `fx: sent to ${COLLECT}`]);
  client.dispose();
});

test('a tag that sends nothing is said to send nothing, and one that is not there is no failure', async () => {
  const client = await run({}, false);
  expect(told).toEqual(['fx: events are told to listeners alone: the tag has no data-collect']);
  client.dispose();
});
