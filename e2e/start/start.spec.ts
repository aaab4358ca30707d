/** Tests both ways onto a site of one's own, from an empty folder to a result: docs/start.md, and the README's. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, expect } from '@playwright/test';
import { type Place, readDocs, type Stored, test } from './place.js';

const VISITORS = 20;

/** A step of the page: a file to write, or commands to type. */
type Step = { readonly path: string; readonly text: string } | { readonly commands: readonly string[] };

/** The blocks of docs/start.md in their order. */
function readSteps(): Step[] {
  const blocks = readDocs('docs/start.md').matchAll(/(?:<!-- file: (\S+) -->\n)?```(\w+)\n([\s\S]*?)```/g);
  return [...blocks].map(([, path, , text = '']) =>
    path === undefined ? { commands: text.trim().split('\n') } : { path, text },
  );
}

function write({ cwd, here }: Place, path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), here(text));
}

/** How many subjects the collector knows by now: on a busy machine an event may come more than once. */
function subjects({ stored }: Place, isOne: (event: Stored) => boolean): number {
  return new Set(
    stored()
      .filter(isOne)
      .map(({ subject }) => subject),
  ).size;
}

const isExposure = ({ type }: Stored): boolean => type === 'exposure';
const isSignup = ({ name }: Stored): boolean => name === 'signup';

/** Comes as somebody new, looks at the page, and signs up or not. */
async function visit(browser: Browser, place: Place, index: number): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(place.url);
  const headline = (await page.locator('h1').textContent()) ?? '';
  if (index % 3 === 0) await page.getByRole('button').click();
  await expect.poll(() => subjects(place, isExposure), { timeout: 60_000 }).toBeGreaterThan(index);
  // its browser is closed without a chance to send what is left
  const signups = Math.floor(index / 3);
  await expect.poll(() => subjects(place, isSignup), { timeout: 60_000 }).toBeGreaterThan(signups);
  await context.close();
  return headline;
}

/** Opens the link of the treatment, as it is printed. */
async function preview(browser: Browser, text: string, id: string, treatment: string): Promise<void> {
  const [link = ''] = new RegExp(`http\\S+fx=${id}:treatment\\S*`).exec(text) ?? [];
  const page = await browser.newPage();
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText(treatment);
  await page.close();
}

test('the first hour of docs/start.md leads to a result', async ({ browser, place }) => {
  test.setTimeout(600_000);
  const { printed, type } = place;
  for (const step of readSteps()) {
    if ('path' in step) {
      write(place, step.path, step.text);
      continue;
    }
    for (const command of step.commands) {
      if (command === 'npx fx results') {
        const headlines = new Set<string>();
        for (let index = 0; index < VISITORS; index++) headlines.add(await visit(browser, place, index));
        expect([...headlines].sort()).toEqual(['Good paper', 'The notebook you will still open in ten years']);
        const signups = Math.ceil(VISITORS / 3);
        await expect.poll(() => subjects(place, isSignup), { timeout: 60_000 }).toBe(signups);
      }
      await type(command);
      if (command === 'npx fx dev public')
        await preview(browser, printed(command), 'headline', 'The notebook you will still open in ten years');
    }
  }
  expect(printed('npx fx collect')).toContain('The first events are here');
  expect(printed('npx fx doctor http://127.0.0.1:8080/')).toContain('Nothing to correct');
  expect(printed('npx fx results')).toMatch(/^headline {2}running .*\n {2}20 subjects/m);
  expect(printed('npx fx results')).toMatch(/ control +(\d+) .*\n +treatment +(\d+) /);
  expect(subjects(place, isExposure)).toBe(VISITORS);
  // What is printed can be typed as it stands.
  for (const step of readSteps())
    for (const command of 'commands' in step ? step.commands : [])
      expect(printed(command)).not.toMatch(/(^|\s)(?<!npx )fx (apply|plan|create|init)\b/m);
});

test('the seven lines of the README lead onto a page of one’s own, and to a result', async ({ browser, place }) => {
  test.setTimeout(600_000);
  const { printed, type, url } = place;
  const [, section = ''] = /## On your site\n([\s\S]*?)\n## /.exec(readDocs('README.md')) ?? [];
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  const [, head = ''] = /```html\n([\s\S]*?)```/.exec(section) ?? [];
  const own = '<title>Bikes</title></head><body><h1>City bikes</h1></body></html>';
  write(place, 'public/index.html', `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}${own}`);
  const typed = commands
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*/, ''));
  expect(typed).toHaveLength(7);
  const seen = new Set<string>();
  for (const command of typed) {
    if (command === 'npx fx results') {
      const exposed = (): number => subjects(place, isExposure);
      // Half of all visitors take part; sixty who come by chance always hold four.
      for (let index = 0; index < 60 && (seen.size < 2 || exposed() < 4); index++) {
        const before = exposed();
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(url);
        const isIn = await page.evaluate("fx.explain('example').reason === 'assigned'");
        if (isIn) seen.add((await page.locator('h1').textContent()) ?? '');
        if (isIn) await expect.poll(exposed, { timeout: 60_000 }).toBeGreaterThan(before);
        await context.close();
      }
    }
    // In a terminal it asks; here nobody can be asked.
    await type(command === 'npx fx apply' ? `${command} --yes` : command);
    if (command === 'npx fx dev') await preview(browser, printed(command), 'example', 'Hello from an experiment');
  }
  expect([...seen].sort()).toEqual(['City bikes', 'Hello from an experiment']);
  expect(printed('npx fx results')).toMatch(/^example {2}running /m);
});
