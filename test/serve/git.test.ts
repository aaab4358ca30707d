/**
 * Tests commits: the person is the author, nothing but the file is in it, and what somebody has not saved stays as it
 * is.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Changes, createChanges } from '../../src/serve/changes.js';
import { openRepository, type Repository } from '../../src/serve/git.js';
import { openRecord } from '../../src/serve/record.js';
import { openWorkspace } from '../../src/serve/workspace.js';
import { type InRepository, startInRepository } from './repository.js';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio;
let admin: Asker;
let git: InRepository['git'];
beforeEach(async () => {
  ({ studio, admin, git } = await startInRepository());
});
afterEach(() => studio.close());

const status = (): string => git('status', '--porcelain', '--untracked-files=no');
const cta = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');

test('a change is a commit of the person, committed by fx, of that file alone', async () => {
  await admin.post('/api/experiment.start', { experimentId: 'cta' });
  expect(git('log', '-1', '--format=%an <%ae>|%cn|%s').trim()).toBe('Ada Lovelace <ada@example.com>|fx|Start cta');
  expect(git('show', '--stat', '--format=', 'HEAD')).toMatch(/^ experiments\/cta\.yaml \| 2 \+-\n 1 file changed/);
  expect(status()).toBe('');
});

test('what is changed, staged or new in the work tree stays so, and is in no commit', async () => {
  writeFileSync(
    join(studio.root, 'fx.config.yaml'),
    `${readFileSync(join(studio.root, 'fx.config.yaml'), 'utf8')}# mine\n`,
  );
  writeFileSync(join(studio.root, 'staged.txt'), 'staged');
  git('add', 'staged.txt');
  const before = status();
  await admin.post('/api/experiment.start', { experimentId: 'cta' });
  expect(status()).toBe(before);
  expect(git('show', '--name-only', '--format=', 'HEAD').trim()).toBe('experiments/cta.yaml');
});

test('an unsaved change of the same file stays in the work tree and out of the commit', async () => {
  writeFileSync(join(studio.root, 'experiments/cta.yaml'), DRAFT.replace('# for now', '# my own note'));
  await admin.post('/api/experiment.start', { experimentId: 'cta' });
  expect(cta()).toContain('# my own note');
  expect(cta()).toContain('status: running');
  expect(git('show', 'HEAD:experiments/cta.yaml')).toBe(DRAFT.replace('status: draft', 'status: running'));
  expect(git('diff')).toContain('+    name: Green # my own note');
});

test('the reason of a stop is in the message, line by line, and control characters as escapes', async () => {
  await admin.post('/api/experiment.start', { experimentId: 'cta' });
  await admin.post('/api/experiment.stop', { experimentId: 'cta', reason: 'Nobody\u0000 clicked.\nNot one.' });
  expect(git('log', '-1', '--format=%B').trim()).toBe('Stop cta\n\nNobody\\u0000 clicked.\nNot one.');
});

test('a branch is committed to and sent, and the work tree is not touched', async () => {
  const remote = mkdtempSync(join(tmpdir(), 'fx-remote-'));
  execFileSync('git', ['init', '-q', '--bare', remote]);
  git('remote', 'add', 'origin', remote);
  const head = git('rev-parse', 'HEAD');
  await admin.post('/api/experiment.update', {
    experimentId: 'cta',
    fields: [{ path: ['name'], value: 'For review' }],
    branch: true,
  });
  expect([cta(), git('rev-parse', 'HEAD'), status()]).toEqual([DRAFT, head, '']);
  expect(git('show', 'fx/cta:experiments/cta.yaml')).toContain('name: For review');
  expect(git('ls-remote', 'origin')).toContain('refs/heads/fx/cta');
  // A second change goes on top of the first.
  await admin.post('/api/experiment.update', {
    experimentId: 'cta',
    fields: [{ path: ['sampleRate'], value: 0.5 }],
    branch: true,
  });
  expect(git('show', 'fx/cta:experiments/cta.yaml')).toMatch(/name: For review[\s\S]*sampleRate: 0.5/);
});

test('a new experiment is a commit, too', async () => {
  await admin.post('/api/experiment.create', { key: 'fresh', name: 'Fresh', variants: [{ key: 'a' }, { key: 'b' }] });
  expect(git('show', '--name-status', '--format=%s', 'HEAD').trim()).toBe('Create fresh\n\nA\texperiments/fresh.yaml');
  expect(status()).toBe('');
});

test('a change that git takes no commit of is made, and everybody is told why there is none', async () => {
  const hook = join(studio.root, '.git/hooks/reference-transaction');
  writeFileSync(hook, '#!/bin/sh\necho the branch is protected >&2\nexit 1\n', { mode: 0o755 });
  const fields = [{ path: ['name'], value: 'Changed' }];
  const answer = await admin.post('/api/experiment.update', { experimentId: 'cta', fields });
  expect(answer.status).toBe(200);
  const said = 'The file is written, and git has no commit of it: ';
  const { notes } = (await answer.json()) as { notes: string[] };
  expect(notes).toEqual([expect.stringContaining(said)]);
  expect(cta()).toContain('name: Changed');
  for (const path of ['/', '/history', '/experiments/cta'])
    expect(await (await admin.get(path)).text(), path).toContain(said);
});

test('a commit that could not be sent is told of, without the secret of the remote', async () => {
  await studio.close();
  const root = makeFolder({
    'experiments/cta.yaml': DRAFT,
    'fx.config.yaml': "previewToken: '0123456789abcdef'\nserve:\n  push: true\n",
  });
  const run = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=S', '-c', 'user.email=s@e.c', ...args], { cwd: root });
  run('init', '-q', '-b', 'main');
  run('add', 'experiments');
  run('commit', '-qm', 'First');
  run('remote', 'add', 'origin', 'https://me:s3cret@127.0.0.1:1/site.git');
  studio = await startStudio(root);
  const owner = await studio.enter();
  const fields = [{ path: ['name'], value: 'Changed' }];
  const answer = await owner.post('/api/experiment.update', { experimentId: 'cta', fields });
  const text = await answer.text();
  expect(text).toContain('It is committed here and was not sent: ');
  expect(text).not.toContain('s3cret');
  expect(await (await owner.get('/history')).text()).not.toContain('s3cret');
});

test('a new experiment on a branch alone is shown as it is there', async () => {
  const variants = [{ key: 'control' }, { key: 'blue' }];
  const answer = await admin.post('/api/experiment.create', { key: 'on-branch', name: 'On', variants, branch: true });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ id: 'on-branch', status: 'draft', branch: 'fx/on-branch' });
  expect(git('show', 'fx/on-branch:experiments/on-branch.yaml')).toContain('name: On');
  expect((await admin.get('/api/experiment.get?experimentId=on-branch')).status).toBe(404);
});

test('what somebody else commits meanwhile is built upon, and is not lost', async () => {
  const repository = await openRepository(studio.root);
  let asked = 0;
  const made = await repository?.commit({
    file: join(studio.root, 'experiments/cta.yaml'),
    text: (before) => {
      if (asked++ === 0) git('commit', '-q', '--allow-empty', '-m', 'Theirs');
      return `${before}# Mine.\n`;
    },
    ...{ message: 'Mine', author: { name: 'Ada', email: 'ada@example.com' } },
  });
  expect([made?.ok, asked]).toEqual([true, 2]);
  expect(git('log', '-2', '--format=%s')).toBe('Mine\nTheirs\n');
  expect(git('show', 'HEAD:experiments/cta.yaml')).toBe(`${DRAFT}# Mine.\n`);
});

describe('two Studios on one folder', () => {
  const changesWith = (repository: Repository): Changes =>
    createChanges({
      workspace: openWorkspace(join(studio.root, 'experiments')),
      record: openRecord(join(studio.root, '.fx/two.ndjson')),
      repository,
    });
  const rename = (changes: Changes, name: string) =>
    changes.change({
      id: 'cta',
      author: { name: 'Ada', email: 'ada@example.com' },
      what: 'experiment.update',
      edit: (text) => text.replace(/^name: .*$/m, `name: ${name}`),
    });
  const open = async (): Promise<Repository> => {
    const repository = await openRepository(studio.root);
    if (!repository) throw new Error('no repository');
    return repository;
  };

  test('commit in the order in which they write, so that git ends with the value that the file has', async () => {
    const repository = await open();
    const second = changesWith(repository);
    let other: Promise<unknown> | null = null;
    const commit: Repository['commit'] = async (request) => {
      // The file is written and not committed yet: now the other one comes, and has time to overtake.
      other ??= rename(second, 'Second');
      await Promise.race([other, pause(1_000)]);
      return repository.commit(request);
    };
    await rename(changesWith({ ...repository, commit }), 'First');
    await other;
    expect(cta()).toContain('name: Second\n');
    expect(git('show', 'HEAD:experiments/cta.yaml')).toBe(cta());
    expect(git('show', 'HEAD~1:experiments/cta.yaml')).toContain('name: First\n');
    expect(status()).toBe('');
  });

  const held = JSON.stringify({ host: 'another', pid: 1, started: 0, id: 'a' });
  /** So much later by the clock that nobody sets. */
  const later = (ms: number): void => {
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
    onTestFinished(() => void vi.restoreAllMocks());
  };

  test('take over a lock that another machine left behind, once they have seen it for a minute', async () => {
    const lock = join(studio.root, '.git/fx.lock');
    writeFileSync(lock, held);
    utimesSync(lock, 1, 1);
    const repository = await open();
    later(61_000);
    expect(await rename(changesWith(repository), 'Changed')).toMatchObject({ ok: true });
    expect(git('show', 'HEAD:experiments/cta.yaml')).toBe(cta());
    expect(existsSync(lock)).toBe(false);
  });

  test('leave a lock to whoever holds it where their own clock alone says that it is hours old', async () => {
    const lock = join(studio.root, '.git/fx.lock');
    const repository = await open();
    writeFileSync(lock, held);
    utimesSync(lock, 1, 1);
    // The change is made, without its order, after ten seconds: a lock keeps nobody from it.
    expect(await rename(changesWith(repository), 'Changed')).toMatchObject({ ok: true });
    expect(readFileSync(lock, 'utf8')).toBe(held);
  });

  test('take over a lock that they have seen for ten minutes, whatever the time of its file', async () => {
    const lock = join(studio.root, '.git/fx.lock');
    writeFileSync(lock, held);
    const inYears = Date.now() / 1000 + 1e8;
    utimesSync(lock, inYears, inYears);
    const repository = await open();
    later(601_000);
    expect(await rename(changesWith(repository), 'Changed')).toMatchObject({ ok: true });
    expect(existsSync(lock)).toBe(false);
  });

  test('change a file also where no lock can be made', async () => {
    mkdirSync(join(studio.root, '.git/fx.lock'));
    expect(await rename(changesWith(await open()), 'Changed')).toMatchObject({ ok: true });
    expect(git('show', 'HEAD:experiments/cta.yaml')).toContain('name: Changed\n');
  });
});
