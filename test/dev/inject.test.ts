/** Checks that a page is prepared for development as a browser would read it, whatever stands in it. */

import { describe, expect, test } from 'vitest';
import { hasTag, preparePage } from '../../src/dev/inject.js';

const HERE = { collectUrl: 'http://127.0.0.1:4174/events', host: '127.0.0.1:4173', build: 'b1' };
const CLIENT = '<script type="module" src="/fx/dev.js?build=b1"></script>';
const OWN = `<script src="/fx/container.js" data-collect="${HERE.collectUrl}"></script>`;
const prepare = (html: string): string => preparePage(html, HERE);

describe('a tag that no browser would run is none', () => {
  test.each([
    ['in a comment', '<!-- <script src="/fx/container.js"></script> -->'],
    ['in a comment that is never closed', '<!-- <script src="/fx/container.js"></script>'],
    ['in a template', '<template><script src="/fx/container.js"></script></template>'],
    ['in the text of another script', '<script>"<script src=/fx/container.js>"</script>'],
    ['in a title', '<title><script src="/fx/container.js"></script></title>'],
    ['in CDATA', '<svg><![CDATA[<script src="/fx/container.js"></script>]]></svg>'],
    ['in a text area', '<body><textarea><script src="/fx/container.js"></script></textarea>'],
    ['in what shows without JavaScript', '<head><noscript><script src="/fx/container.js"></script></noscript>'],
  ])('%s', (_, html) => {
    expect(hasTag(html)).toBe(false);
    expect(prepare(html)).toContain(OWN);
    expect(prepare(html).replace(OWN + CLIENT, '')).toBe(html);
  });
});

test('a page is changed at its tag and nowhere else, carriage returns included', () => {
  const before = '<!DOCTYPE html>\r\n<HTML>\r\n<Head>\r\n<title>A > B</title>\r\n';
  const after = '\r\n</Head>\r\n<p title="</head>">x';
  const tag = `<SCRIPT Src='https://cdn.example/fx/container.js?v=1' data-name=shop></SCRIPT>`;
  const local = `<SCRIPT src="/fx/container.js" data-name=shop data-collect="${HERE.collectUrl}"></SCRIPT>`;
  expect(prepare(before + tag + after)).toBe(`${before}${local}\r\n${CLIENT}</Head>\r\n<p title="</head>">x`);
});

test('quotes, angles and missing blanks in attributes are read as a browser reads them', () => {
  const html = `<head><script data-x="a>b"data-collect='/old' src=/fx/fx.js integrity=sha384-x crossorigin></script>`;
  expect(prepare(html)).toContain(`<script data-x="a>b" data-collect="${HERE.collectUrl}" src="/fx/fx.js"></script>`);
});

test.each([
  ['<p>Hi', `${OWN}${CLIENT}<p>Hi`],
  ['<!doctype html><p>Hi', `<!doctype html>${OWN}${CLIENT}<p>Hi`],
  ['<!doctype html><html lang="en"><p>Hi', `<!doctype html><html lang="en">${OWN}${CLIENT}<p>Hi`],
  ['<header>Hi</header>', `${OWN}${CLIENT}<header>Hi</header>`],
])('a page without a head gets the tag as early as it can stand: %s', (html, prepared) => {
  expect(prepare(html)).toBe(prepared);
});

test.each(['<script src=a', '<a', '<script src="a', '<!--', '<div '])(
  'forty kilobytes of %s take a time that grows with their length',
  (part) => {
    const html = part.repeat(40_000 / part.length);
    const started = process.cpuUsage();
    expect(hasTag(html)).toBe(false);
    prepare(html);
    const { user } = process.cpuUsage(started);
    // It took a minute; the limit leaves room for a machine that is busy with other work.
    expect(user / 1e6).toBeLessThan(5);
  },
);

describe('a page that is edited', () => {
  const TAG = '<head><script src="/fx/container.js" data-collect="/x"></script></head>';
  const OWN = TAG.replace('data-collect', 'data-studio="https://studio.example" data-collect');
  const studio = 'http://127.0.0.1:8780';

  test.each([
    ['here, its tag does nothing, whatever Studio there is', TAG, { edit: '', studio }],
    ['here, with a tag that names its Studio', OWN, { edit: '' }],
    ['by a token, without any Studio', TAG, { edit: 'token' }],
  ])('%s: the editor comes along', (_, html, more) => {
    const page = preparePage(html, { ...HERE, ...more });
    expect(page).toContain('src="/fx/edit.js"');
    expect(page).toContain('<script src="/fx/fx.editor.js" data-check="check" defer></script>');
  });

  test.each([
    ['of the Studio that runs beside', TAG, { edit: 'token', studio }, studio],
    ['of the Studio that its tag names', OWN, { edit: 'token' }, 'https://studio.example'],
    ['of the Studio that runs beside, where it has no tag', '<p>x</p>', { edit: 'token', studio }, studio],
  ])('by a token %s is left to its tag', (_, html, more, address) => {
    const page = preparePage(html, { ...HERE, ...more });
    expect(page).toContain('src="/fx/container.js"');
    expect(page).toContain(`data-studio="${address}"`);
    expect(page).not.toContain('fx.editor.js');
  });

  test('the Studio that runs beside goes before the one of the published page', () => {
    const page = preparePage(OWN, { ...HERE, studio });
    expect(page.match(/data-studio="[^"]*"/g)).toEqual([`data-studio="${studio}"`]);
  });
});

test.each([
  ['with a tag of its own', '<script src="/fx/fx.js" data-manifest="/fx/manifest.json"></script>', {}],
  ['without one', '', {}],
  ['that is edited', '<script src="/fx/fx.js"></script>', { edit: '' }],
])('on a page %s whose base is elsewhere, addresses of this server lead here', (_, tag, more) => {
  const page = preparePage(`<head><base href="https://cdn.example/">${tag}</head>`, { ...HERE, ...more });
  const sources = [...page.matchAll(/(?:src|data-manifest)="([^"]*)"/g)].map(([, address = '']) => address);
  expect(sources.length).toBeGreaterThan(1);
  for (const address of sources) expect(address).toMatch(/^\/\/127\.0\.0\.1:4173\/fx\//);
});

test('a base that only says where links open changes no address', () => {
  expect(prepare('<head><base target="_blank"></head>')).toContain(OWN + CLIENT);
});
