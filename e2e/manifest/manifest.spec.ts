/**
 * Checks that a manifest that is fetched: broken ones leave the page as it is, stored ones are used at once, newer
 * ones only stop.
 */

import type { Manifest } from '../../src/core/index.js';
import { type Answer, client, expect, experiment, manifestOf, type Site, test, withOps } from '../harness/index.js';

const feature = 'manifest';
const URL = '/fx/manifest.json';
const JSON_TYPE = { 'content-type': 'application/json' };
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const good = manifestOf(withOps('good', text));

const publishManifest = (site: Site, manifest: unknown): void =>
  site.answer(URL, { headers: JSON_TYPE, body: JSON.stringify(manifest) });

const asText = JSON.stringify(good);

const broken: Readonly<Record<string, Answer>> = {
  'is a page of HTML with status 200': { body: '<!doctype html><h1>Sign in</h1>' },
  'is cut off': { headers: JSON_TYPE, body: asText.slice(0, -20) },
  'is cut off by its connection': (_, response) => {
    response
      .writeHead(200, { ...JSON_TYPE, 'content-length': asText.length })
      .write(asText.slice(0, 20), () => response.destroy());
  },
  'is not there': { status: 404, headers: JSON_TYPE, body: asText },
  'is an error of the server': { status: 500, headers: JSON_TYPE, body: asText },
  'is empty': { headers: JSON_TYPE, body: '' },
  'is null': { headers: JSON_TYPE, body: 'null' },
  'is a list': { headers: JSON_TYPE, body: '[]' },
  'is a number': { headers: JSON_TYPE, body: '1' },
  'is of a later version': { headers: JSON_TYPE, body: JSON.stringify({ ...good, version: 2 }) },
  'has no version': { headers: JSON_TYPE, body: JSON.stringify({ ...good, version: undefined }) },
  'has experiments that are no list': { headers: JSON_TYPE, body: JSON.stringify({ ...good, experiments: { good } }) },
  'is text that is no JSON': { headers: JSON_TYPE, body: `${asText},` },
  'redirects for ever': { status: 302, headers: { location: URL }, body: '' },
  'has its connection cut': (_, response) => response.destroy(),
  'never answers': () => undefined,
  'answers and then never ends': (_, response) => void response.writeHead(200, JSON_TYPE).write(asText.slice(0, 20)),
};

for (const [what, answer] of Object.entries(broken)) {
  test(`a manifest that ${what} leaves the page as without the tag, with one warning`, async ({
    page,
    problems,
    site,
    visit,
  }) => {
    site.answer(URL, answer);
    await visit({ feature, mode: 'fetched', attributes: { 'data-timeout': '300' } });
    await expect.poll(() => problems.warnings).toHaveLength(1);
    expect(problems.warnings[0]).toContain(URL);
    const fx = await client(page);
    expect(await fx.evaluate(async (it) => (await it.ready).variant('good'))).toBeUndefined();
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(await page.locator('main').innerHTML()).toBe('\n<h1>CONTROL</h1>\n');
  });
}

for (const [what, json] of Object.entries({
  null: 'null',
  'cut off': asText.slice(0, -9),
  'of another version': '{"version":3}',
  HTML: '<p>',
})) {
  test(`a manifest in the page that is ${what} leaves it as without the tag, with one warning`, async ({
    page,
    problems,
    visit,
  }) => {
    const html = `<!doctype html><script type="application/json" id="fx-manifest">${json}</script>
      <script src="/dist/fx.js"></script><main><h1>CONTROL</h1></main>`;
    await visit({ feature, html });
    await expect.poll(() => problems.warnings).toHaveLength(1);
    await expect(page.locator('h1')).toHaveText('CONTROL');
  });
}

test('a manifest with a byte order mark is read', async ({ page, site, visit }) => {
  site.answer(URL, { headers: JSON_TYPE, body: `\uFEFF${asText}` });
  await visit({ feature, mode: 'fetched' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('a first visit waits for the manifest, the next page uses what was stored before it is painted', async ({
  page,
  site,
  visit,
}) => {
  publishManifest(site, good);
  await visit({ feature, mode: 'fetched' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  // from now on it does not answer
  site.answer(URL, () => undefined);
  await visit({ feature, mode: 'fetched' });
  expect(await page.locator('h1').textContent()).toBe('VARIANT');
});

test('a stored manifest that is too old is not used, and the page waits for a newer one', async ({
  page,
  site,
  visit,
}) => {
  publishManifest(site, good);
  await visit({ feature, mode: 'fetched' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  publishManifest(site, { ...manifestOf(withOps('good', { ...text, value: 'NEWER' })), revision: 'newer' });
  await visit({ feature, mode: 'fetched', attributes: { 'data-max-age': '0' } });
  await expect(page.locator('h1')).toHaveText('NEWER');
});

test('what comes too late is for the next page', async ({ page, problems, site, visit }) => {
  let answer: () => void = () => undefined;
  site.answer(URL, (_, response) => {
    answer = () => response.writeHead(200, JSON_TYPE).end(asText);
  });
  await visit({ feature, mode: 'fetched', attributes: { 'data-timeout': '200' } });
  await expect.poll(() => problems.warnings).toHaveLength(1);
  answer();
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage).includes('VARIANT'))).toBe(true);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  site.answer(URL, () => undefined);
  await page.reload();
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

const stops: Readonly<Record<string, Manifest>> = {
  'switches everything off': { ...good, revision: 'newer', enabled: false },
  'no longer has it': { ...manifestOf(), revision: 'newer' },
  'pauses it': { ...manifestOf({ ...withOps('good', text), status: 'paused' }), revision: 'newer' },
};

for (const [what, newer] of Object.entries(stops)) {
  test(`a newer manifest that ${what} stops an experiment on the page that it is on`, async ({ page, site, visit }) => {
    publishManifest(site, good);
    await visit({ feature, mode: 'fetched' });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    publishManifest(site, newer);
    await page.reload();
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(await (await client(page)).evaluate((fx) => fx.variant('good'))).toBeUndefined();
  });
}

test('a newer manifest starts and changes nothing before the next page', async ({ page, site, visit }) => {
  publishManifest(site, good);
  await visit({ feature, mode: 'fetched' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  publishManifest(site, {
    ...manifestOf(withOps('good', { ...text, value: 'NEWER' }), experiment('more', { js: "document.title = 'more'" })),
    revision: 'newer',
  });
  await page.reload();
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage).includes('NEWER'))).toBe(true);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await page.reload();
  await expect(page.locator('h1')).toHaveText('NEWER');
  await expect(page).toHaveTitle('more');
});

test('a manifest in the page can be stopped by one that is fetched', async ({ page, site, visit }) => {
  publishManifest(site, { ...good, revision: 'newer', enabled: false });
  await visit({ feature, attributes: { 'data-manifest': URL } });
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('code of a manifest from another origin runs only where the tag is told so', async ({
  page,
  site,
  visit,
  collector,
}) => {
  const manifest = manifestOf(experiment('code', { js: "document.title = 'ran'" }), withOps('good', text));
  collector.answerWith(JSON.stringify(manifest));
  await visit({ feature, mode: 'fetched', attributes: { 'data-manifest': collector.url } });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await expect(page).toHaveTitle('fx: the manifest');
  await visit({ feature, mode: 'fetched', attributes: { 'data-manifest': collector.url, 'data-js': '' } });
  await expect(page).toHaveTitle('ran');
  expect(site.requests.some((request) => request.includes('manifest.json'))).toBe(false);
});

test('a tag without a manifest does nothing, and says so', async ({ page, problems, visit }) => {
  await visit({ feature, html: '<!doctype html><script src="/dist/fx.js"></script><main><h1>CONTROL</h1></main>' });
  await expect.poll(() => problems.warnings).toHaveLength(1);
  expect(problems.warnings[0]).toContain('manifest');
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('of a manifest some of whose experiments are malformed the others run', async ({ page, problems, visit }) => {
  const base = withOps('base', text);
  const [control, treatment] = base.variants;
  const malformed = [
    null,
    7,
    [],
    {},
    { ...base, id: 'Bad Id' },
    { ...base, id: 'status', status: 'archived' },
    { ...base, id: 'weights', variants: [control, { ...treatment, weight: 9999 }] },
    {
      ...base,
      id: 'negative',
      variants: [
        { ...control, weight: -1 },
        { ...treatment, weight: 10001 },
      ],
    },
    { ...base, id: 'one', variants: [treatment] },
    { ...base, id: 'same', variants: [treatment, { ...treatment, weight: 0 }] },
    { ...base, id: 'op', variants: [control, { ...treatment, domOps: [{ op: 'explode', selector: 'h1' }] }] },
    {
      ...base,
      id: 'proto',
      variants: [control, { ...treatment, domOps: [{ op: 'constructor', selector: 'h1', value: '' }] }],
    },
    { ...base, id: 'trigger', trigger: { kind: 'toString' } },
    { ...base, id: 'date', startAt: 'soon' },
    { ...base, id: 'divert', divertTo: 'nobody' },
    { ...base, id: 'regex', trigger: { kind: 'urlMatch', pattern: '(', regex: true } },
  ];
  const manifest = { ...manifestOf(withOps('zz-good', { op: 'addClass', selector: 'h1', value: 'good' })) };
  await visit({ feature, manifest: { ...manifest, experiments: [...malformed, ...manifest.experiments] } });
  await expect(page.locator('h1.good')).toHaveText('CONTROL');
  const fx = await client(page);
  const reasons = await fx.evaluate((it) =>
    ['status', 'weights', 'op', 'trigger', 'regex'].map((id) => it.explain(id)?.reason),
  );
  expect(reasons).toEqual(reasons.map(() => 'invalid'));
  expect(problems.warnings).toEqual([]);
});

test('of two experiments with one id that runs which is sound, and it is the one that is explained', async ({
  page,
  visit,
}) => {
  const manifest = manifestOf(withOps('twice', { op: 'addClass', selector: 'h1', value: 'good' }));
  const malformed = { id: 'twice', name: 'Malformed', variants: [null], metadata: { is: 'malformed' } };
  await visit({ feature, manifest: { ...manifest, experiments: [malformed, ...manifest.experiments] } });
  await expect(page.locator('h1.good')).toHaveText('CONTROL');
  const fx = await client(page);
  const told = await fx.evaluate((it) => [it.explain('twice')?.reason, it.explain('twice')?.gates.at(-1)?.gate]);
  expect(told).toEqual(['assigned', 'trigger']);
  expect(await fx.evaluate((it) => it.metadata('twice'))).toBeUndefined();
});
