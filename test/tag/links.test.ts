/**
 * Tests a link that previews: drafts beside a manifest that is fetched, or beside a container, and what happens
 * without them.
 */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { type Boot, load } from '../../src/tag/load.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

const HOME = 'https://shop.example.co.nz';
const TOKEN = '0123456789abcdef';
const LINK = `${HOME}/?fx=new:treatment&fxp=${TOKEN}`;
const LIVE = manifestOf(experiment('a'));
const DRAFTS = manifestOf(experiment('a'), experiment('new', { status: 'draft' }));

let stage: Stage;
let client: Client | undefined;
let warnings: string[];
let asked: string[];
/** What lies under an address; no answer at all for `null`. */
let files: Record<string, object | null>;

beforeEach(() => {
  stage = createStage(LINK);
  // Scripts are not loaded in a test: each says what it would without a word in the console.
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } };
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
  [warnings, asked, client] = [[], [], undefined];
  files = { [`${HOME}/fx/manifest.json`]: LIVE, [`${HOME}/fx/preview.${TOKEN}.json`]: DRAFTS };
  vi.spyOn(console, 'warn').mockImplementation((text) => warnings.push(text));
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    const file = files[url];
    if (file === null) return new Promise(() => undefined);
    return Promise.resolve({ ok: file !== undefined, text: async () => JSON.stringify(file) ?? '' });
  });
});

afterEach(() => {
  client?.dispose();
  for (const script of document.querySelectorAll('script')) script.remove();
  stage.leave();
});

const begin = (options: Options, boot: Boot = {}): Client => {
  client = load(options, boot);
  return client;
};

/** The script by which a container asks for the drafts beside it. */
const asking = (): HTMLScriptElement | null =>
  document.querySelector<HTMLScriptElement>(`script[src="${HOME}/fx/preview.${TOKEN}.js"]`);

test('the drafts beside a fetched manifest are shown, and stored for nobody', async () => {
  const fx = begin({ manifestUrl: '/fx/manifest.json' });
  await fx.ready;
  await stage.wait(3000);
  expect([fx.variant('new'), asked]).toEqual(['treatment', [`${HOME}/fx/preview.${TOKEN}.json`]]);
  expect([...stage.storage.keys()]).toEqual([]);
});

test.each<[string, object | null | undefined, string]>([
  ['that are not there', undefined, 'is not there'],
  ['that take too long', null, 'is too slow'],
])('without drafts %s the page goes on as without a token, and says so', async (_, file, why) => {
  if (file === undefined) delete files[`${HOME}/fx/preview.${TOKEN}.json`];
  else files[`${HOME}/fx/preview.${TOKEN}.json`] = file;
  const fx = begin({ manifestUrl: '/fx/manifest.json', timeout: 300 });
  await stage.wait(1000);
  await fx.ready;
  expect([fx.variant('a'), fx.variant('new')]).toEqual(['treatment', undefined]);
  expect(warnings).toContainEqual(
    expect.stringContaining(`no drafts in this preview: ${HOME}/fx/preview.${TOKEN}.json ${why}`),
  );
});

test('where previews are off the token is not looked at', async () => {
  const fx = begin({ manifestUrl: '/fx/manifest.json', preview: 'off' });
  await fx.ready;
  expect([fx.variant('new'), asked]).toEqual([undefined, [`${HOME}/fx/manifest.json`]]);
});

test('a container takes the manifest and the functions of the container of drafts', async () => {
  const ran = vi.fn();
  const drafts = manifestOf(experiment('new', { status: 'draft' }, { js: 0 as unknown as string }));
  const fx = begin({}, { _manifest: LIVE, _functions: [() => undefined], _tagUrl: `${HOME}/fx/container.js` });
  expect(fx.variant('new')).toBeUndefined();
  const script = asking();
  script?.dispatchEvent(new CustomEvent('fx-draft', { cancelable: true, detail: [JSON.stringify(drafts), [ran]] }));
  await fx.ready;
  expect([fx.variant('new'), ran.mock.calls.length]).toEqual(['treatment', 1]);
  // The first answer counts.
  script?.dispatchEvent(new Event('load'));
  expect(warnings).toEqual([]);
});

test.each(['load', 'error'])(
  'a container of drafts that has nothing to give by its %s leaves the live one',
  async (type) => {
    const fx = begin({}, { _manifest: LIVE, _functions: [], _tagUrl: `${HOME}/fx/container.js` });
    asking()?.dispatchEvent(new Event(type));
    await fx.ready;
    expect([fx.variant('a'), warnings]).toEqual(['treatment', [expect.stringContaining('no drafts in this preview')]]);
  },
);

test('the container of drafts itself asks for no other', async () => {
  const fx = begin({}, { _manifest: DRAFTS, _functions: [], _tagUrl: `${HOME}/fx/preview.${TOKEN}.js` });
  await fx.ready;
  expect([asking(), fx.variant('new')]).toEqual([null, 'treatment']);
});
