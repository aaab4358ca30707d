/** Checks that operations wait for their element, and are applied again where the page writes over them. */

import { client, expect, manifestOf, painted, test, withOps } from '../harness/index.js';

const feature = 'ops';

test('an element that comes later is changed in the frame in which it comes', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(withOps('ops', { op: 'replaceText', selector: '.late', value: 'VARIANT' })),
  });
  const text = await page.evaluate(async () => {
    const late = document.createElement('p');
    late.className = 'late';
    late.textContent = 'CONTROL';
    document.body.append(late);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return late.textContent;
  });
  expect(text).toBe('VARIANT');
});

test('an element that gets its class, id or attribute later is changed', async ({ page, visit }) => {
  const selectors = ['.c', '#d', '[data-e="1"]'];
  const ops = selectors.map(
    (selector) => ({ op: 'replaceText', selector, value: 'VARIANT', waitForMs: 60_000 }) as const,
  );
  await visit({ feature, manifest: manifestOf(withOps('ops', ...ops)) });
  await page.evaluate(() => {
    const [one, two, three] = document.querySelectorAll('li');
    one?.classList.add('c');
    if (two) two.id = 'd';
    three?.setAttribute('data-e', '1');
  });
  await expect(page.locator('li:text-is("VARIANT")')).toHaveCount(3);
});

test('all takes elements that come later', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(withOps('ops', { op: 'addClass', selector: 'li', value: 'new', all: true })),
  });
  await page.evaluate(() =>
    document.querySelector('ul')?.insertAdjacentHTML('beforeend', '<li>four</li><li>five</li>'),
  );
  await expect(page.locator('li.new')).toHaveCount(5);
});

test('an element that does not come in time is a failure with its selector, and stays as it is when it comes', async ({
  page,
  collector,
  visit,
}) => {
  const ops = [
    { op: 'replaceText', selector: '.late', value: 'VARIANT', waitForMs: 100 },
    { op: 'replaceText', selector: '.lead', value: 'VARIANT' },
  ] as const;
  await visit({ feature, manifest: manifestOf(withOps('ops', ...ops)), attributes: { 'data-collect': collector.url } });
  await collector.until(() => collector.failures().length > 0);
  expect(collector.failures()).toEqual([
    expect.objectContaining({ experiment: 'ops', variant: 'treatment', code: 'timeout', selector: '.late' }),
  ]);
  expect(collector.exposures()).toHaveLength(1);
  await expect(page.locator('.lead')).toHaveText('VARIANT');
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p class="late">CONTROL</p>'));
  await painted(page);
  await expect(page.locator('.late')).toHaveText('CONTROL');
});

test('the clock of an op does not run before the page is parsed', async ({ page, publish, site }) => {
  const op = { op: 'replaceText', selector: '.late', value: 'VARIANT', waitForMs: 50 } as const;
  const url = publish({ feature, path: '/slow', manifest: manifestOf(withOps('ops', op)) });
  const html = await (await fetch(url)).text();
  const [head = '', tail = ''] = html.split('</main>');
  const stream = site.stream('/slow');
  const going = page.goto(url, { waitUntil: 'commit' });
  await stream.write(head);
  await going;
  // longer than the op waits
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  await stream.end(`<p class="late">CONTROL</p></main>${tail}`);
  await page.waitForLoadState('load');
  await expect(page.locator('.late')).toHaveText('VARIANT');
});

test('a change that is kept always is applied again whatever the page writes over it', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(withOps('ops', { op: 'replaceText', selector: '.lead', value: 'VARIANT', keep: 'always' })),
  });
  for (const text of ['rendered', 'rendered again']) {
    await page.locator('.lead').evaluate((it, value) => {
      it.textContent = value;
    }, text);
    await expect(page.locator('.lead')).toHaveText('VARIANT');
  }
});

test('once everything is found, what is changed stays so at every height of the page', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(
      withOps(
        'ops',
        { op: 'addClass', selector: 'main', value: 'new' },
        { op: 'setAttr', selector: 'ul', name: 'title', value: 'VARIANT' },
        { op: 'replaceText', selector: 'li', value: 'VARIANT', keep: 'always' },
      ),
    ),
  });
  const [main, list, item] = [page.locator('main'), page.locator('ul'), page.locator('li').first()];
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => document.body.append('one change more'));
    await painted(page);
    await item.evaluate((it) => {
      it.textContent = 'rendered';
    });
    await expect(item).toHaveText('VARIANT');
    await list.evaluate((it) => it.removeAttribute('title'));
    await expect(list).toHaveAttribute('title', 'VARIANT');
    await main.evaluate((it) => it.removeAttribute('class'));
    await expect(main).toHaveClass('new');
  }
  await main.evaluate((it) => it.replaceWith(it.cloneNode(true)));
  await item.evaluate((it) => {
    it.textContent = 'rendered';
  });
  await expect(item).toHaveText('VARIANT');
});

test('of what was found before, the attributes that a later experiment changes are looked at, too', async ({
  page,
  visit,
}) => {
  const late = withOps('late', { op: 'setAttr', selector: 'ul', name: 'lang', value: 'fr', keep: 'always' });
  await visit({
    feature,
    manifest: manifestOf(withOps('early', { op: 'setAttr', selector: 'ul', name: 'title', value: 'VARIANT' }), {
      ...late,
      trigger: { kind: 'manual' },
    }),
  });
  const list = page.locator('ul');
  const settle = async () => {
    await page.evaluate(() => document.body.append('one change more'));
    await painted(page);
  };
  await settle();
  await (await client(page)).evaluate((fx) => fx.activate('late'));
  await settle();
  await list.evaluate((it) => it.setAttribute('lang', 'de'));
  await expect(list).toHaveAttribute('lang', 'fr');
});
