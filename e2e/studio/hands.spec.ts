/** Tests an experiment from its beginning to its end by keyboard alone and by mouse alone, on a desk and on a phone. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { type OpenStudio, openStudio } from '../harness/studio.js';

const DEMO = fileURLToPath(new URL('../../demo', import.meta.url));
const SIZES = [
  [1280, 800],
  [390, 844],
] as const;

let studio: OpenStudio;
test.beforeEach(async () => {
  studio = await openStudio(join(DEMO, 'experiments'), { events: [join(DEMO, 'sample.ndjson.gz')] });
});
test.afterEach(() => studio.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const summary = (page: Page, text: string) => page.locator('summary', { hasText: text }).first();

/** Null where somebody sees which element has the focus, else what they do not see. */
const unseen = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null; // the browser's own buttons come next
    const place = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element.closest('.cm-editor') ?? element);
    const words = element.outerHTML.slice(0, 100);
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `no ring: ${words}`;
    const isInside = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
    return isInside ? null : `outside: ${words}`;
  });

const MOST_STEPS = 150;

/** Goes on by Tab, and looks where the focus is at each step. */
async function reach(page: Page, goal: Locator): Promise<void> {
  await expect(goal).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step++) {
    // The code editor draws its ring a moment later.
    await expect.poll(() => unseen(page)).toBeNull();
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${goal}.`);
}

async function press(page: Page, goal: Locator): Promise<void> {
  await reach(page, goal);
  await page.keyboard.press('Enter');
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await reach(page, page.getByLabel(new RegExp(`^${label}\\b`)).first());
  await page.keyboard.type(text);
}

/** Where somebody sees it and nothing lies above it, once it stands still. */
async function click(page: Page, goal: Locator): Promise<void> {
  await expect(goal).toBeVisible();
  for (let step = 0; step < 200; step++) {
    const { x, y, isStill, isFree, isAbove } = await goal.evaluate(async (element) => {
      const before = element.getBoundingClientRect();
      await new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle)));
      const place = element.getBoundingClientRect();
      const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
      const top = document.elementFromPoint(x, y);
      return {
        ...{ x, y, isStill: before.y === place.y, isAbove: y < innerHeight / 2 },
        isFree: top !== null && element.contains(top),
      };
    });
    if (isStill && isFree) return page.mouse.click(x, y);
    if (isStill) await page.mouse.wheel(0, isAbove ? -150 : 150);
  }
  throw new Error(`The mouse does not reach ${goal}.`);
}

for (const [width, height] of SIZES) {
  test(`an experiment is made, changed, run and ended by keyboard alone, ${width} px`, async ({ browser }) => {
    test.slow(); // many steps, on a machine that may do other things
    const { page } = await studio.enter(browser, { viewport: { width, height } });
    await press(page, link(page, 'New experiment'));
    await type(page, 'Name of the experiment', 'Shorter headline');
    await type(page, 'Element', 'h1');
    await type(page, 'New text', 'Hello');
    await type(page, 'Event', 'purchase');
    await press(page, button(page, 'Make a draft'));
    await expect(page.getByText('It is made, as a draft.')).toBeVisible();
    await press(page, link(page, 'Change'));
    await expect(page.locator('.code-status')).toHaveText('No problems.');
    await type(page, 'Hypothesis', 'Short is read.');
    // The code editor lies between the fields and the button: Tab goes through.
    await reach(page, button(page, 'Save'));
    await page.keyboard.press('Enter');
    await expect(page.getByText('Short is read.', { exact: true })).toBeVisible();
    await press(page, button(page, 'Start'));
    await expect(page.getByText('It is started.')).toBeVisible();
    await press(page, link(page, 'Publish'));
    await press(page, button(page, 'Publish'));
    await expect(page.getByText('It is published.')).toBeVisible({ timeout: 90_000 });
    await press(page, link(page, 'Experiments'));
    await press(page, link(page, 'Shorter headline'));
    await press(page, button(page, 'Pause'));
    await expect(button(page, 'Resume')).toBeVisible();
    await press(page, button(page, 'Resume'));
    await press(page, summary(page, 'Stop'));
    await type(page, 'Why', 'Nobody came.');
    await reach(page, page.getByLabel('Winner'));
    await page.keyboard.press('ArrowDown');
    await expect(page.getByLabel('Winner')).not.toHaveValue('');
    await press(page, button(page, 'Stop it'));
    await expect(page.getByRole('heading', { name: 'Shorter headline' })).toBeVisible();
    expect(await studio.saved('shorter-headline')).toMatch(/status: archived[\s\S]*Nobody came\./);
    await press(page, link(page, 'Results').last());
    await expect(summary(page, 'Change the note')).toBeVisible();
    await press(page, button(page, 'Sign out'));
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.context().close();
  });

  // A mouse writes no words: the new experiment is a copy of one that has them.
  test(`an experiment is made, changed, run and ended by mouse alone, ${width} px`, async ({ browser }) => {
    test.slow(); // many steps, on a machine that may do other things
    const { page } = await studio.enter(browser, { viewport: { width, height } });
    await click(page, link(page, 'Experiments'));
    await click(page, page.locator('a[href="/experiments/hero-headline"]').first());
    await click(page, button(page, 'Duplicate'));
    await expect(page.getByText('draft', { exact: true }).first()).toBeVisible();
    const address = new URL(page.url()).pathname;
    const id = address.split('/').at(-1) ?? '';
    expect(id).not.toBe('hero-headline');
    await click(page, link(page, 'Change'));
    const guard = page.getByLabel('Stop it automatically if it does harm');
    const was = await guard.isChecked();
    await click(page, guard);
    await click(page, button(page, 'Save'));
    await expect(button(page, 'Start')).toBeVisible();
    expect(await studio.saved(id)).toMatch(was ? /guard: false/ : /guard: true/);
    await click(page, button(page, 'Start'));
    await expect(page.getByText('It is started.')).toBeVisible();
    await click(page, link(page, 'Publish'));
    await click(page, button(page, 'Publish'));
    await expect(page.getByText('It is published.')).toBeVisible({ timeout: 90_000 });
    await click(page, link(page, 'Experiments'));
    await click(page, page.locator(`a[href="${address}"]`).first());
    await click(page, button(page, 'Pause'));
    await expect(button(page, 'Resume')).toBeVisible();
    await click(page, button(page, 'Archive'));
    await expect(button(page, 'Start again')).toBeVisible();
    await click(page, link(page, 'Results').first());
    await click(page, page.getByRole('checkbox', { name: /Read before its end/ }));
    await click(page, button(page, 'Show'));
    await expect(page.getByRole('checkbox', { name: /Read before its end/ })).toBeChecked();
    await expect(page.getByText('Nothing speaks against the split').first()).toBeVisible();
    await click(page, button(page, 'Sign out'));
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.context().close();
  });
}

test('a list that is opened by Enter is closed by it, and the focus stays on what opened it', async ({ browser }) => {
  const { page } = await studio.enter(browser);
  await page.goto(`${studio.url}/experiments/hero-headline`);
  for (const name of ['Stop', 'Ship a variant', 'Switch off']) {
    const opener = summary(page, name);
    await press(page, opener);
    await expect(page.locator('details[open]').filter({ has: opener })).toHaveCount(1);
    await page.keyboard.press('Tab');
    await expect(opener).not.toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(opener).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('details[open]').filter({ has: opener })).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  await page.context().close();
});
