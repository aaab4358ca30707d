/** Does twenty things to a page in the editor, as somebody would by mouse and keyboard. */

import type { Page } from '@playwright/test';
import { fill, panel } from './shop.js';
import type { Place, Places } from './sites/places.js';

/** A task, done on the page of a site. */
export interface Task {
  readonly name: string;
  run(page: Page, at: Places): Promise<void>;
}

/** Aims with the mouse, goes up to the element with the keyboard, and picks it. */
async function pickPlace(page: Page, selector: string): Promise<void> {
  const isCovered = await page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { x, y, height } = element.getBoundingClientRect();
      return document.elementFromPoint(x + 4, y + Math.min(4, height / 2))?.localName === 'fx-editor';
    });
  if (isCovered) await panel(page).getByRole('button', { name: 'Move to the other side' }).click();
  await panel(page).getByRole('button', { name: 'Pick an element' }).click();
  await aimAndPick(page, selector);
}

/** The same where something is picked already, as for the place that an element goes to. */
async function aimAndPick(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector).first();
  await target.scrollIntoViewIfNeeded();
  // Of one that is higher than the window the corner may be above it.
  await target.evaluate((element) => {
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
  const box = await target.boundingBox();
  if (!box) throw new Error(`${selector} has no box`);
  const point = { x: box.x + 4, y: box.y + Math.min(4, box.height / 2) };
  await page.mouse.move(point.x, point.y);
  const steps = await target.evaluate((element, { x, y }) => {
    let count = 0;
    let one = document.elementFromPoint(x, y);
    for (; one && one !== element; one = one.parentElement) count++;
    return one ? count : -1;
  }, point);
  if (steps < 0) throw new Error(`${selector} is covered`);
  for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
}

const click = (page: Page, name: string): Promise<void> =>
  panel(page).getByRole('button', { name, exact: true }).click();
/** Presses the kind of a change: opens its form, or makes the change where it asks for nothing. */
const form = async (page: Page, selector: string, kind: string): Promise<void> => {
  await pickPlace(page, selector);
  await click(page, kind);
};
const style = async (page: Page, selector: string, property: string, value: string): Promise<void> => {
  await form(page, selector, 'Style');
  await panel(page).getByLabel('Property').selectOption(property);
  await fill(page, 'Value', value);
};
const insert = async (page: Page, selector: string, where: string, html: string): Promise<void> => {
  await form(page, selector, 'Insert');
  await panel(page).locator('form select').selectOption(where);
  await fill(page, 'HTML', html);
};
const text =
  (place: Place, words: string): Task['run'] =>
  async (page, at) => {
    await pickPlace(page, at[place]);
    await fill(page, 'New text', words);
  };
/** Fills in one field of a form. */
const change =
  (place: Place, kind: string, field: string, words: string): Task['run'] =>
  async (page, at) => {
    await form(page, at[place], kind);
    await fill(page, field, words);
  };

/** All of them. */
export const TASKS: readonly Task[] = [
  { name: 'change the headline', run: text('title', 'Write it down') },
  { name: 'change the button', run: text('action', 'Go shopping') },
  { name: 'shorten the text below the headline', run: text('lead', 'Short.') },
  {
    name: 'give the button a colour of the page',
    async run(page, at) {
      await form(page, at.action, 'Style');
      await panel(page).getByLabel('Property').selectOption('background-color');
      await panel(page).getByRole('group', { name: 'Colours of this page' }).getByRole('button').first().click();
    },
  },
  { name: 'make the headline larger', run: (page, at) => style(page, at.title, 'font-size', '52px') },
  { name: 'hide the text below the headline', run: (page, at) => form(page, at.lead, 'Hide') },
  { name: 'remove the picture', run: (page, at) => form(page, at.picture, 'Remove') },
  { name: 'show another picture', run: change('picture', 'Image address', 'Image address', '/ink.svg') },
  {
    name: 'describe the picture',
    run: change('picture', 'Image description', 'Image description', 'Something to write with'),
  },
  { name: 'lead a link elsewhere', run: change('link', 'Link', 'Link', '/sale') },
  {
    name: 'put a line below the headline',
    run: (page, at) => insert(page, at.title, 'afterend', '<p>Free delivery this week</p>'),
  },
  {
    name: 'put an item into the list',
    run: (page, at) => insert(page, at.list, 'beforeend', '<li>And more to come</li>'),
  },
  { name: 'give the headline a class', run: change('title', 'Class', 'Class', 'big') },
  { name: 'make a word of the text strong', run: change('lead', 'HTML', 'New content', 'Pens that <b>last</b>.') },
  { name: 'give the link a title', run: change('link', 'Attribute', 'Value', 'All that we have') },
  {
    name: 'colour the names of all goods',
    async run(page, at) {
      await form(page, at.name, 'Style');
      await panel(page).getByLabel(/^All /).check();
      await fill(page, 'Value', 'rgb(180, 40, 30)');
    },
  },
  {
    name: 'write css for the variant',
    async run(page) {
      await panel(page).getByText('CSS of the variant', { exact: true }).first().click();
      await panel(page).getByLabel('Style sheet').fill('h1 { letter-spacing: 2px }');
      await panel(page).getByLabel('Style sheet').press('Tab');
    },
  },
  {
    name: 'move the reviews up, on phones',
    async run(page, at) {
      await panel(page).getByLabel('Only on phones').check();
      await pickPlace(page, at.reviews);
      await panel(page).getByRole('group', { name: 'Move' }).getByRole('button', { name: 'Up' }).click();
    },
  },
  {
    name: 'move the text below the headline into the first item of the list',
    async run(page, at) {
      await pickPlace(page, at.lead);
      await panel(page).getByRole('button', { name: 'Last inside …' }).click();
      await aimAndPick(page, at.card);
    },
  },
  {
    name: 'move the picture before the headline',
    async run(page, at) {
      await pickPlace(page, at.picture);
      await panel(page).getByRole('button', { name: 'Before …' }).click();
      await aimAndPick(page, at.title);
    },
  },
];
