/** Tests the pages that say why somebody gets what they get. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

const WHOLE = RUNNING.replace(/layer:\n.*\n.*\n.*\n/, '');
const TARGETED = WHOLE.replace(
  'variants:',
  "audience:\n  rule:\n    '==': [{ var: user.plan }, pro]\ntrigger:\n  kind: urlMatch\n  pattern: /product\nvariants:",
);
const MENU = WHOLE.replace('id: price', 'id: menu').replace('name: Price', 'name: Menu');

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(
    makeFolder({
      'experiments/cta.yaml': DRAFT,
      'experiments/price.yaml': TARGETED,
      'experiments/menu.yaml': MENU,
    }),
  );
  owner = await studio.enter();
});
afterEach(() => studio.close());

const textAt = async (path: string): Promise<string> => (await (await owner.get(path)).text()).replace(/\s+/g, ' ');
const ask = (query: Record<string, string>, id = 'price'): Promise<string> =>
  textAt(`/experiments/${id}/why?${new URLSearchParams(query)}`);
const publish = async (): Promise<void> => {
  const request = { allowBreaking: true, reason: 'Meant.' };
  expect((await owner.post('/api/publish', request)).status).toBe(200);
};
const write = (name: string, text: string): void => writeFileSync(join(studio.root, `experiments/${name}.yaml`), text);
/** The sentences of the gates. */
const gatesIn = (page: string): string[] =>
  [...page.matchAll(/<li class="(?:pass|stop)"><span class="unseen">[^<]*<\/span>(.*?)<\/li>/g)].map(([, text = '']) =>
    text.replace(/<[^>]*>/g, ''),
  );
const PRO = { subject: 'visitor-1', 'fact.user.plan': 'pro' };

test('the heading says the reason, and nothing is asked after the gate that says no', async () => {
  await publish();
  const page = await ask({ subject: 'visitor-1' });
  expect(page).toContain('>They do not get it: its rule does not let them in<');
  expect(gatesIn(page)).toEqual([
    'Experiments are switched on.',
    'It is running.',
    'Its rule does not let them in (“user.plan” is pro); “user.plan” was not filled in.',
  ]);
});

test('says what somebody gets, without gates that an experiment does not have', async () => {
  await publish();
  const page = await ask(PRO);
  expect(page).toMatch(/>They get “(As it is|Low)”</);
  expect(gatesIn(page)).toEqual([
    'Experiments are switched on.',
    'It is running.',
    'Its rule lets them in (“user.plan” is pro).',
    expect.stringMatching(/^The draw gives them “(As it is|Low)”\.$/) as string,
  ]);
  expect(gatesIn(await ask({ subject: 'visitor-1' }, 'menu'))).toHaveLength(3);
});

test('a page at which it does not start is said to be one', async () => {
  await publish();
  const page = await ask({ ...PRO, address: 'https://shop.example/cart' });
  expect(page).toContain('not on that page');
  expect(gatesIn(page).at(-1)).toBe('It does not start at that address.');
  expect(gatesIn(await ask({ ...PRO, address: 'https://shop.example/product' })).at(-1)).toContain('may start');
});

test('all that was not filled in is named, as the rule names it', async () => {
  const and = "- '==': [{ var: user.plan }, pro]\n      - '==': [{ var: device.type }, mobile]";
  write('menu', MENU.replace('variants:', `audience:\n  rule:\n    and:\n      ${and}\nvariants:`));
  await publish();
  expect(gatesIn(await ask({ subject: 'visitor-1' }, 'menu')).at(-1)).toBe(
    'Its rule does not let them in (“user.plan” is pro, and the kind of device is mobile); the kind of device and “user.plan” were not filled in.',
  );
});

test('what a rule reads is asked for, by name or by what it means', async () => {
  write('menu', MENU.replace('variants:', "audience:\n  rule:\n    '==': [{ var: visitor.isNew }, true]\nvariants:"));
  await publish();
  expect(await ask({ subject: 'visitor-1' })).toContain('name="fact.user.plan"');
  const all = await textAt('/why');
  expect(all).toContain('<label>user.plan <input name="fact.user.plan"');
  expect(all).toContain('<label>Whether the visitor is new <span class="hint">true (new), false (came before)</span>');
  expect(all).toContain('name="fact.visitor.isNew"');
});

test('while everything is switched off nobody gets anything, and that is the reason', async () => {
  await publish();
  await owner.post('/api/off', {});
  const page = await ask(PRO);
  expect(page).toContain('>They do not get it: everything is switched off<');
  expect(gatesIn(page)).toEqual(['Everything is switched off.']);
  expect(await textAt('/why?subject=visitor-1')).toContain('They are in no experiment: everything is switched off');
});

test('what is published is asked, and what its file says besides is told', async () => {
  await publish();
  write('menu', MENU.replace('name: Menu\n', 'name: Menu\nstatus: paused\n'));
  const page = await ask({ subject: 'visitor-1' }, 'menu');
  expect(page).toMatch(/>They get “(As it is|Low)”</);
  expect(page).toContain('After the next publication');
  expect(page).toContain('They do not get it: it is paused.');
});

test('what nobody published is with nobody, and what it would give is told', async () => {
  const page = await ask({ subject: 'visitor-1' }, 'menu');
  expect(page).toContain('>They do not get it: it is not published<');
  expect(page).toMatch(/They get “(As it is|Low)”\./);
  expect(await ask({ subject: 'visitor-1' }, 'cta')).toContain('They do not get it: it is a draft');
});

test('an experiment whose file is gone or has an error is asked as visitors have it', async () => {
  await publish();
  rmSync(join(studio.root, 'experiments/menu.yaml'));
  write('price', TARGETED.replace('kind: urlMatch', 'kind: urlMatsch'));
  expect(await ask({ subject: 'visitor-1' }, 'menu')).toMatch(/>They get “(As it is|Low)”</);
  expect(await ask(PRO)).toMatch(/>They get “(As it is|Low)”</);
});

test('support asks for a visitor over all experiments, from the navigation', async () => {
  await publish();
  expect(await textAt('/')).toContain('<a href="/why">Why</a>');
  const page = await textAt(`/why?${new URLSearchParams(PRO)}`);
  expect(page).toContain('They are in 2 experiments');
  expect(page).toContain('href="/experiments/price/why?subject=visitor-1');
  const less = await textAt('/why?subject=visitor-1');
  expect(less).toContain('They are in 1 experiment');
  expect(gatesIn(less)[1]).toBe('Price: they do not get it: its rule does not let them in.');
});
