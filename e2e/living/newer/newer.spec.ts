/**
 * Holds variants against newer parts of the platform: declarative shadow roots, selects with styles, what is hidden
 * until it is found, customized elements, other documents.
 */

import type { Page } from '@playwright/test';
import type { Op } from '../../../src/core/index.js';
import { client, expect, framed, manifestOf, pageOf, painted, test, withOps } from '../../harness/index.js';

const feature = 'living/newer';
const manifest = (...ops: readonly Op[]) => manifestOf(withOps('it', ...ops));
const end = async (page: Page): Promise<void> => (await client(page)).evaluate((fx) => fx.dispose());

/** Counts frames in which there is something to be seen of the control, asked after all else that runs in a frame. */
const COUNTED = `<script>
  controls = 0;
  requestAnimationFrame(function look() {
    requestAnimationFrame(look);
    new ResizeObserver((_, observer) => {
      observer.disconnect();
      const text = document.querySelector('my-card')?.shadowRoot?.textContent ?? '';
      if (/9|eur/.test(text) || (/tax/.test(text) && !/taxes/.test(text))) controls++;
    }).observe(document.documentElement);
  });
</script>`;

test('a declarative shadow root that comes in pieces shows no piece of the control', async ({
  page,
  publish,
  site,
}) => {
  publish({
    feature,
    path: '/whole',
    before: COUNTED,
    manifest: manifest(
      { op: 'replaceText', selector: 'my-card >>> .price', value: '7 pounds' },
      { op: 'injectHTML', selector: 'my-card >>> i', position: 'beforeend', value: '<u>es</u>' },
    ),
  });
  const whole = await (await fetch(`${site.origin}/whole`)).text();
  for (const [index, cut] of [
    /(?<=<my-card>|<\/my-card>\n)/,
    /(?<=<my-card>|9 eu|<\/my-card>\n)/,
    /(?<=shadowrootmode="open">|<\/b>|<\/my-card>\n)/,
    /(?<=<my-|9 euros<|<\/my-card>\n)/,
  ].entries()) {
    const pieces = whole.split(cut);
    const stream = site.stream(`/pieces${index}`);
    const going = page.goto(`${site.origin}/pieces${index}`, { waitUntil: 'commit' });
    for (const [at, piece] of pieces.slice(0, -1).entries()) {
      await stream.write(piece);
      if (!at) await going;
      for (let frames = 0; frames < 10; frames++) await framed(page);
    }
    await stream.end(pieces.at(-1));
    await page.waitForLoadState('load');
    await painted(page);
    expect([`${cut}`, pieces.length > 2, await page.evaluate('controls')]).toEqual([`${cut}`, true, 0]);
    const card = page.locator('my-card b, my-card i');
    await expect(card).toHaveText(['7 pounds', 'taxes']);
    await end(page);
    await expect(card).toHaveText(['9 euros', 'tax']);
  }
});

test('what a variant hides until it is found stays shown once the browser has found it', async ({ page, visit }) => {
  const op = { op: 'setAttr', selector: '#terms', name: 'hidden', value: 'until-found' } as const;
  await visit({ feature, manifest: manifest(op) });
  const terms = page.locator('#terms');
  await expect(terms).toHaveAttribute('hidden', 'until-found');
  await page.evaluate(() => {
    location.hash = '#late';
  });
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => document.querySelector('main')?.append('a look'));
    await painted(page);
    expect(await terms.getAttribute('hidden')).toBe(null);
  }
});

test('the part of a select that shows the chosen option shows the variant', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifest(
      { op: 'replaceText', selector: '#small', value: 'Tiny' },
      { op: 'replaceHTML', selector: '#large', value: '<b>Very</b> large' },
      { op: 'addClass', selector: '.later', value: 'new', all: true },
    ),
  });
  const choose = async (option: string): Promise<string | null> => {
    await page.evaluate((id) => {
      (document.getElementById(id) as HTMLOptionElement).selected = true;
      document.querySelector('main')?.append('a look');
    }, option);
    await painted(page);
    return page.textContent('selectedcontent');
  };
  const all = async (): Promise<unknown> => [await choose('large'), await choose('small'), await choose('large')];
  expect(await all()).toEqual(['Very large', 'Tiny', 'Very large']);
  await end(page);
  // What was chosen meanwhile is copied by the browser when something else is.
  await choose('small');
  expect(await all()).toEqual(['Large', 'Small', 'Large']);
});

test('customized elements that are put in or changed are made once, and told of their coming and going', async ({
  page,
  visit,
}) => {
  const value = '<button is="my-button">Go</button>';
  await visit({
    feature,
    manifest: manifest(
      { op: 'injectHTML', selector: '#asked', position: 'afterend', value },
      { op: 'replaceText', selector: '#plain', value: 'Buy' },
    ),
  });
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const MyButton = class extends HTMLButtonElement {
      connectedCallback() {
        seen.push(`+${this.textContent}`);
      }
      disconnectedCallback() {
        seen.push(`-${this.textContent}`);
      }
    };
    customElements.define('my-button', MyButton, { extends: 'button' });
    document.querySelector('#asked')?.before(document.createElement('hr'));
  });
  await painted(page);
  expect(await page.evaluate('seen')).toEqual(['+Buy', '+Go']);
  await end(page);
  expect(await page.evaluate('seen')).toEqual(['+Buy', '+Go', '-Go']);
});

test('fields without names have what was typed into them when the visitor comes back, and fx has its own', async ({
  page,
  site,
  visit,
}) => {
  site.answer('/next', { body: '<!doctype html>next' });
  const value = '<form class="put"><input></form>';
  for (const ops of [[], [{ op: 'injectHTML', selector: '#asked', position: 'afterend', value } as const]]) {
    await visit({ feature, manifest: manifest(...ops) });
    const fields = page.locator('form:not(.put) input');
    await fields.nth(0).fill('one');
    await fields.nth(1).fill('two');
    if (ops[0]) await page.fill('.put input', 'mine');
    await page.goto(`${site.origin}/next`);
    await page.goBack();
    await painted(page);
    expect(await page.evaluate(() => [...document.querySelectorAll('input')].map((it) => it.value))).toEqual(
      ops[0] ? ['mine', 'one', 'two'] : ['one', 'two'],
    );
  }
});

test('an element that is shown in another document goes on there, and is undone there', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifest(
      { op: 'replaceText', selector: '.title', value: 'Film' },
      { op: 'addClass', selector: '#moving', value: 'wide' },
      { op: 'injectHTML', selector: '#moving', position: 'beforeend', value: '<b>new</b>' },
    ),
  });
  // As a page does that shows its player in a window beside it.
  const show = (isElsewhere: boolean): Promise<string> =>
    page.evaluate(async (elsewhere) => {
      const scope = window as unknown as { clip?: Element };
      scope.clip ??= document.getElementById('moving') as Element;
      const other = (document.getElementById('elsewhere') as HTMLIFrameElement).contentDocument as Document;
      if (elsewhere) other.body.append(scope.clip);
      else document.querySelector('main')?.append(scope.clip);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return scope.clip.outerHTML.replace(/ data-fx-of="[^"]*"/g, '');
    }, isElsewhere);
  const wish = '<div id="moving" class="wide"><p class="title">Film</p><b>new</b></div>';
  expect([await show(true), await show(false), await show(true)]).toEqual([wish, wish, wish]);
  await end(page);
  expect(await show(true)).toBe('<div id="moving"><p class="title">Clip</p></div>');
});

test('a text that a script parses into the page piece by piece follows the variant, as the docs say', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifest({ op: 'replaceText', selector: '.streamed', value: 'Ours', waitForMs: 60_000 }),
  });
  const text = await page.evaluate(async () => {
    const other = document.implementation.createHTMLDocument('');
    other.write('<!doctype html><body><streaming-part>');
    const part = other.body.firstChild as Element;
    document.querySelector('main')?.append(part);
    for (const piece of ['<h2 class="streamed">Old', ' text</h2>', '<p>end</p>']) {
      other.write(piece);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
    return part.querySelector('h2')?.textContent;
  });
  expect(text).toBe('Ours text');
});

test('a link into another <details> of the group does not close what a variant opened, as the docs say', async ({
  page,
  visit,
}) => {
  const group = ['one', 'two'].map((id) => `<details name="g" id="${id}"><p id="in-${id}">${id}</p></details>`);
  await visit({
    feature,
    html: pageOf(feature).replace('<main>', `<main><a id="to-two" href="#in-two">Two</a><div>${group.join('')}</div>`),
    manifest: manifest({ op: 'setAttr', selector: '#one', name: 'open', value: '' }),
  });
  await expect(page.locator('#one')).toHaveAttribute('open');
  await page.click('#to-two');
  await painted(page);
  await painted(page);
  expect(await page.evaluate(() => [...document.querySelectorAll('details')].map((it) => it.open))).toEqual([
    true,
    false,
  ]);
});
