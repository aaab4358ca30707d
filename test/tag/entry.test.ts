/** Tests the script tag: which element it is, what its attributes say, and what it takes over from the page. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

const SRC = 'https://shop.example.co.nz/fx/fx.js';
const MANIFEST = JSON.stringify(manifestOf(experiment('a')));

let stage: Stage;
let warnings: string[];
const scope = window as unknown as Record<string, unknown>;
const NAMES = ['fx', 'ab'];

beforeEach(() => {
  stage = createStage();
  warnings = [];
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
});

afterEach(() => {
  for (const name of NAMES) {
    (scope[name] as Partial<Client> | undefined)?.dispose?.();
    Reflect.deleteProperty(window, name);
  }
  Reflect.deleteProperty(Document.prototype, 'currentScript');
  for (const script of document.querySelectorAll('script')) script.remove();
  stage.leave();
});

/** Runs the tag as a browser does that comes to its element. */
const run = async (
  attributes: Readonly<Record<string, string>> = {},
  { given = MANIFEST, current = true }: { readonly given?: string | undefined; readonly current?: boolean } = {},
): Promise<Client | undefined> => {
  const script = document.createElement('script');
  // It is told to load nothing: the code comes from this test.
  script.setAttribute('type', 'text/plain');
  for (const [name, value] of Object.entries({ src: SRC, ...attributes })) script.setAttribute(name, value);
  document.head.append(script);
  Object.defineProperty(Document.prototype, 'currentScript', {
    configurable: true,
    get: () => (current ? script : null),
  });
  vi.stubGlobal('FX_MANIFEST', given);
  vi.stubGlobal('FX_FUNCTIONS', []);
  vi.resetModules();
  await import('../../src/tag/entry.js');
  return scope[attributes['data-name'] ?? 'fx'] as Client | undefined;
};

test('the manifest of a container is decided at once, and the client is the global', async () => {
  const client = await run();
  expect([client?.variant('a'), warnings]).toEqual(['treatment', []]);
});

test('a manifest that stands in the page is taken where no container brought one', async () => {
  const inline = document.createElement('script');
  inline.id = 'fx-manifest';
  inline.type = 'application/json';
  inline.textContent = MANIFEST;
  document.head.append(inline);
  vi.stubGlobal('HTMLScriptElement', window.HTMLScriptElement);
  expect((await run({}, { given: undefined }))?.variant('a')).toBe('treatment');
});

test('a manifest that is broken starts nothing, and says so', async () => {
  await run({}, { given: '{"version": 1' });
  expect(warnings).toEqual([expect.stringContaining('the manifest is broken')]);
  expect(scope.fx).toBeUndefined();
});

test.each([
  ['none where the browser names the script, as V8 parses again what is on it', true, 0],
  ['one where the browser names none', false, 1],
])('of several queues on a page the tag takes %s', async (_, current, count) => {
  const stacks: string[] = [];
  class Noted extends Error {
    constructor(text?: string) {
      super(text);
      stacks.push(`${this.stack}`);
    }
  }
  vi.stubGlobal('Error', Noted);
  await run({}, { current });
  expect(stacks.filter((stack) => /tag\/entry/.test(stack))).toHaveLength(count);
});

test('the queue of the page is taken over, with options and commands', async () => {
  const queue = Object.assign([(client: Client) => heard.push(client.variant('a'))], { decide: () => 'control' });
  const heard: unknown[] = [];
  scope.fx = queue;
  expect((await run())?.variant('a')).toBe('control');
  expect(heard).toHaveLength(1);
});

test('data-name gives the global another name', async () => {
  expect((await run({ 'data-name': 'ab' }))?.variant('a')).toBe('treatment');
  expect(scope.fx).toBeUndefined();
});

test.each([
  [{ version: '1.0.0' }, 'there already'],
  [{ mine: true }, 'something else'],
])('it stays out where the global is %j', async (there, words) => {
  scope.fx = there;
  await run();
  expect([scope.fx, warnings]).toEqual([there, [expect.stringContaining(`stays out: window.fx is ${words}`)]]);
});

test.each([
  ['data-max-ages', '60'],
  ['data-max-age', 'soon'],
  ['data-cookies', 'none'],
])('%s="%s" is said to be unknown, and the rest holds', async (name, value) => {
  expect((await run({ [name]: value }))?.variant('a')).toBe('treatment');
  expect(warnings).toEqual([expect.stringContaining('unknown attributes: ')]);
});

test.each([
  ['data-consent', 'requierd'],
  ['data-gpc', 'yes'],
  ['data-collect', 'https://'],
  ['data-preview', 'on'],
])('%s="%s" starts nothing: no default may stand in for what it guards', async (name, value) => {
  await run({ [name]: value });
  expect([scope.fx, warnings]).toEqual([undefined, [expect.stringContaining('starts nothing: unknown attributes')]]);
});

test('what attributes say is done: nobody is in anything before consent', async () => {
  const client = await run({ 'data-consent': 'required', 'data-debug': '' });
  expect(client?.variant('a')).toBeUndefined();
  client?.consent(true);
  expect(client?.variant('a')).toBe('treatment');
});

test('without a script element whose attributes it could read it starts nothing', async () => {
  await run({}, { current: false });
  expect([scope.fx, warnings]).toEqual([undefined, [expect.stringContaining('no script element has its address')]]);
});

test('a script that lost its attributes to a loader is found by its address', async () => {
  const original = document.createElement('script');
  original.type = 'text/plain';
  original.setAttribute('data-name', 'ab');
  original.src = SRC;
  document.head.append(original);
  await run();
  expect((scope.ab as Client | undefined)?.variant('a')).toBe('treatment');
});
