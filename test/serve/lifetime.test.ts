/** Tests when the API says that an experiment was made, began and ended. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openBirths } from '../../src/serve/births.js';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

const NOW = Date.parse('2026-05-10T12:00:00Z');
const HOUR_MS = 3_600_000;

interface Shown {
  readonly status: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly scheduledStartAt?: string;
}

/** A Studio whose clock is moved by hand. */
async function start(
  files: Readonly<Record<string, string>> = { 'experiments/cta.yaml': DRAFT },
  now = NOW,
): Promise<{ studio: Studio; admin: Asker; clock: { at: number }; get(id?: string): Promise<Shown> }> {
  const clock = { at: now };
  const studio = await startStudio(makeFolder(files), { now: () => clock.at });
  onTestFinished(() => studio.close());
  const admin = await studio.enter();
  const get = async (id = 'cta'): Promise<Shown> =>
    (await (await admin.get(`/api/experiment.get?experimentId=${id}`)).json()) as Shown;
  return { studio, admin, clock, get };
}
const at = (hours: number): string => new Date(NOW + hours * HOUR_MS).toISOString();
const rename = (admin: Asker, name: string): Promise<Response> =>
  admin.post('/api/experiment.update', { experimentId: 'cta', fields: [{ path: ['name'], value: name }] });

describe('what is planned has not happened:', () => {
  const TWO = ['a', 'b'].map((key) => ({ key, name: key, percentage: 50 }));
  const planned = { key: 'cta', name: 'Later', variants: TWO, scheduledStartAt: '2030-01-01T00:00:00Z' };

  test('a draft with a schedule has not started, and one that is stopped before its schedule has today', async () => {
    const { admin, clock, get } = await start({ 'experiments/other.yaml': DRAFT.replace('id: cta', 'id: other') });
    await admin.post('/api/experiment.create', planned);
    const draft = await get();
    expect(draft).toMatchObject({ status: 'draft', scheduledStartAt: '2030-01-01T00:00:00.000Z', createdAt: at(0) });
    expect([draft.startedAt, draft.endedAt]).toEqual([undefined, undefined]);
    clock.at += HOUR_MS;
    await admin.post('/api/experiment.start', { experimentId: 'cta' });
    clock.at += HOUR_MS;
    await admin.post('/api/experiment.stop', { experimentId: 'cta', reason: 'Not needed.' });
    expect(await get()).toMatchObject({ status: 'archived', startedAt: at(1), endedAt: at(2), createdAt: at(0) });
    clock.at += HOUR_MS;
    await admin.submit('/experiments/cta/conclude', { decision: 'keep', reason: 'Because.', revision: '' });
    expect(await get()).toMatchObject({ startedAt: at(1), endedAt: at(2) });
  });

  test('one that runs began with its schedule once that has come, and ends with it', async () => {
    const span = `startAt: 2026-05-10T14:00:00Z\nendAt: 2026-05-10T16:00:00Z\n`;
    const { admin, clock, get } = await start({ 'experiments/cta.yaml': DRAFT + span });
    await admin.post('/api/experiment.start', { experimentId: 'cta' });
    expect(await get()).toMatchObject({ startedAt: at(0) });
    clock.at += 3 * HOUR_MS;
    const running = await get();
    expect([running.startedAt, running.endedAt]).toEqual([at(2), undefined]);
    clock.at += 3 * HOUR_MS;
    expect(await get()).toMatchObject({ startedAt: at(2), endedAt: at(4) });
  });

  test('one that begins again has not ended', async () => {
    const { admin, clock, get } = await start();
    for (const what of ['start', 'stop', 'start']) {
      await admin.post(`/api/experiment.${what}`, { experimentId: 'cta', ...(what === 'stop' && { reason: 'No.' }) });
      clock.at += HOUR_MS;
    }
    const again = await get();
    expect([again.startedAt, again.endedAt]).toEqual([at(2), undefined]);
    await admin.post('/api/experiment.stop', { experimentId: 'cta', reason: 'Yes.' });
    expect(await get()).toMatchObject({ startedAt: at(2), endedAt: at(3) });
  });
});

describe('when an experiment was made', () => {
  test('stays the same through changes, restarts and the loss of the record', async () => {
    const { studio, admin, get } = await start(undefined, Date.now() + HOUR_MS);
    const { createdAt } = await get();
    await rename(admin, 'One');
    await rename(admin, 'Two');
    expect((await get()).createdAt).toBe(createdAt);
    rmSync(join(studio.root, '.fx/studio/record.ndjson'));
    expect((await get()).createdAt).toBe(createdAt);
    const list = (await (await admin.get('/api/experiment.list')).json()) as { experiments: Shown[] };
    expect(list.experiments.map((one) => one.createdAt)).toEqual([createdAt]);
  });

  test('is not after its first change, where a file was replaced before anybody asked', async () => {
    const { admin, get } = await start();
    await rename(admin, 'One');
    expect((await get()).createdAt).toBe(at(0));
  });

  test('is its first commit, for a file that came by git', async () => {
    const root = makeFolder();
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const git = (date: string, ...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=S', '-c', 'user.email=s@example.com', ...args], {
        cwd: root,
        env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
        encoding: 'utf8',
      });
    git('', 'init', '-q');
    for (const [date, text] of [
      ['2025-01-02T03:04:05Z', DRAFT],
      ['2025-02-02T03:04:05Z', `${DRAFT}# later\n`],
    ] as const) {
      writeFileSync(join(root, 'experiments/cta.yaml'), text);
      git(date, 'add', '.');
      git(date, 'commit', '-qm', 'Change');
    }
    mkdirSync(join(root, 'experiments/öther'));
    writeFileSync(join(root, 'experiments/öther/new.yaml'), DRAFT.replace('id: cta', 'id: new'));
    const studio = await startStudio(root);
    onTestFinished(() => studio.stop());
    const admin = await studio.enter();
    const list = (await (await admin.get('/api/experiment.list')).json()) as {
      experiments: (Shown & { id: string })[];
    };
    const times = new Map(list.experiments.map(({ id, createdAt }) => [id, createdAt]));
    expect(times.get('cta')).toBe('2025-01-02T03:04:05.000Z');
    expect(Date.now() - Date.parse(times.get('new') ?? '')).toBeLessThan(60_000);
  });

  test('is found out once, and what another Studio found out stays', async () => {
    const root = makeFolder();
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const file = join(root, 'created.json');
    const births = openBirths({ directory: join(root, 'experiments'), file, repository: null });
    const cta = { id: 'cta', path: join(root, 'experiments/cta.yaml') };
    const first = (await births.of([cta])).get('cta');
    writeFileSync(file, JSON.stringify({ cta: '2020-01-01T00:00:00.000Z', other: '2021-01-01T00:00:00.000Z' }));
    expect((await births.of([cta])).get('cta')).toBe('2020-01-01T00:00:00.000Z');
    const others = ['gone', 'later'].map((id) => ({ id, path: join(root, `experiments/${id}.yaml`) }));
    writeFileSync(others[1]?.path ?? '', DRAFT);
    await births.of(others);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).sort()).toEqual(['cta', 'later', 'other']);
    for (const torn of ['{"cta"', '[1]', 'null']) {
      writeFileSync(file, torn);
      expect((await births.of([cta])).get('cta')).toBe(first);
    }
  });
});
