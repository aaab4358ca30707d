/** Checks what saving in the visual editor does to the file of an experiment. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, type Ask, type Edited, FILE, GREEN, json, startEdited } from './edited.js';

let edited: Edited;
let ask: Ask;
let session: string;
let revision: string;
beforeEach(async () => {
  edited = await startEdited();
  ask = edited.ask;
  session = await edited.enter();
  revision = String((await json(ask('read', {}, session))).revision);
});
afterEach(() => edited.studio.close());

const save = (body: object, from: string): Promise<Response> => ask('save', body, session, { 'if-match': `"${from}"` });

test('saving changes the lines that say something else, and keeps every comment', async () => {
  const domOps = [
    { op: 'replaceText', selector: 'h1', value: 'Hi' },
    { op: 'addClass', selector: '.cta', value: 'big' },
    { op: 'remove', selector: '.ad' },
  ];
  const response = await save({ variant: 'green', domOps, css: '.cta { color: red }' }, revision);
  expect(response.status).toBe(200);
  expect(edited.file()).toBe(
    FILE.replace("'Hello'", "'Hi'").replace('    domOps:\n', '    css: ".cta { color: red }"\n    domOps:\n') +
      '      - op: remove\n        selector: .ad\n',
  );
  const next = ((await response.json()) as Answer).revision as string;
  expect(next).not.toBe(revision);
  expect((await save({ variant: 'green', domOps: [] }, next)).status).toBe(200);
  expect(edited.file()).not.toMatch(/domOps|css/);
  expect(edited.file()).toContain('name: Green # for now');
});

test('saving in another order, and with one between, keeps what stays', async () => {
  const [text, cls] = [
    { op: 'replaceText', selector: 'h1', value: 'Hello' },
    { op: 'addClass', selector: '.cta', value: 'big' },
  ];
  const between = { op: 'remove', selector: '.ad' };
  await save({ variant: 'green', domOps: [text, between, cls] }, revision);
  expect(edited.file()).toBe(FILE.replace('# short\n', '# short\n      - op: remove\n        selector: .ad\n'));
  const { revision: next } = await json(ask('read', {}, session));
  expect((await save({ variant: 'green', domOps: [cls, text] }, String(next))).status).toBe(200);
  const { variants } = await json(ask('read', {}, session));
  expect((variants as { domOps: unknown }[])[1]?.domOps).toEqual([cls, text]);
  expect(edited.file()).toContain('# Legal has approved this one.');
});

test('saving says where it runs and for whom only where that was changed', async () => {
  const trigger = { kind: 'urlMatch', pattern: '^/pricing$', regex: true, on: 'path' };
  const rule = { '==': [{ var: 'device.type' }, 'mobile'] };
  const response = await save({ ...GREEN, trigger, rule }, revision);
  expect(await response.json()).toMatchObject({ trigger, rule });
  const { revision: next } = await json(ask('read', {}, session));
  const kept = await save(GREEN, String(next));
  expect(await kept.json()).toMatchObject({ trigger, rule });
  const cleared = await save({ ...GREEN, trigger: null, rule: null }, String(next));
  expect(await cleared.json()).toMatchObject({ trigger: null, rule: null });
  expect(edited.file()).not.toMatch(/audience|trigger/);
});

test('saving late gives both versions, and writes over nothing', async () => {
  const theirs = FILE.replace('Hello', 'Theirs');
  edited.write(theirs);
  const response = await save(GREEN, revision);
  expect(response.status).toBe(412);
  expect(await response.json()).toMatchObject({ code: 'CONFLICT', details: { yours: revision, yaml: theirs } });
  expect(edited.file()).toBe(theirs);
});

test('saving without a revision, of the control, of none and of what is not valid writes nothing', async () => {
  expect((await ask('save', GREEN, session)).status).toBe(400);
  expect((await ask('save', GREEN, session, { 'if-match': '*' })).status).toBe(400);
  expect((await save({ ...GREEN, variant: 'control' }, revision)).status).toBe(400);
  expect((await save({ ...GREEN, variant: 'red' }, revision)).status).toBe(400);
  const evil = { variant: 'green', domOps: [{ op: 'setAttr', selector: 'a', name: 'onclick', value: 'alert(1)' }] };
  const refused = await save(evil, revision);
  expect(refused.status).toBe(422);
  expect(await json(ask('check', evil, session))).toMatchObject({
    valid: false,
    problems: [{ severity: 'error', path: expect.stringContaining('domOps') }],
  });
  expect(edited.file()).toBe(FILE);
});

test('a check says the file as it would be, and writes nothing', async () => {
  const said = await json(ask('check', { variant: 'green', domOps: [] }, session));
  expect(said).toMatchObject({ valid: true });
  expect(said.yaml).not.toContain('domOps');
  expect(edited.file()).toBe(FILE);
});
