/** Checks that counted means seen: every match of an op is changed, however late it comes. */

import { expect, manifestOf, painted, test, withOps } from '../../harness/index.js';
import { told } from '../../harness/told.js';

const feature = 'living/seen';

test('an element that a visitor opens long after the wait for it is changed all the same', async ({
  collector,
  page,
  visit,
}) => {
  const manifest = manifestOf(
    withOps('it', { op: 'replaceText', selector: 'aside h2', value: 'NEW', waitForMs: 10, all: true }),
  );
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await painted(page);
  await page.click('#open');
  await expect(page.locator('aside h2')).toHaveText('NEW');
  expect(await told(page, collector)).toEqual([]);
});

test('what never came is told once, at the end of the view', async ({ collector, page, visit }) => {
  const manifest = manifestOf(
    withOps('it', { op: 'addClass', selector: '.never', value: 'x', waitForMs: 10, all: true }),
  );
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(await told(page, collector)).toEqual([]);
  await page.evaluate(() => history.pushState(null, '', '?another'));
  await painted(page);
  expect(await told(page, collector)).toEqual(['timeout .never']);
});

test('every render of a list is changed, also where the first came after the wait', async ({ page, visit }) => {
  const manifest = manifestOf(
    withOps('it', { op: 'setAttr', selector: '#results a', all: true, name: 'target', value: '_blank', waitForMs: 10 }),
  );
  await visit({ feature, manifest });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  for (let index = 0; index < 3; index++) {
    await page.evaluate(() => {
      (document.querySelector('#results') as Element).innerHTML = '<a href="/">r</a>'.repeat(20);
    });
    await expect(page.locator('#results a[target=_blank]')).toHaveCount(20);
  }
});
