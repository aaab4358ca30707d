/** Checks that every op works on a form whose fields are named like what scripts call on it, and is undone exactly. */

import type { Page } from '@playwright/test';
import type { Op } from '../../src/core/index.js';
import { client, expect, manifestOf, test, withOps } from '../harness/index.js';

const feature = 'clobbered';
const selector = 'form';

/** What is asked of the form, by ways that no field can shadow. */
const look = (page: Page, question: string): Promise<unknown> =>
  page.evaluate(`(() => {
    const form = document.forms[0];
    const of = (proto, name) => Object.getOwnPropertyDescriptor(proto, name).get.call(form);
    return ${question};
  })()`);

/** What fx puts in carries its mark. */
const MARKED = '<b data-fx-of="seen/0">new</b>';

const CASES: readonly (readonly [op: Op, question: string, answer: unknown])[] = [
  [
    { op: 'setAttr', selector, name: 'title', value: 'new' },
    "Element.prototype.getAttribute.call(form, 'title')",
    'new',
  ],
  [{ op: 'addClass', selector, value: 'new newer' }, "of(Element.prototype, 'className')", 'plain old new newer'],
  [{ op: 'removeClass', selector, value: 'old' }, "of(Element.prototype, 'className')", 'plain'],
  [{ op: 'setStyle', selector, name: 'letter-spacing', value: '7px' }, 'getComputedStyle(form).letterSpacing', '7px'],
  [{ op: 'replaceText', selector, value: 'new' }, "of(Node.prototype, 'textContent')", 'new'],
  [{ op: 'replaceHTML', selector, value: '<b>new</b>' }, "of(Element.prototype, 'innerHTML')", MARKED],
  [
    { op: 'injectHTML', selector, position: 'beforebegin', value: '<b>new</b>' },
    "of(Node.prototype, 'previousSibling').outerHTML",
    MARKED,
  ],
  [
    { op: 'injectHTML', selector, position: 'afterbegin', value: '<b>new</b>' },
    "of(Node.prototype, 'firstChild').outerHTML",
    MARKED,
  ],
  [
    { op: 'injectHTML', selector, position: 'beforeend', value: '<b>new</b>' },
    "of(Node.prototype, 'lastChild').outerHTML",
    MARKED,
  ],
  [
    { op: 'injectHTML', selector, position: 'afterend', value: '<b>new</b>' },
    "of(Node.prototype, 'nextSibling').outerHTML",
    MARKED,
  ],
  [{ op: 'remove', selector }, 'document.forms.length', 0],
];

const fields = (page: Page): Promise<string> => page.locator('main').innerHTML();

test('every op changes such a form, and its undo gives the same markup and the same fields', async ({
  collector,
  page,
  visit,
}) => {
  await visit({ feature, manifest: manifestOf() });
  const before = await fields(page);
  for (const [at, [op, question, answer]] of CASES.entries()) {
    const what = `${op.op} ${'position' in op ? op.position : ''}`;
    await visit({ feature, manifest: manifestOf(withOps('seen', op)), attributes: { 'data-collect': collector.url } });
    await expect.poll(() => look(page, question), what).toBe(answer);
    await (await client(page)).evaluate((fx) => fx.dispose());
    expect(await fields(page), what).toBe(before);
    // A page that is left before its first paint has shown nobody anything, and counts nobody.
    await collector.until(() => collector.exposures().length === at + 1);
  }
  expect(collector.failures()).toEqual([]);
});

test('what comes late, in a form and beside it, is changed, and the form is seen', async ({ page, visit }) => {
  const ops: readonly Op[] = [
    { op: 'setAttr', selector: 'form.late', name: 'title', value: 'new', all: true },
    { op: 'replaceText', selector: 'form .late', value: 'new', all: true },
  ];
  const trigger = { kind: 'visible', selector: 'form' } as const;
  await visit({ feature, manifest: manifestOf({ ...withOps('late', ...ops), trigger }) });
  await expect.poll(async () => (await client(page)).evaluate((fx) => fx.variant('late'))).toBe('treatment');
  await page.evaluate(() => {
    const form = document.forms[0] as HTMLFormElement;
    Element.prototype.setAttribute.call(form, 'class', 'late');
    Element.prototype.insertAdjacentHTML.call(form, 'beforeend', '<span class="late">old</span>');
  });
  await expect.poll(() => look(page, "Element.prototype.getAttribute.call(form, 'title')")).toBe('new');
  expect(await page.evaluate(() => document.querySelector('form span')?.textContent)).toBe('new');
});
