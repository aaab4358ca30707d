/** Tests the operations of the shared contract, with its errors letter by letter. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let admin: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, 'experiments/price.yaml': RUNNING }));
  admin = await studio.enter();
});
afterEach(() => studio.close());

const file = (name: string): string => readFileSync(join(studio.root, 'experiments', name), 'utf8');
const TWO = [
  { key: 'control', name: 'A', percentage: 50 },
  { key: 'b', name: 'B', percentage: 50 },
];
const create = (body: object): Promise<Response> =>
  admin.post('/api/experiment.create', { key: 'new-one', name: 'New', variants: TWO, ...body });
const fault = async (response: Response): Promise<unknown> => {
  const { code, message } = (await response.json()) as { code: string; message: string };
  return [response.status, code, message];
};

describe('experiment.create', () => {
  test('writes a draft as a person would, and answers the experiment', async () => {
    const response = await create({
      hypothesis: 'More sign up.',
      audiencePercentage: 20,
      metrics: [{ key: 'm', name: 'M', kind: 'conversion', eventName: 'm' }],
      scheduledStartAt: '2027-01-04T09:00:00Z',
      orgId: 'org-1',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id: 'new-one',
      key: 'new-one',
      name: 'New',
      hypothesis: 'More sign up.',
      flagId: 'new-one',
      status: 'draft',
      audiencePercentage: 20,
      scheduledStartAt: '2027-01-04T09:00:00.000Z',
      variants: [
        { key: 'control', percentage: 50, weight: 5000 },
        { key: 'b', percentage: 50, weight: 5000 },
      ],
    });
    expect(file('new-one.yaml')).toMatch(/^id: new-one\nname: New\nstatus: draft\nhypothesis: More sign up\.\n/);
    expect(file('new-one.yaml')).toMatch(/^x-org: org-1$/m);
  });

  test.each([
    [
      [33.33, 33.33, 33.33],
      [3334, 3333, 3333],
    ],
    [
      [33.3, 33.3, 33.4],
      [3330, 3330, 3340],
    ],
    [
      [12.5, 87.5],
      [1250, 8750],
    ],
    [
      [0, 100],
      [0, 10000],
    ],
  ])('%j percent become ten-thousandths that sum', async (percentages, weights) => {
    const variants = percentages.map((percentage, at) => ({ key: `v${at}`, name: 'V', percentage }));
    const response = await create({ variants });
    const { variants: shown } = (await response.json()) as { variants: { weight: number }[] };
    expect(shown.map(({ weight }) => weight)).toEqual(weights);
  });

  test.each([
    [
      'do not sum to 100',
      [
        { key: 'a', percentage: 50 },
        { key: 'b', percentage: 49 },
      ],
    ],
    ['are missing in part', [{ key: 'a', percentage: 50 }, { key: 'b' }]],
    [
      'are negative',
      [
        { key: 'a', percentage: -50 },
        { key: 'b', percentage: 150 },
      ],
    ],
    ['are of one variant', [{ key: 'a', percentage: 100 }]],
    [
      'are no numbers',
      [
        { key: 'a', percentage: '50' },
        { key: 'b', percentage: '50' },
      ],
    ],
    ['are not there', []],
  ])('INVALID_VARIANTS where percentages %s', async (_, variants) => {
    expect(await fault(await create({ variants }))).toEqual([
      400,
      'INVALID_VARIANTS',
      'Variant percentages must sum to 100',
    ]);
    expect(existsSync(join(studio.root, 'experiments/new-one.yaml'))).toBe(false);
  });

  test('EXPERIMENT_KEY_EXISTS where there is one of that key', async () => {
    expect(await fault(await create({ key: 'cta' }))).toEqual([
      409,
      'EXPERIMENT_KEY_EXISTS',
      'Experiment key already exists',
    ]);
    expect(file('cta.yaml')).toBe(DRAFT);
  });

  test('FLAG_NOT_FOUND where no experiment and no layer has that name', async () => {
    expect(await fault(await create({ flagId: 'nothing' }))).toEqual([404, 'FLAG_NOT_FOUND', 'Flag does not exist']);
  });

  test('a layer gives it the largest slice that is free, an experiment is written down', async () => {
    expect(await (await create({ flagId: 'checkout' })).json()).toMatchObject({ flagId: 'checkout' });
    expect(file('new-one.yaml')).toContain('layer:\n  name: checkout\n  from: 0.5\n  to: 1\n');
    expect(await (await create({ key: 'other', flagId: 'cta' })).json()).toMatchObject({ flagId: 'cta' });
  });

  test.each(['../escape', 'Upper', 'a/b', '', 'a'.repeat(65), '..'])('the key %j makes no file', async (key) => {
    const response = await create({ key });
    expect([400, 422]).toContain(response.status);
    expect(existsSync(join(studio.root, 'escape.yaml'))).toBe(false);
  });
});

describe('experiment.start', () => {
  test('sets the status alone, and once', async () => {
    const start = (): Promise<Response> => admin.post('/api/experiment.start', { experimentId: 'cta' });
    expect(await (await start()).json()).toMatchObject({ status: 'running', startedAt: expect.any(String) as string });
    expect(file('cta.yaml')).toBe(DRAFT.replace('status: draft', 'status: running'));
    expect(await fault(await start())).toEqual([409, 'EXPERIMENT_ALREADY_RUNNING', 'Experiment is already running']);
  });

  test('EXPERIMENT_NOT_FOUND', async () => {
    const response = await admin.post('/api/experiment.start', { experimentId: 'none' });
    expect(await fault(response)).toEqual([404, 'EXPERIMENT_NOT_FOUND', 'Experiment does not exist']);
  });
});

describe('experiment.stop', () => {
  const stop = (body: object): Promise<Response> =>
    admin.post('/api/experiment.stop', { experimentId: 'price', ...body });

  test('keeps the reason and the winner in the file', async () => {
    const response = await stop({ reason: 'Low wins: 4% more orders.', winningVariant: 'low' });
    expect(await response.json()).toMatchObject({
      status: 'archived',
      winningVariant: 'low',
      endedAt: expect.any(String) as string,
    });
    expect(file('price.yaml')).toContain(
      'conclusion:\n  decision: ship\n  winner: low\n  reason: "Low wins: 4% more orders."\n',
    );
    expect(await fault(await stop({ reason: 'again' }))).toEqual([
      409,
      'EXPERIMENT_NOT_RUNNING',
      'Experiment is not running',
    ]);
  });

  test('one that ended and starts again has no conclusion any more, nor a winner', async () => {
    await stop({ reason: 'Low wins.', winningVariant: 'low' });
    const again = await admin.post('/api/experiment.start', { experimentId: 'price' });
    const shown = (await again.json()) as { status: string; winningVariant?: string };
    expect([shown.status, shown.winningVariant]).toEqual(['running', undefined]);
    expect(file('price.yaml')).not.toMatch(/conclusion|Low wins/);
  });

  test('needs a reason, and a winner that is a variant', async () => {
    expect((await stop({})).status).toBe(400);
    expect((await stop({ reason: 'x', winningVariant: 'none' })).status).toBe(400);
    expect(file('price.yaml')).toBe(RUNNING);
  });

  test('EXPERIMENT_NOT_FOUND', async () => {
    expect(await fault(await stop({ experimentId: 'none', reason: 'x' }))).toEqual([
      404,
      'EXPERIMENT_NOT_FOUND',
      'Experiment does not exist',
    ]);
  });
});

test('experiment.get answers one, experiment.list all or those of a status', async () => {
  expect(await fault(await admin.get('/api/experiment.get?experimentId=none'))).toEqual([
    404,
    'EXPERIMENT_NOT_FOUND',
    'Experiment does not exist',
  ]);
  const get = await admin.get('/api/experiment.get?experimentId=price');
  const one = (await get.json()) as { revision: string };
  expect(get.headers.get('etag')).toBe(`"${one.revision}"`);
  expect(one).toMatchObject({ id: 'price', flagId: 'checkout', status: 'running' });
  const list = (await (await admin.get('/api/experiment.list?status=draft')).json()) as {
    experiments: { id: string }[];
    total: number;
  };
  expect([list.total, list.experiments.map(({ id }) => id)]).toEqual([1, ['cta']]);
});

test('a late writer gets 412 with both versions, and loses nothing', async () => {
  const first = (await (await admin.get('/api/experiment.get?experimentId=cta')).json()) as { revision: string };
  const match = { 'if-match': `"${first.revision}"` };
  expect((await admin.post('/api/experiment.start', { experimentId: 'cta' }, match)).status).toBe(200);
  const late = await admin.post('/api/experiment.stop', { experimentId: 'cta', reason: 'x' }, match);
  expect(late.status).toBe(412);
  expect(await late.json()).toMatchObject({
    code: 'CONFLICT',
    details: { yours: first.revision, yaml: file('cta.yaml') },
  });
});

test('who is not signed in gets nothing, and who has too small a role nothing that changes', async () => {
  expect((await studio.stranger.get('/api/experiment.list')).status).toBe(401);
  expect((await studio.stranger.post('/api/experiment.start', { experimentId: 'cta' })).status).toBe(401);
  expect(file('cta.yaml')).toBe(DRAFT);
});

test('a field of the configuration that is something else is told with what it must be', async () => {
  const config = join(studio.root, 'fx.config.yaml');
  writeFileSync(config, `${readFileSync(config, 'utf8')}segments: many\n`);
  const [, , message] = (await fault(await admin.get('/api/plan'))) as [number, string, string];
  expect(message).toContain('fx.config.yaml: segments must be a list of 5 facts at most');
});
