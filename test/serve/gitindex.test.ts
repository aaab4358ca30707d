/** Tests what is staged beside a commit of Studio: what somebody staged of the file stays theirs. */

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type InRepository, startInRepository } from './repository.js';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

let studio: Studio;
let admin: Asker;
let git: InRepository['git'];
beforeEach(async () => {
  ({ studio, admin, git } = await startInRepository());
});
afterEach(() => studio.close());

const status = (): string => git('status', '--porcelain', '--untracked-files=no');

test('what somebody stages while the index is waited for stays theirs', async () => {
  const index = join(studio.root, '.git/index');
  const path = 'experiments/cta.yaml';
  const mine = join(studio.root, 'mine.yaml');
  writeFileSync(mine, '# Mine.\n');
  const blob = git('hash-object', '-w', 'mine.yaml').trim();
  rmSync(mine);
  // As git does it: the lock is the index to come.
  const next = join(studio.root, '.git/next');
  copyFileSync(index, next);
  execFileSync('git', ['update-index', '--cacheinfo', `100644,${blob},${path}`], {
    cwd: studio.root,
    env: { ...process.env, GIT_INDEX_FILE: next },
  });
  renameSync(next, `${index}.lock`);
  setTimeout(() => renameSync(`${index}.lock`, index), 250);
  const fields = [{ path: ['name'], value: 'Meanwhile' }];
  await admin.post('/api/experiment.update', { experimentId: 'cta', fields });
  expect(git('show', `:${path}`)).toBe('# Mine.\n');
});

test('what somebody stages at the moment at which the index is written stays theirs', async () => {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const bin = mkdtempSync(join(tmpdir(), 'fx-bin-'));
  const mine = join(bin, 'mine.yaml');
  writeFileSync(mine, '# Mine.\n');
  const blob = git('hash-object', '-w', mine).trim();
  // Somebody is faster, once, just before an update of the index that they see.
  const stage = `env -u GIT_INDEX_FILE ${real} update-index --cacheinfo 100644,${blob},experiments/cta.yaml`;
  const lines = ['#!/bin/sh', 'case "$GIT_INDEX_FILE $*" in', `${tmpdir()}/fx-index-*) ;;`];
  lines.push(`*update-index*) test -e ${bin}/done || { touch ${bin}/done; ${stage}; } ;;`, 'esac', `exec ${real} "$@"`);
  writeFileSync(join(bin, 'git'), `${lines.join('\n')}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  const fields = [{ path: ['name'], value: 'Meanwhile' }];
  const answer = await admin.post('/api/experiment.update', { experimentId: 'cta', fields });
  vi.unstubAllEnvs();
  expect([answer.status, existsSync(join(bin, 'done'))]).toEqual([200, true]);
  expect(git('show', ':experiments/cta.yaml')).toBe('# Mine.\n');
  expect(git('show', 'HEAD:experiments/cta.yaml')).toContain('name: Meanwhile');
  expect(readdirSync(join(studio.root, '.git')).filter((name) => /lock|-fx-/.test(name))).toEqual([]);
  rmSync(bin, { recursive: true });
});

test('where another git holds the index, nobody takes the change back unawares', async () => {
  const lock = join(studio.root, '.git/index.lock');
  writeFileSync(lock, '');
  const rename = async (value: string): Promise<{ notes?: string[] }> => {
    const fields = [{ path: ['name'], value }];
    const answer = await admin.post('/api/experiment.update', { experimentId: 'cta', fields });
    return (await answer.json()) as { notes?: string[] };
  };
  expect((await rename('Changed')).notes).toEqual([expect.stringMatching(/run git add .*cta\.yaml$/)]);
  rmSync(lock);
  git('add', 'experiments/cta.yaml');
  expect(status()).toBe('');
  expect(await rename('Again')).not.toHaveProperty('notes');
  expect(status()).toBe('');
  // A git that is done in a moment is waited for.
  writeFileSync(lock, '');
  setTimeout(() => rmSync(lock), 250);
  expect(await rename('Once more')).not.toHaveProperty('notes');
  expect(status()).toBe('');
});

test('what a Studio that was killed committed and did not come to stage is staged by the next start', async () => {
  const path = 'experiments/cta.yaml';
  const [root, record] = [studio.root, join(studio.root, '.fx/studio/record.ndjson')];
  const before = git('rev-parse', `HEAD:${path}`).trim();
  const fields = [{ path: ['name'], value: 'Cut off' }];
  expect((await admin.post('/api/experiment.update', { experimentId: 'cta', fields })).status).toBe(200);
  // As it was at that moment: the commit is made, its deed is open, and the index holds what was before.
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  writeFileSync(record, `${lines.slice(0, -1).join('\n')}\n`);
  git('update-index', '--cacheinfo', `100644,${before},${path}`);
  expect(status()).toBe(`MM ${path}\n`);
  const second = await startStudio(root);
  expect(status()).toBe('');
  // What somebody staged of the file stays theirs here, too.
  writeFileSync(record, `${lines.slice(0, -1).join('\n')}\n`);
  writeFileSync(join(root, 'mine.yaml'), '# Mine.\n');
  git('update-index', '--cacheinfo', `100644,${git('hash-object', '-w', 'mine.yaml').trim()},${path}`);
  const third = await startStudio(root);
  expect(git('show', `:${path}`)).toBe('# Mine.\n');
  await Promise.all([second.close(), third.close()]);
});

describe('where somebody has staged another text of the file', () => {
  const path = 'experiments/cta.yaml';
  const stage = (text: string): void => {
    writeFileSync(join(studio.root, path), text);
    git('add', path);
  };
  const rename = async (value: string): Promise<readonly string[]> => {
    const fields = [{ path: ['name'], value }];
    const answer = await admin.post('/api/experiment.update', { experimentId: 'cta', fields });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { notes?: string[] }).notes ?? [];
  };

  test('a change is staged beside it, and the next commit keeps both', async () => {
    stage(DRAFT.replace('Sign-ups', 'Signed up'));
    expect(await rename('Changed')).toEqual([]);
    expect(git('show', `HEAD:${path}`)).toBe(DRAFT.replace('Call to action', 'Changed'));
    git('commit', '-qm', 'Mine');
    expect(git('show', `HEAD:${path}`)).toBe(
      DRAFT.replace('Call to action', 'Changed').replace('Sign-ups', 'Signed up'),
    );
    expect(status()).toBe('');
  });

  test('that the change does not fit, it stays theirs, and a note says that the next commit undoes the change', async () => {
    stage('# Mine.\n');
    writeFileSync(join(studio.root, path), DRAFT);
    expect(await rename('Changed')).toEqual([
      expect.stringMatching(/somebody has staged another text of the file, and the next commit would undo.*git add/),
    ]);
    expect(git('show', `:${path}`)).toBe('# Mine.\n');
  });
});
