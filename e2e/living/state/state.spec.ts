/**
 * Checks that the page and its visitor own the page: a change gives way to what a visitor chose, and to what the page
 * says of its own.
 */

import type { Page } from '@playwright/test';
import { client, expect, manifestOf, pageOf, painted, test, withOps } from '../../harness/index.js';
import { told } from '../../harness/told.js';

const feature = 'living/state';

/** Writes a text as a script of the page does. */
const say = async (page: Page, selector: string, text: string): Promise<void> => {
  await page.evaluate(
    ([where, what]) => {
      (document.querySelector(where as string) as Element).textContent = what as string;
    },
    [selector, text],
  );
  await painted(page);
};

test('what a visitor closes with the mouse stays closed, whatever opened it', async ({ collector, page, visit }) => {
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  await expect(page.locator('details')).toHaveAttribute('open');
  await expect(page.locator('.accordion')).toHaveClass('accordion open');
  await expect(page.locator('#hint')).toBeHidden();
  await page.click('summary');
  await page.click('#toggle');
  await page.click('#menu');
  await page.click('#show');
  await painted(page);
  await expect(page.locator('details')).not.toHaveAttribute('open');
  await expect(page.locator('.accordion')).toHaveClass('accordion');
  await expect(page.locator('#menu')).toHaveAttribute('aria-expanded', 'false');
  // a click beside it is no choice about it, and still the page's own state
  await say(page, '#stock', 'Sold out');
  await painted(page);
  await expect(page.locator('details')).not.toHaveAttribute('open');
  await page.click('summary');
  await painted(page);
  await expect(page.locator('details')).toHaveAttribute('open');
  expect(await told(page, collector)).not.toContain('conflict details');
});

test('what a visitor closes with the keyboard stays closed', async ({ page, visit }) => {
  await visit({ feature });
  await page.focus('summary');
  await page.keyboard.press('Enter');
  await page.focus('#menu');
  await page.keyboard.press('Space');
  await painted(page);
  await expect(page.locator('details')).not.toHaveAttribute('open');
  await expect(page.locator('#menu')).toHaveAttribute('aria-expanded', 'false');
});

test('what a page puts back without a visitor is a render, and is changed again', async ({ page, visit }) => {
  await visit({ feature });
  await page.evaluate(() => {
    document.querySelector('details')?.removeAttribute('open');
    document.querySelector('.accordion')?.classList.remove('open');
    document.querySelector('#menu')?.setAttribute('aria-expanded', 'false');
  });
  await painted(page);
  await expect(page.locator('details')).toHaveAttribute('open');
  await expect(page.locator('.accordion')).toHaveClass('accordion open');
  await expect(page.locator('#menu')).toHaveAttribute('aria-expanded', 'true');
});

test('an element that is rendered anew begins anew, also after a choice', async ({ page, visit }) => {
  await visit({ feature });
  await page.click('#toggle');
  await painted(page);
  await expect(page.locator('.accordion')).toHaveClass('accordion');
  await page.evaluate(() => {
    const accordion = document.querySelector('.accordion') as Element;
    accordion.replaceWith(accordion.cloneNode(true));
  });
  await expect(page.locator('.accordion')).toHaveClass('accordion open');
});

test('what the page says of its own stands, told once, and what was changed is changed again when it comes back', async ({
  collector,
  page,
  visit,
}) => {
  await visit({ feature, attributes: { 'data-collect': collector.url } });
  const stock = page.locator('#stock');
  await expect(stock).toHaveText('Buy now');
  for (const text of ['Sold out', 'Back soon']) {
    await say(page, '#stock', text);
    await expect(stock).toHaveText(text);
  }
  await page.click('#add');
  await painted(page);
  await expect(page.locator('#add')).toHaveText('Added');
  await say(page, '#stock', 'Add to cart');
  await expect(stock).toHaveText('Buy now');
  await say(page, '#stock', 'Sold out');
  await expect(stock).toHaveText('Sold out');
  expect((await told(page, collector)).sort()).toEqual(['yielded #add', 'yielded #stock']);
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect(stock).toHaveText('Sold out');
  await expect(page.locator('#add')).toHaveText('Added');
});

test('a price, a class list and a style that the page moves on are the page’s', async ({ page, visit }) => {
  const manifest = manifestOf(
    withOps(
      'it',
      { op: 'replaceHTML', selector: '#hint', value: '<b>9.99</b>' },
      { op: 'setAttr', selector: '#add', name: 'title', value: 'new' },
      { op: 'setStyle', selector: '#stock', name: 'color', value: 'rgb(1, 2, 3)' },
      { op: 'addClass', selector: '.accordion', value: 'wide' },
    ),
  );
  await visit({ feature, manifest });
  await page.evaluate(() => {
    (document.querySelector('#hint') as Element).innerHTML = '<b>12.50</b>';
    document.querySelector('#add')?.setAttribute('title', 'moved');
    document.querySelector<HTMLElement>('#stock')?.style.setProperty('color', 'rgb(9, 9, 9)');
    (document.querySelector('.accordion') as Element).className = 'accordion busy';
  });
  await painted(page);
  await expect(page.locator('#hint')).toHaveText('12.50');
  await expect(page.locator('#add')).toHaveAttribute('title', 'moved');
  await expect(page.locator('#stock')).toHaveCSS('color', 'rgb(9, 9, 9)');
  // of a class there are two values: without it the list is as it was found
  await expect(page.locator('.accordion')).toHaveClass('accordion busy wide');
  await (await client(page)).evaluate((fx) => fx.dispose());
  await expect(page.locator('#hint')).toHaveText('12.50');
  await expect(page.locator('#add')).toHaveAttribute('title', 'moved');
  await expect(page.locator('.accordion')).toHaveClass('accordion busy');
});

test('a page that writes the original in every frame has it, which is told once, and goes on as fast as ever', async ({
  collector,
  page,
  visit,
}) => {
  const manifest = manifestOf(withOps('it', { op: 'replaceHTML', selector: '#hint', value: '<b>NEW</b>' }));
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let turns = 0;
        const turn = (): void => {
          (document.querySelector('#hint') as Element).innerHTML = 'A hint';
          if (turns++ < 60) requestAnimationFrame(turn);
          else requestAnimationFrame(() => resolve());
        };
        turn();
      }),
  );
  await expect(page.locator('#hint')).toHaveText('A hint');
  expect(await told(page, collector)).toEqual(['conflict #hint']);
});

test('html that a browser corrects is put in once, and is no fight', async ({ collector, page, visit }) => {
  const manifest = manifestOf(
    withOps('it', { op: 'injectHTML', selector: '#hint', position: 'beforeend', value: '<b>foo' }),
  );
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  const changes = await page.evaluate(async () => {
    let count = 0;
    const observer = new MutationObserver((records) => {
      count += records.length;
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    document.body.append('x');
    for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
    return count;
  });
  expect(changes).toBe(1);
  expect(await page.locator('#hint').evaluate((it) => it.textContent)).toBe('A hintfoo');
  expect(await told(page, collector)).toEqual([]);
});

test('an element that was made to live by its own script lives on beside what was changed', async ({ page, visit }) => {
  const island = `<section style="color: red"><my-island></my-island></section><script>
    customElements.define('my-island', class extends HTMLElement {
      connectedCallback() {
        window.made = (window.made ?? 0) + 1;
        this.innerHTML = '<button>0</button>';
        this.firstChild.onclick = ({ target }) => target.textContent++;
      }
    });</script>`;
  const html = pageOf(feature).replace('<main>', `<main>${island}`);
  const manifest = manifestOf(
    withOps(
      'it',
      { op: 'setStyle', selector: 'section', name: 'color', value: 'blue' },
      { op: 'addClass', selector: 'body', value: 'variant' },
      { op: 'setAttr', selector: 'section', name: 'data-layout', value: 'wide' },
    ),
  );
  await visit({ feature, html, manifest });
  await page.click('my-island button');
  await page.click('my-island button');
  await expect(page.locator('my-island')).toHaveText('2');
  expect(await page.evaluate('made')).toBe(1);
  await expect(page.locator('section')).toHaveCSS('color', 'rgb(0, 0, 255)');
});

test('what a router renders long after it changed the address is what the navigation brought; what comes later is the page’s', async ({
  page,
  visit,
}) => {
  const op = { op: 'replaceText', selector: '#add', value: 'Buy now' } as const;
  const trigger = { kind: 'urlMatch', pattern: '/next' } as const;
  await visit({ feature, manifest: manifestOf({ ...withOps('late', op), trigger }) });
  const button = page.locator('#add');
  await expect(button).toHaveText('Add to cart');
  await page.evaluate(() => history.pushState(null, '', '/next'));
  // The view begins with what the page before it has left there.
  await expect(button).toHaveText('Buy now');
  await say(page, '#add', 'Add this one to the cart');
  await expect(button).toHaveText('Buy now');
  await button.click();
  await painted(page);
  await expect(button).toHaveText('Added');
  await say(page, '#add', 'Add this one to the cart');
  await expect(button).toHaveText('Buy now');
});

test('what a page says after a navigation that it had rendered is its own', async ({ page, visit }) => {
  const op = { op: 'replaceText', selector: '#add', value: 'Buy now' } as const;
  const trigger = { kind: 'urlMatch', pattern: '/next' } as const;
  await visit({ feature, manifest: manifestOf({ ...withOps('late', op), trigger }) });
  await page.evaluate(() => {
    history.pushState(null, '', '/next');
    (document.querySelector('#add') as Element).textContent = 'Add this one to the cart';
  });
  const button = page.locator('#add');
  await expect(button).toHaveText('Buy now');
  await say(page, '#add', 'Sold out');
  await expect(button).toHaveText('Sold out');
});
