/** Holds every answer of the API against the OpenAPI document that the server publishes itself. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApiDocument, type Checking, checkerOf } from './promised.js';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let admin: Asker;
let check: Checking;

beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, 'experiments/price.yaml': RUNNING }));
  admin = await studio.enter();
  check = checkerOf(await (await admin.get('/api/openapi.json')).json());
});
afterEach(() => studio.close());

const post = async (operation: string, body: unknown, headers?: Record<string, string>) =>
  check(operation, await admin.post(`/api/${operation}`, body, headers));
const get = async (operation: string, query = '') => check(operation, await admin.get(`/api/${operation}${query}`));
const file = (name: string): string => readFileSync(join(studio.root, 'experiments', name), 'utf8');

test('the document is one of OpenAPI 3.1 and has every operation', async () => {
  const document = (await (await admin.get('/api/openapi.json')).json()) as ApiDocument;
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(
      ['create', 'start', 'stop', 'get', 'list', 'update', 'validate']
        .map((name) => `/experiment.${name}`)
        .concat(['/plan', '/publish', '/rollback', '/off', '/on', '/results', '/events'])
        .concat(['open', 'begin', 'read', 'check', 'save'].map((name) => `/editor.${name}`)),
    ),
  );
});

test('every reference of the document leads to something in it', async () => {
  const text = await (await admin.get('/api/openapi.json')).text();
  const references = new Set([...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference = '']) => reference));
  const valueAt = (reference: string): unknown =>
    reference
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], JSON.parse(text));
  expect([...references].filter((reference) => !valueAt(reference))).toEqual([]);
});

test('an experiment goes its way, each answer as promised', async () => {
  const variants = [
    { key: 'a', percentage: 30 },
    { key: 'b', percentage: 70 },
  ];
  await post('experiment.create', {
    key: 'way',
    name: 'Way',
    variants,
    metrics: [{ key: 'm', name: 'M', kind: 'count', eventName: 'm' }],
  });
  await post('experiment.create', { key: 'way', name: 'Way', variants });
  await post('experiment.create', { key: 'way', variants });
  await post('experiment.create', { key: 'Bad Key', name: 'x', variants });
  await post('experiment.start', { experimentId: 'way' });
  await post('experiment.start', { experimentId: 'way' });
  await get('experiment.list');
  expect(await get('health')).toEqual({
    events: { stored: true, since: null, code: null, message: null },
    guard: { watching: true, since: null, message: null },
    sinks: [],
  });
  await get('experiment.get', '?experimentId=way');
  await get('experiment.get', '?experimentId=none');
  await get('experiment.get', '');
  await post('experiment.stop', { experimentId: 'way', reason: 'Enough.' });
  await post('experiment.stop', { experimentId: 'way', reason: 'Enough.' });
});

test('experiment.update changes the lines of its fields alone', async () => {
  const after = await post('experiment.update', {
    experimentId: 'cta',
    fields: [
      { path: ['name'], value: 'New name' },
      { path: ['sampleRate'], value: 0.5 },
    ],
    percentages: { control: 20, green: 80 },
  });
  expect(after).toMatchObject({ name: 'New name', audiencePercentage: 50 });
  expect(file('cta.yaml')).toBe(
    DRAFT.replace('name: Call to action\n\nstatus: draft\n', 'name: New name\n\nstatus: draft\nsampleRate: 0.5\n')
      .replace('    name: As it is\n', '    name: As it is\n    weight: 2000\n')
      .replace('    name: Green # for now\n', '    name: Green # for now\n    weight: 8000\n'),
  );
});

test('experiment.update refuses what would not be valid, and writes nothing', async () => {
  const fields = [{ path: ['variants', 0, 'key'], value: 'green' }];
  const refused = await post('experiment.update', { experimentId: 'cta', fields });
  expect(refused).toMatchObject({
    code: 'VALIDATION_FAILED',
    problems: [{ path: expect.any(String) as string, code: 'duplicate' }],
  });
  expect(await post('experiment.update', { experimentId: 'cta', percentages: { control: 20 } })).toMatchObject({
    code: 'INVALID_VARIANTS',
  });
  expect(
    await post('experiment.update', { experimentId: 'cta', yaml: DRAFT.replace('id: cta', 'id: other') }),
  ).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await post('experiment.update', { experimentId: 'none', fields: [] })).toMatchObject({
    code: 'EXPERIMENT_NOT_FOUND',
  });
  expect(await post('experiment.update', { experimentId: 'cta', fields: [] }, { 'if-match': '"old"' })).toMatchObject({
    code: 'CONFLICT',
  });
  expect(file('cta.yaml')).toBe(DRAFT);
});

test('experiment.update takes the whole YAML or parts of it, and changes nothing where it gets both', async () => {
  const yaml = DRAFT.replace('Call to action', 'Whole');
  for (const part of [{ fields: [{ path: ['name'], value: 'Part' }] }, { percentages: { control: 20, green: 80 } }])
    expect(await post('experiment.update', { experimentId: 'cta', yaml, ...part })).toMatchObject({
      ...{ code: 'INVALID_INPUT', message: expect.stringContaining('not both') as string },
    });
  expect(file('cta.yaml')).toBe(DRAFT);
});

test('a problem of a file has its place in the document, and nothing that the document does not name', async () => {
  const fields = [{ path: ['variants', 0, 'key'], value: 'green' }];
  const { problems } = (await post('experiment.update', { experimentId: 'cta', fields })) as { problems: object[] };
  const { components } = (await (await admin.get('/api/openapi.json')).json()) as {
    components: { schemas: { Fault: { properties: { problems: { items: { properties: object } } } } } };
  };
  const named = Object.keys(components.schemas.Fault.properties.problems.items.properties);
  expect(named).toEqual(expect.arrayContaining(['severity', 'file', 'line', 'column']));
  for (const problem of problems) expect(named).toEqual(expect.arrayContaining(Object.keys(problem)));
});

test('experiment.validate says what is wrong at which line, and writes nothing', async () => {
  expect(await post('experiment.validate', {})).toMatchObject({ valid: true });
  const said = await post('experiment.validate', {
    experimentId: 'cta',
    yaml: DRAFT.replace('status: draft', 'status: drift'),
  });
  expect(said).toMatchObject({ valid: false, problems: [{ line: 5, path: 'status', code: 'choice' }] });
  expect(file('cta.yaml')).toBe(DRAFT);
});

test('plan, publish, off, on and rollback do it and say so', async () => {
  const plan = (await get('plan')) as { base: string | null };
  expect(plan).toMatchObject({ noop: false, counts: { safe: 2, moves: 0, breaks: 0 }, base: null });
  const first = await post('publish', { base: plan.base });
  expect(first).toMatchObject({ enabled: true, history: [] });
  expect(await get('plan')).toMatchObject({ noop: true });
  await post('experiment.update', { experimentId: 'price', fields: [{ path: ['salt'], value: 'new' }] });
  expect(await post('publish', { base: null })).toMatchObject({ code: 'MOVED' });
  expect(await post('publish', {})).toMatchObject({ code: 'BREAKING' });
  expect(await post('publish', { allowBreaking: true })).toMatchObject({ code: 'BREAKING' });
  const second = await post('publish', { allowBreaking: true, reason: 'Drawn anew.' });
  expect(second).toMatchObject({ history: [first.revision] });
  expect(await post('off', {})).toMatchObject({ enabled: false });
  expect(await post('on', {})).toMatchObject({ enabled: true });
  expect(await post('rollback', {})).toMatchObject({ revision: first.revision, history: [] });
  expect(await post('rollback', {})).toMatchObject({ code: 'PUBLICATION_FAILED' });
  expect(await post('publish', { to: '../../etc' })).toMatchObject({ code: 'NO_TARGET' });
});

test('the operation results answers what was counted', async () => {
  const event = {
    id: 'e1',
    type: 'exposure',
    at: Date.now(),
    subject: 's1',
    revision: 'r',
    path: '/',
    experiment: 'price',
    variant: 'low',
    reason: 'assigned',
  };
  const sent = await fetch(studio.collectUrl, {
    method: 'POST',
    body: JSON.stringify({ v: 1, sentAt: Date.now(), dropped: 0, events: [event] }),
  });
  expect(sent.status).toBe(204);
  expect(await get('results', '?experimentId=price')).toMatchObject({ experiments: [{ id: 'price' }] });
  expect(await get('results', '?experimentId=none')).toMatchObject({ code: 'EXPERIMENT_NOT_FOUND' });
  expect(await get('results', '?sequential=maybe')).toMatchObject({ code: 'INVALID_INPUT' });
});

test('refusals of the door are as promised, too', async () => {
  await check('experiment.list', await studio.stranger.get('/api/experiment.list'));
  await check('publish', await admin.post('/api/publish', {}, { origin: 'https://evil.example' }));
  await check(
    'experiment.start',
    await fetch(`${studio.url}/api/experiment.start`, {
      method: 'POST',
      headers: { ...admin.headers, origin: studio.url, 'content-type': 'application/json' },
      body: '{',
    }),
  );
});

test('events tells who listens of changes of others', async () => {
  const response = await admin.get('/api/events');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await post('experiment.start', { experimentId: 'cta' });
  let text = '';
  while (reader && !text.includes('data:')) text += (await reader.read()).value ?? '';
  expect(text).toContain('"experiment":"cta"');
  await reader?.cancel();
});

test('an experiment that a person breaks by hand is told, and the others still work', async () => {
  writeFileSync(join(studio.root, 'experiments/cta.yaml'), 'id: cta\nname: [');
  expect(await get('experiment.list')).toMatchObject({ total: 1 });
  expect(await get('plan')).toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await post('off', {})).toMatchObject({ code: 'NO_TARGET' });
});

test('the editor is let in, reads, checks and saves, each answer as promised', async () => {
  const origin = 'https://www.example.com';
  const other = await startStudio(
    makeFolder({
      'experiments/cta.yaml': DRAFT,
      'fx.config.yaml': `previewToken: '0123456789abcdef'\nsite: ${origin}\n`,
    }),
  );
  const owner = await other.enter();
  const opened = await check('editor.open', await owner.post('/api/editor.open', { experimentId: 'cta' }));
  const token = new URL(String(opened.url)).searchParams.get('fx-edit');
  const ask = async (what: string, body: object, headers: Record<string, string> = {}) =>
    check(`editor.${what}`, await other.stranger.post(`/api/editor.${what}`, body, { origin, ...headers }));
  const begun = await ask('begin', { token });
  const own = { authorization: `Bearer ${begun.session}` };
  const read = await ask('read', {}, own);
  const work = { variant: 'green', domOps: [{ op: 'remove', selector: '.old' }] };
  expect(await ask('check', work, own)).toMatchObject({ valid: true });
  expect(await ask('save', work, { ...own, 'if-match': `"${read.revision}"` })).toMatchObject({ status: 'draft' });
  expect(await ask('save', work, { ...own, 'if-match': `"${read.revision}"` })).toMatchObject({ code: 'CONFLICT' });
  expect(await ask('begin', { token })).toMatchObject({ code: 'EDIT_LINK_USED' });
  expect(await ask('read', {})).toMatchObject({ code: 'EDIT_SESSION_OVER' });
  await other.close();
});
