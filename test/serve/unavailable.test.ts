/** Tests what is said, and what still works, where the database is away, or a file of the folder cannot be read. */

import { symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createReadouts } from '../../src/serve/readout/readouts.js';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

const until = <T>(fact: () => T): Promise<T> => vi.waitFor(fact, { timeout: 30_000, interval: 50 });

async function start(files: Readonly<Record<string, string>>): Promise<{ studio: Studio; admin: Asker }> {
  const studio = await startStudio(makeFolder(files), { guardMs: 100 });
  onTestFinished(() => studio.close());
  return { studio, admin: await studio.enter() };
}

interface Health {
  readonly guard: { readonly watching: boolean; readonly since: string | null; readonly message: string | null };
}
const guardOf = async (admin: Asker): Promise<Health['guard']> =>
  ((await (await admin.get('/api/health')).json()) as Health).guard;

test('a ClickHouse that is away is said with what to do, of results and of the guard', async () => {
  // Nobody listens there.
  const config =
    "previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nresults:\n  engine: clickhouse\n  url: http://127.0.0.1:9/\n";
  const { admin } = await start({ 'experiments/price.yaml': RUNNING, 'fx.config.yaml': config });
  const answer = await admin.get('/api/results');
  const fault = (await answer.json()) as { code: string; message: string };
  expect([answer.status, fault.code]).toEqual([503, 'RESULTS_UNAVAILABLE']);
  expect(fault.message).toMatch(/^ClickHouse at 127\.0\.0\.1:9 gave no counts: .+\. Look whether it runs/);
  const guard = await until(async () => {
    const told = await guardOf(admin);
    expect(told.watching).toBe(false);
    return told;
  });
  expect(guard).toMatchObject({ since: expect.any(String), message: fault.message });
});

test('a link out of the folder is named, keeps all from being published, and nobody from the other files', async () => {
  const { studio, admin } = await start({ 'experiments/cta.yaml': DRAFT, 'experiments/price.yaml': RUNNING });
  expect((await admin.post('/api/publish', {})).status).toBe(200);
  const link = join(studio.root, 'experiments/out.yaml');
  writeFileSync(join(studio.root, 'elsewhere.yaml'), DRAFT.replace('id: cta', 'id: out'));
  symlinkSync('../elsewhere.yaml', link);
  const list = (await (await admin.get('/api/experiment.list')).json()) as { experiments: { id: string }[] };
  expect(list.experiments.map(({ id }) => id).sort()).toEqual(['cta', 'price']);
  expect(await (await admin.get('/')).text()).toMatch(/out\.yaml[^\n]*is a link out of the directory/);
  expect((await admin.post('/api/experiment.start', { experimentId: 'cta' })).status).toBe(200);
  const results = (await (await admin.get('/api/results')).json()) as { experiments: { id: string }[] };
  expect(results.experiments.map(({ id }) => id)).toContain('price');
  await until(async () => expect((await guardOf(admin)).watching).toBe(true));
  const published = await admin.post('/api/publish', {});
  expect([published.status, await published.json()]).toEqual([
    409,
    expect.objectContaining({ message: expect.stringContaining('out.yaml is a link out of the directory') }),
  ]);
  expect((await admin.post('/api/off', {})).status).toBe(200);
  unlinkSync(link);
  expect((await admin.post('/api/publish', {})).status).toBe(200);
});

/** A process that says how often it was asked. */
const COUNTING = (file: string): string => `
import { appendFileSync, readFileSync } from 'node:fs';
import { serialize } from 'node:v8';
for await (const part of process.stdin);
appendFileSync(${JSON.stringify(file)}, 'x');
const lines = readFileSync(${JSON.stringify(file)}).length;
process.stdout.write(serialize({ ok: true, readout: { entries: [], results: [], dangers: [], lines, notes: [] } }));
`;

test('the guard asks a database anew at each look, and pages once a minute', async () => {
  const root = makeFolder();
  const [script, file] = [join(root, 'counting.mjs'), join(root, 'asked')];
  writeFileSync(script, COUNTING(file));
  let clock = Date.parse('2026-05-10T12:00:00Z');
  const readouts = createReadouts({
    ...{ directory: join(root, 'experiments'), events: [], script, now: () => clock },
    engine: { is: 'clickhouse', url: 'http://127.0.0.1:9/', table: 'events' },
    target: async () => null,
    key: async () => '',
  });
  const lines = async (isWatched: boolean): Promise<number | null> => {
    const read = await readouts.read(isWatched ? { isWatched } : {});
    return read.ok ? read.value.lines : null;
  };
  expect([await lines(true), await lines(false)]).toEqual([1, 2]);
  clock += 45_000;
  expect([await lines(true), await lines(false)]).toEqual([3, 2]);
  clock += 15_000;
  expect([await lines(true), await lines(false)]).toEqual([4, 5]);
});
