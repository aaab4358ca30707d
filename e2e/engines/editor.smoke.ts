/**
 * Checks that in Firefox and WebKit, too, the editor opens from its link, picks without the page noticing, changes,
 * undoes and saves.
 */

import { expect } from 'vitest';
import { type EditedSite, startSite } from '../editor/studio.js';
import type { Tab } from './engine.js';
import { smoke, until } from './stage.js';

/** Opens the editor's closed root to the test, and keeps what the page hears. */
const OPENED = `<script nonce="opened">
  heard = [];
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, this.localName === 'fx-editor' ? { ...init, mode: 'open' } : init);
  };
  for (const type of ['mousedown', 'click', 'keydown', 'keyup', 'input']) document.addEventListener(type, ({ target }) => heard.push(type + ' ' + target.localName), true);
</script>`;

const test = smoke().extend<{ readonly edited: EditedSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures out of the pattern
  edited: async ({}, use) => {
    const site = await startSite(undefined, OPENED);
    await use(site);
    await site.end();
  },
});

const ROOT = `document.querySelector('fx-editor').shadowRoot`;
/** A button of the editor by its words or its name, as an expression. */
const buttonOf = (name: string): string =>
  `[...${ROOT}.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === ${JSON.stringify(name)})`;
/** Presses it where it is on the screen. */
async function press(page: Tab, name: string): Promise<void> {
  const [x = 0, y = 0] = (await page.evaluate(`(() => {
    const button = ${buttonOf(name)};
    button.scrollIntoView({ block: 'nearest' });
    const { left, right, top, bottom } = button.getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  })()`)) as readonly number[];
  await page.clickAt(x, y);
}
const headline = (page: Tab): Promise<string | null> => page.read('.hero h1', ({ textContent }) => textContent);

async function pick(page: Tab, selector: string): Promise<void> {
  await press(page, 'Pick an element');
  await page.click(selector);
  await until(page, `!!${ROOT}.querySelector('[aria-label="Picked element"]')`);
}

/** Types into the first field, which has the focus since its element was picked, and applies that. */
async function fill(page: Tab, text: string): Promise<void> {
  await until(page, `${ROOT}.activeElement === ${ROOT}.querySelector('form textarea, form input')`);
  await page.retype(text);
  await press(page, 'Apply');
}

test('what is picked by a click and changed is saved into the file, and undo gives the page back', async ({
  arrive,
  edited,
}) => {
  const { leave, page } = await arrive();
  await page.goto(await edited.open());
  await until(page, `!!document.querySelector('fx-editor')`);
  expect(await page.evaluate('location.href')).toBe(`${edited.url}/`);
  await until(page, `${buttonOf('Saved')} !== undefined`);
  const before = await page.evaluate('document.body.outerHTML');
  await pick(page, '.hero .button');
  expect(await page.evaluate(`[location.pathname, ...heard.filter((one) => !one.endsWith('fx-editor'))]`)).toEqual([
    '/',
  ]);
  await fill(page, 'See what we make');
  expect(await page.evaluate(`heard.filter((one) => /^(?:key|input)/.test(one))`)).toEqual([]);
  await pick(page, '.hero h1');
  await fill(page, 'Changed elsewhere');
  expect(await headline(page)).toBe('Changed elsewhere');
  await press(page, 'Undo');
  await press(page, 'Undo');
  expect(await page.evaluate('document.body.outerHTML')).toBe(before);
  await press(page, 'Redo');
  await press(page, 'Redo');
  await press(page, 'Save');
  await until(page, `${ROOT}.textContent.includes('Saved. Visitors see it')`);
  expect(await edited.file()).toContain('value: Changed elsewhere');
  expect(await edited.file()).toContain('# Legal has approved this one.');
  // Else the page would ask a Studio that is gone, and Firefox says so.
  await leave();
});

test('what was made lives over a reload', async ({ arrive, edited }) => {
  const { page } = await arrive();
  await page.goto(await edited.open());
  await until(page, `!!document.querySelector('fx-editor')`);
  await pick(page, '.hero h1');
  await fill(page, 'Kept');
  await page.reload();
  await until(page, `!!document.querySelector('fx-editor')`);
  await until(page, `document.querySelector('.hero h1').textContent === 'Kept'`);
});

test('an editor that is closed leaves nothing on the page', async ({ arrive, edited }) => {
  const { page } = await arrive();
  await page.goto(await edited.open());
  await until(page, `!!document.querySelector('fx-editor')`);
  await pick(page, '.hero h1');
  await fill(page, 'Gone');
  await press(page, 'Close');
  expect(await headline(page)).not.toBe('Gone');
  expect(await page.evaluate(`!!document.querySelector('fx-editor') || Object.keys(sessionStorage).length > 0`)).toBe(
    false,
  );
});

test('a policy without styles and code of its own is broken nowhere, and the panel is dressed', async ({
  arrive,
  edited,
}) => {
  edited.headers['content-security-policy'] =
    `default-src 'none'; script-src 'self' 'nonce-opened'; style-src 'self'; img-src 'self'; connect-src ${edited.studio.url}`;
  const { page } = await arrive();
  await page.goto(await edited.open());
  await until(page, `!!document.querySelector('fx-editor')`);
  await pick(page, '.hero h1');
  await fill(page, 'Strict');
  expect(await headline(page)).toBe('Strict');
  expect(await page.evaluate(`getComputedStyle(${ROOT}.querySelector('aside')).position`)).toBe('fixed');
});
