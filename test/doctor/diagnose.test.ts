/** Checks what there is to say about a page that was read, without any server. */

import { expect, test } from 'vitest';
import type { Experiment, Variant } from '../../src/core/index.js';
import { type Check, diagnose, type LoadedPage } from '../../src/doctor/index.js';

const page = (html: string, more: Partial<LoadedPage> = {}): LoadedPage => ({
  url: new URL('https://shop.example/'),
  html,
  isFile: false,
  cookies: [],
  policies: [],
  reported: [],
  caching: { control: null, age: null },
  load: () => Promise.resolve(null),
  ...more,
});
const examine = (html: string, more: Partial<LoadedPage> = {}): Promise<Check[]> =>
  diagnose(page(html, more), { manifest: null, now: 0 });

test.each([
  ['a comment', '<head><!-- <script src="/fx/container.js"></script> --></head>'],
  ['a template', '<head><template><script src="/fx/container.js"></script></template></head>'],
  ['CDATA', '<svg><![CDATA[<script src="/fx/container.js"></script>]]></svg>'],
])('a tag in %s is not there', async (_, html) => {
  expect((await examine(html)).map(({ code }) => code)).toEqual(['tag']);
});

test('what a page or its manifest writes stays inside of its sentence', async () => {
  const src = 'x.js?\n✓ Nothing to correct.';
  const findings = await examine(`<head><script src="${src}"></script><script src="/fx/container.js"></script></head>`);
  expect(findings.filter(({ message }) => message.includes('\n'))).toEqual([]);
  expect(findings.some(({ message }) => message.includes('\\n✓ Nothing to correct'))).toBe(true);
});

test('an attribute that is misspelt is told with its name, and one of another tool without', async () => {
  const written = async (attribute: string): Promise<string[]> =>
    (await examine(`<head><script src="/fx/container.js" ${attribute}></script></head>`))
      .filter(({ code }) => code === 'attributes')
      .map(({ message }) => message);
  expect(await written('data-colect="/e"')).toEqual([
    'It has attributes that fx does not know: data-colect (data-collect is meant?).',
  ]);
  expect(await written('data-turbo-track="reload"')).toEqual([
    'It has attributes that fx does not know: data-turbo-track.',
  ]);
});

test.each(['<a', '<script src=', '<script src="', '<div>'])('a page of forty kilobytes of %s is read', async (part) => {
  const started = process.cpuUsage();
  await examine(part.repeat(40_000 / part.length));
  // It took over a minute; the limit leaves room for a machine that is busy with other work.
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
});

/** An experiment whose treatment has these ops. */
const changing = (id: string, domOps: Variant['domOps'], more: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000, ...(domOps && { domOps }) },
  ],
  ...more,
});
const overlapsOf = async (...experiments: Experiment[]): Promise<string[]> => {
  const manifest = JSON.stringify({ version: 1, revision: 'r', enabled: true, experiments });
  const html = '<head><script src="/fx/container.js" data-collect="/e"></script></head><h1 class="big">Shop</h1>';
  const checks = await diagnose(page(html, { isFile: true }), { manifest, now: 0 });
  return checks.filter(({ message }) => message.includes('both change')).map(({ message }) => message);
};
const text: Variant['domOps'] = [{ op: 'replaceText', selector: 'h1', value: 'A' }];
const same: Variant['domOps'] = [{ op: 'replaceHTML', selector: '.big', value: 'B' }];

test('two experiments that change one thing of one element are named, whatever they call it', async () => {
  expect(await overlapsOf(changing('a', text), changing('b', same))).toEqual([
    'a and b both change the content of .big: put them into one layer, or change other elements.',
  ]);
});

test.each([
  [
    'of one layer whose slices do not meet',
    { layer: { name: 'l', from: 0, to: 0.5 } },
    { layer: { name: 'l', from: 0.5, to: 1 } },
  ],
  ['of which one is paused', {}, { status: 'paused' as const }],
  ['of which one begins later', {}, { startAt: '2030-01-01T00:00:00Z' }],
  ['for different pages', {}, { trigger: { kind: 'urlMatch' as const, pattern: '/cart' } }],
])("experiments %s do not get into each other's way", async (_, one, other) => {
  expect(await overlapsOf(changing('a', text, one), changing('b', same, other))).toEqual([]);
});

test.each([
  ['/about', '/cart', 'its address is /about, and it runs where the address has /cart.'],
  [
    '/',
    '/index.html',
    "The same page opened as /index.html would match, so write a pattern for both: '^/(index\\.html)?$'",
  ],
  [
    '/en/index.html',
    '^/en/$',
    "The same page opened as /en/ would match, so write a pattern for both: '^/en/(index\\.html)?$'",
  ],
  [
    '/v1.0/',
    '^/v1\\.0/index\\.html$',
    "The same page opened as /v1.0/index.html would match, so write a pattern for both: '^/v1\\.0/(index\\.html)?$'",
  ],
])('of a page at %s an experiment on %s says where it would run', async (path, pattern, words) => {
  const trigger = { kind: 'urlMatch' as const, pattern, regex: pattern.startsWith('^') };
  const manifest = JSON.stringify({
    version: 1,
    revision: 'r',
    enabled: true,
    experiments: [changing('a', text, { trigger })],
  });
  const url = new URL(path, 'https://shop.example');
  const html = '<head><script src="/fx/container.js" data-collect="/e"></script></head><h1>Shop</h1>';
  const checks = await diagnose(page(html, { url, isFile: true }), { manifest, now: 0 });
  const said = checks.find(({ code }) => code === 'experiment')?.message;
  expect(said).toMatch(/^a does not run on this page: its address is \//);
  expect(said).toContain(words);
});

test('a style and a text of one element are two things', async () => {
  const style: Variant['domOps'] = [{ op: 'setStyle', selector: 'h1', name: 'color', value: 'red' }];
  expect(await overlapsOf(changing('a', text), changing('b', style))).toEqual([]);
});

/** What is said of the selectors of an experiment with these ops, on a page with this body. */
const selectorsOf = async (body: string, domOps: Variant['domOps']): Promise<string[]> => {
  const manifest = JSON.stringify({ version: 1, revision: 'r', enabled: true, experiments: [changing('a', domOps)] });
  const html = `<head><script src="/fx/container.js" data-collect="/e"></script></head>${body}`;
  const checks = await diagnose(page(html, { isFile: true }), { manifest, now: 0 });
  return checks.filter(({ code }) => code === 'selector').map(({ message }) => message);
};
const FOUND = ['Every selector finds its element in the HTML.'];
const WRONG = 'in the HTML and not "Add to cart": the op does nothing there, so look again and correct was.';

test.each<[what: string, body: string, said: string[]]>([
  ['what it says, white space aside', '<button>Add <b>to</b>\n cart</button>', FOUND],
  ['what the op makes of it', '<button>Buy now</button>', FOUND],
  ['something else', '<button>Sold out</button>', [`button of a, treatment, says "Sold out" ${WRONG}`]],
])('a text that says %s is held against was', async (_, body, said) => {
  const op = { op: 'replaceText', selector: 'button', value: 'Buy now', was: 'Add to cart' } as const;
  expect(await selectorsOf(body, [op])).toEqual(said);
});

test('an attribute is held against was, and of several matches one that shows it is enough', async () => {
  const op = { op: 'setAttr', selector: 'a', name: 'href', value: '/new', was: '/old' } as const;
  expect(await selectorsOf('<a href="/old">x</a>', [op])).toEqual(FOUND);
  expect(await selectorsOf('<a>x</a>', [op])).toEqual([
    'a of a, treatment, says "" in the HTML and not "/old": the op does nothing there, so look again and correct was.',
  ]);
  expect(await selectorsOf('<a>x</a><a href="/old">x</a>', [{ ...op, all: true }])).toEqual(FOUND);
});

test('an image that a lazy loader fills in is named, unless the variant sets its source, too', async () => {
  const op = { op: 'setAttr', selector: 'img', name: 'src', value: '/new.png' } as const;
  const body = '<img src="/dot.gif" data-src="/old.png">';
  expect(await selectorsOf(body, [op])).toEqual([
    'img of a, treatment, has data-src, from which a lazy loader writes its src later: set data-src, too.',
  ]);
  expect(await selectorsOf(body, [op, { ...op, name: 'data-src' }])).toEqual(FOUND);
  expect(await selectorsOf(body, [{ ...op, name: 'alt' }])).toEqual(FOUND);
  expect(await selectorsOf('<img src="/old.png"><img data-src="/x.png">', [{ ...op, all: true }])).toHaveLength(1);
});

test('of a module nothing is claimed that its attributes would do', async () => {
  const tag = '<script type="module" src="/fx/fx.js" data-consent="required" data-collect="/e"></script>';
  const checks = await examine(`<head>${tag}</head>`, { isFile: true });
  expect(checks.find(({ code }) => code === 'synchronous')?.message).toContain('its data-… attributes are not read');
  expect(checks.filter(({ code }) => code === 'consent')).toEqual([]);
});
