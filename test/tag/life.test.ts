/**
 * Checks what happens to a page that stays open: an end that comes, a subject that is the same, code that takes itself
 * back, faults of the page.
 */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { refresh } from '../../src/tag/life.js';
import { load } from '../../src/tag/load.js';
import { experiment, manifestOf, startManifest, startPage } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
let clients: Client[];
const scope = window as unknown as Record<string, unknown>;

beforeEach(() => {
  stage = createStage();
  clients = [];
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  for (const client of clients) client.dispose();
  for (const script of document.querySelectorAll('script')) script.remove();
  stage.leave();
});

const begin = (...given: Parameters<typeof startPage>) => {
  const page = startPage(...given);
  clients.push(page.client);
  return page;
};

/** The page shows another view. */
const turnView = async (path: string): Promise<void> => {
  history.pushState({}, '', path);
  await stage.wait(1000);
};

test('an experiment whose end has come is over with the next view, and not before', async () => {
  const endAt = new Date(NOW + 60_000).toISOString();
  const { client } = begin({}, experiment('a', { endAt }));
  await turnView('/hats');
  expect(client.variant('a')).toBe('treatment');
  await stage.wait(61_000);
  expect(client.variant('a')).toBe('treatment');
  await turnView('/gloves');
  expect(client.variant('a')).toBeUndefined();
});

test('who is named again is nobody else: nothing is undone or decided anew', () => {
  const { client, events } = begin({ subjectId: 'ann' }, experiment('a'));
  client.identify('ann');
  expect(events).toHaveLength(1);
  client.identify('bob');
  expect(events.map(({ subject }) => subject)).toEqual(['ann', 'bob']);
});

test('consent that is given twice changes nothing', () => {
  const { client, events } = begin({ consent: 'required' }, experiment('a'));
  for (let times = 0; times < 2; times++) client.consent(true);
  expect([client.variant('a'), events.length]).toEqual(['treatment', 1]);
});

test('consent that was denied before a prerendered page is looked at ends it, until consent is given', () => {
  stage.isPrerendering = true;
  const { client, events } = begin({}, experiment('a'));
  expect(client.variant('a')).toBe('treatment');
  stage.jar.cookies.push({ name: '_fx', value: '0', domain: 'example.co.nz' });
  stage.isPrerendering = false;
  document.dispatchEvent(new Event('prerenderingchange'));
  expect([client.variant('a'), events, [...stage.storage.keys()]]).toEqual([undefined, [], []]);
  expect(new Set(stage.jar.cookies.map(({ name, value }) => `${name}=${value}`))).toEqual(new Set(['_fx=0']));
  client.consent(true);
  expect([client.variant('a'), events.length]).toEqual(['treatment', 1]);
});

test('a newer manifest keeps what it still runs, stops the rest, and stops nothing in a preview', () => {
  const { client, site } = begin({}, experiment('a'), experiment('b'));
  refresh(site, { ...manifestOf(experiment('a')), revision: 'r2' });
  expect([client.variant('a'), client.variant('b')]).toEqual(['treatment', undefined]);
  client.preview('a', 'treatment');
  refresh(site, { ...manifestOf(), revision: 'r3' });
  expect(client.variant('a')).toBe('treatment');
});

test('of two experiments with one id the first runs, and the other is never seen', async () => {
  const other = experiment('a', { name: 'Other' }, { js: 'window.fxOther = true' });
  const { client } = begin({}, experiment('a'), other);
  await turnView('/hats');
  expect([client.metadata('a'), scope.fxOther, client.variant('a')]).toEqual([undefined, undefined, 'treatment']);
});

test('what shared code gave back is done when everything ends, and a fault in it is told', () => {
  const undone: string[] = [];
  scope.fxUndone = undone;
  const shared = (id: string, body: string) => experiment(id, { sharedJs: `return () => { ${body} }` });
  const { client, events } = begin(
    {},
    shared('a', 'window.fxUndone.push("a")'),
    shared('b', 'throw new Error("late")'),
  );
  client.dispose();
  Reflect.deleteProperty(window, 'fxUndone');
  expect(undone).toEqual(['a']);
  expect(events.filter(({ type }) => type === 'failure')).toMatchObject([{ experiment: 'b', message: 'Error: late' }]);
});

test('a listener of the page that fails is told as a failure, and stops no other', () => {
  const { client, events } = begin({ consent: 'required' }, experiment('a'));
  const heard: string[] = [];
  client.on('exposure', () => {
    throw new Error('mine');
  });
  client.on('exposure', ({ experiment: id }) => heard.push(id));
  client.consent(true);
  expect(heard).toEqual(['a']);
  expect(events.filter(({ type }) => type === 'failure')).toMatchObject([{ experiment: 'a', message: 'Error: mine' }]);
});

test('experiments that are out before fx is disposed leave nothing to undo', () => {
  const page = startManifest({}, { ...manifestOf(experiment('a')), enabled: false });
  clients.push(page.client);
  page.client.dispose();
  page.client.consent(true);
  expect(page.client.variant('a')).toBeUndefined();
});

test('a page that shows already is not hidden by the veil, and one that does not is shown once it is decided', async () => {
  const isHidden = (): boolean => getComputedStyle(document.documentElement).visibility === 'hidden';
  const boot = () => {
    const client = load({ veil: 9000, manifestUrl: '/m.json', timeout: 5000 }, {});
    clients.push(client);
    return client;
  };
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  boot();
  expect(document.adoptedStyleSheets).toHaveLength(0);
  vi.spyOn(Document.prototype, 'body', 'get').mockReturnValue(null as unknown as HTMLElement);
  const client = boot();
  expect(document.adoptedStyleSheets).toHaveLength(1);
  await stage.wait(3001);
  expect([document.adoptedStyleSheets.length, isHidden()]).toEqual([0, false]);
  await stage.wait(3000);
  await client.ready;
});

test('data-debug brings the story of the page from beside the tag', () => {
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } };
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
  clients.push(
    load({ debug: 'true', collect: '/e' }, { _manifest: manifestOf(), _tagUrl: 'https://shop.example.co.nz/fx/fx.js' }),
  );
  const script = document.querySelector<HTMLScriptElement>('script[src$="/fx/fx.story.js"]');
  expect({ ...script?.dataset }).toEqual({ name: 'fx', collect: '/e' });
});
