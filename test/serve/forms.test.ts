/** Tests the form of an experiment: what it says goes into the lines of its fields, and what it cannot say stays. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongIn } from './forms.js';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

describe('the form', () => {
  let studio: Studio;
  let owner: Asker;
  beforeEach(async () => {
    studio = await startStudio();
    owner = await studio.enter();
  });
  afterEach(() => studio.close());
  const file = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');

  /** Every field as the page shows it. */
  const shown = async (): Promise<Record<string, string>> => {
    const page = await (await owner.get('/experiments/cta/edit')).text();
    const [form = ''] =
      /<form class="columns-2 edit" method="post" action="\/experiments\/cta\/fields">.*?<\/form>/s.exec(page) ?? [];
    const inputs = [...form.matchAll(/<input(?![^>]*type="checkbox")[^>]*?name="([^"]+)"[^>]*?(?:value="([^"]*)")?>/g)];
    return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&#34;', '"')]));
  };

  test('saved as it is changes nothing', async () => {
    expect((await owner.submit('/experiments/cta/fields', await shown())).status).toBe(303);
    expect(file()).toBe(DRAFT);
  });

  test('changes the lines of what was typed', async () => {
    const fields = {
      ...(await shown()),
      name: 'Buttons',
      share: '25',
      hypothesis: 'More.',
      'variant-0-percent': '20',
      'variant-1-percent': '80',
      'fact-0': 'device.language',
      'operator-0': '==',
      'value-0': 'en',
      'metric-new-name': 'Orders',
      'metric-new-event': 'order',
    };
    expect((await owner.submit('/experiments/cta/fields', fields)).status).toBe(303);
    expect(file()).toContain(
      'name: Buttons\n\nstatus: draft\nhypothesis: More.\nsampleRate: 0.25\naudience:\n  rule:\n    ==:\n      - var: device.language\n      - en\n',
    );
    expect(file()).toContain('    name: Green # for now\n    weight: 8000\n');
    expect(file()).toContain('  - key: orders\n    name: Orders\n    kind: conversion\n    eventName: order\n');
  });

  test('dates are chosen to the minute, and the page by a part of its address', async () => {
    const dated = DRAFT.replace('status: draft', "status: draft\nstartAt: '2027-01-04T09:00:30+01:00'");
    await owner.submit('/experiments/cta/yaml', { yaml: dated });
    const before = await shown();
    expect([before.startAt, before.endAt, before.where]).toEqual(['2027-01-04T08:00', '', '']);
    // What a field cannot show stays as long as nobody chooses another.
    await owner.submit('/experiments/cta/fields', { ...before, endAt: '2027-02-01T00:00', where: '/pricing' });
    expect(file()).toContain("startAt: '2027-01-04T09:00:30+01:00'");
    expect(file()).toContain('endAt: 2027-02-01T00:00:00Z\n');
    expect(file()).toContain('trigger:\n  kind: urlMatch\n  pattern: /pricing\n');
    await owner.submit('/experiments/cta/fields', { ...(await shown()), startAt: '', where: '' });
    expect(file()).not.toMatch(/startAt|trigger/);
  });

  test('a metric may be what must not get worse', async () => {
    const added = { 'metric-new-name': 'Returns', 'metric-new-event': 'return' };
    const fields = { ...added, 'metric-new-kind': 'count', 'metric-new-role': 'guardrail' };
    await owner.submit('/experiments/cta/fields', { ...(await shown()), ...fields });
    expect(file()).toContain('kind: count\n    eventName: return\n    role: guardrail\n');
  });

  test.each([
    ['a guardrail', 'role: guardrail', '    role: guardrail\n', '    isPrimary: true\n'],
    ['one that decides as it is alone', '', '    isPrimary: true\n', ''],
  ])('a metric that is added beside %s decides where none does yet', async (_, role, first, second) => {
    const yaml = DRAFT.replace('    isPrimary: true\n', role && `    ${role}\n`);
    await owner.submit('/experiments/cta/yaml', { yaml });
    expect((await owner.get('/experiments/cta')).status).toBe(200);
    await owner.submit('/experiments/cta/fields', { ...(await shown()), 'metric-new-event': 'order' });
    expect(file()).toContain(
      `    eventName: signup\n${first}  - key: order\n    name: order\n    kind: conversion\n    eventName: order\n${second}`,
    );
    expect(file().match(/isPrimary/g)).toHaveLength(1);
    expect(await (await owner.get('/experiments/cta')).text()).toContain('A metric decides.');
  });

  test('follows the YAML of an experiment that leads to another site that the configuration names', async () => {
    writeFileSync(
      join(studio.root, 'fx.config.yaml'),
      "previewToken: '0123456789abcdef'\nredirectOrigins: ['https://shop.example']\n",
    );
    const yaml = DRAFT.replace("    css: '.cta { color: green }'", '    redirect: https://shop.example/new').replace(
      'status: draft',
      'status: draft\ntrigger:\n  kind: urlMatch\n  pattern: /old',
    );
    const answer = await owner.submit('/experiments/cta/beside', { from: 'yaml', yaml });
    expect(await answer.json()).toEqual({ fields: expect.stringContaining('Call to action') });
  });

  test('says why a share is none, and keeps the file', async () => {
    const typed = { name: 'Buttons', 'variant-0-percent': '20', 'fact-0': 'page.path', 'metric-new-kind': 'sum' };
    const response = await owner.submit('/experiments/cta/fields', { ...(await shown()), ...typed });
    const page = await response.text();
    expect([response.status, wrongIn(page)]).toEqual([422, { shares: 'They make 70%; 100% is needed.' }]);
    for (const part of ['value="Buttons"', 'value="20"', 'value="page.path"', 'value="sum" selected'])
      expect(page).toContain(part);
    expect(file()).toBe(DRAFT);
  });

  test('YAML that is not valid comes back with its problems at their lines', async () => {
    const yaml = DRAFT.replace('status: draft', 'status: drift');
    const response = await owner.submit('/experiments/cta/yaml', { yaml });
    const page = await response.text();
    expect([response.status, page.includes('line 5'), page.includes('status: drift')]).toEqual([422, true, true]);
    expect(file()).toBe(DRAFT);
  });

  test('two people who change the same file lose nothing', async () => {
    const old = await shown();
    await owner.submit('/experiments/cta/fields', { ...old, name: 'First' });
    const late = await owner.submit('/experiments/cta/yaml', {
      yaml: DRAFT.replace('Call to action', 'Second'),
      revision: old.revision ?? '',
    });
    const page = await late.text();
    expect([late.status, page.includes('name: First'), page.includes('name: Second')]).toEqual([412, true, true]);
    expect(file()).toContain('name: First');
    const filled = await owner.submit('/experiments/cta/fields', { ...old, name: 'Third', yaml: DRAFT });
    expect([filled.status, (await filled.text()).includes('name: Third')]).toEqual([412, true]);
  });

  test('keeps the ends of lines of the file, whichever side is saved', async () => {
    const crlf = DRAFT.replaceAll('\n', '\r\n');
    writeFileSync(join(studio.root, 'experiments/cta.yaml'), crlf);
    await owner.submit('/experiments/cta/yaml', { yaml: crlf.replace('Call to action', 'Buttons') });
    expect(file()).toBe(crlf.replace('Call to action', 'Buttons'));
    await owner.submit('/experiments/cta/fields', { ...(await shown()), name: 'Links', yaml: file() });
    expect(file()).toBe(crlf.replace('Call to action', 'Links'));
  });

  test('an experiment goes its way by the buttons of its page', async () => {
    await owner.submit('/experiments/cta/start');
    expect(file()).toContain('status: running');
    await owner.submit('/experiments/cta/pause');
    await owner.submit('/experiments/cta/resume');
    await owner.submit('/experiments/cta/ship', { variant: 'green' });
    expect(file()).toContain('divertTo: green');
    await owner.submit('/experiments/cta/stop', {
      reason: 'It is better.',
      winner: 'green',
      learning: 'Green is seen.',
    });
    expect(file()).toContain(
      'conclusion:\n  decision: ship\n  winner: green\n  reason: It is better.\n  learning: Green is seen.\n',
    );
    await owner.submit('/experiments/cta/duplicate');
    const copy = readFileSync(join(studio.root, 'experiments/cta-2.yaml'), 'utf8');
    expect(copy).toMatch(/^# What the button says.\nid: cta-2\nname: Call to action, again\n\nstatus: draft\n/);
    expect(copy).not.toContain('conclusion');
    const found = await (await owner.get('/experiments?q=seen')).text();
    expect(found).toContain('/experiments/cta"');
  });

  test('a new one is made of the few things that it cannot do without', async () => {
    const made = await owner.submit('/experiments', {
      name: 'Große Überschrift',
      variant: 'Kürzer',
      selector: 'h1',
      value: 'Hallo',
      where: '/product',
      share: '50',
      event: 'purchase',
    });
    expect(made.headers.get('location')).toBe('/experiments/grosse-uberschrift?done=made');
    const text = readFileSync(join(studio.root, 'experiments/grosse-uberschrift.yaml'), 'utf8');
    expect(text).toContain('trigger:\n  kind: urlMatch\n  pattern: /product\n');
    expect(text).toContain('guard: true\nsampleRate: 0.5\n');
  });

  test('what the YAML says of the guard stays where only the YAML is sent', async () => {
    const path = join(studio.root, 'experiments/cta.yaml');
    const text = readFileSync(path, 'utf8').replace('status: draft\n', 'status: draft\nguard: true\n');
    writeFileSync(path, text);
    await owner.submit('/experiments/cta/fields', { yaml: text.replace('Call to action', 'Other') });
    expect(readFileSync(path, 'utf8')).toBe(text.replace('Call to action', 'Other'));
    await owner.submit('/experiments/cta/fields', { name: 'Other' });
    expect(readFileSync(path, 'utf8')).toContain('guard: false\n');
  });

  test('a file in which / is in every address is one of all pages in the form, until somebody writes /', async () => {
    await owner.submit('/experiments', { name: 'Old', variant: 'B', where: '/cart', share: '100', event: 'purchase' });
    const file = join(studio.root, 'experiments/old.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('pattern: /cart', 'pattern: /'));
    await owner.submit('/experiments/old/fields', { where: '' });
    expect(readFileSync(file, 'utf8')).toContain('pattern: /\n');
    await owner.submit('/experiments/old/fields', { where: '/' });
    expect(readFileSync(file, 'utf8')).toContain('pattern: ^/(index\\.html)?$\n  regex: true\n');
  });

  test('/ is the home page, and may become another place', async () => {
    await owner.submit('/experiments', { name: 'Front', variant: 'B', where: '/', share: '100', event: 'purchase' });
    const read = (): string => readFileSync(join(studio.root, 'experiments/front.yaml'), 'utf8');
    expect(read()).toContain('pattern: ^/(index\\.html)?$\n  regex: true\n');
    await owner.submit('/experiments/front/fields', { where: '/' });
    expect(read()).toContain('regex: true');
    await owner.submit('/experiments/front/fields', { where: '/cart' });
    expect(read()).toMatch(/pattern: \/cart\n(?! {2}regex)/);
  });
});
