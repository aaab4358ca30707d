/**
 * Tests a remote that protects its main branch: what is changed waits on a branch for review, and a sentence says so.
 */

import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
let remote: string;
const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=S', '-c', 'user.email=s@e.c', ...args], { cwd, encoding: 'utf8' });
const onRemote = (branch: string): string => gitIn(remote, 'show', `${branch}:experiments/cta.yaml`);

beforeEach(async () => {
  const root = makeFolder();
  remote = join(root, 'site.git');
  writeFileSync(join(root, 'fx.config.yaml'), "previewToken: '0123456789abcdef'\nserve:\n  push: true\n");
  gitIn(root, 'init', '-q', '--bare', remote);
  gitIn(root, 'init', '-q', '-b', 'main');
  gitIn(root, 'add', 'experiments');
  gitIn(root, 'commit', '-qm', 'First');
  gitIn(root, 'remote', 'add', 'origin', remote);
  gitIn(root, 'push', '-q', 'origin', 'main');
  const hook = '#!/bin/sh\nwhile read old new ref; do [ "$ref" != refs/heads/main ] || exit 1; done\n';
  writeFileSync(join(remote, 'hooks/pre-receive'), hook, { mode: 0o755 });
  studio = await startStudio(root);
  owner = await studio.enter();
});
afterEach(() => studio.close());

const rename = async (value: string): Promise<string[]> => {
  const fields = [{ path: ['name'], value }];
  const answer = await owner.post('/api/experiment.update', { experimentId: 'cta', fields });
  return ((await answer.json()) as { notes?: string[] }).notes ?? [];
};

test('a change goes to a branch of the experiment, and so does the next one', async () => {
  const before = onRemote('main');
  expect(await rename('First')).toEqual([
    expect.stringContaining('was sent to the branch fx/cta, for whoever reviews'),
  ]);
  expect([onRemote('main'), onRemote('fx/cta')]).toEqual([before, before.replace('Call to action', 'First')]);
  expect(await (await owner.get('/history')).text()).toContain('was sent to the branch fx/cta');
  await rename('Second');
  expect(onRemote('fx/cta')).toContain('name: Second');
});

test('a branch that holds something else already is left as it is', async () => {
  gitIn(studio.root, 'checkout', '-q', '--orphan', 'else');
  gitIn(studio.root, 'commit', '-qm', 'Else', '--allow-empty');
  gitIn(studio.root, 'push', '-q', 'origin', 'else:fx/cta');
  gitIn(studio.root, 'checkout', '-q', 'main');
  const held = gitIn(remote, 'rev-parse', 'fx/cta');
  const [note = ''] = await rename('Other');
  const [, branch = ''] = /the branch (\S+), for/.exec(note) ?? [];
  expect(branch).toMatch(/^fx\/cta-[0-9a-f]{7}$/);
  expect(onRemote(branch)).toContain('name: Other');
  expect(gitIn(remote, 'rev-parse', 'fx/cta')).toBe(held);
});

test('a remote that takes nothing at all is told of as it speaks', async () => {
  writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\necho "Closed for the night." >&2\nexit 1\n', {
    mode: 0o755,
  });
  expect(await rename('Late')).toEqual([expect.stringMatching(/was not sent: .*Closed for the night\./s)]);
  expect(gitIn(studio.root, 'log', '-1', '--format=%s')).toBe('Update cta\n');
});

test('a branch to which somebody else pushes at this moment is not taken for a protected one', async () => {
  writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  writeFileSync(join(remote, 'refs/heads/main.lock'), '');
  expect(await rename('Late')).toEqual([expect.stringMatching(/was not sent: .*\[remote rejected\]/s)]);
  expect(readdirSync(join(remote, 'refs/heads')).sort()).toEqual(['main', 'main.lock']);
});

describe('where others have commits here that were never sent', () => {
  const change = async (id: string, value: string, more: object = {}): Promise<readonly string[]> => {
    const fields = [{ path: ['name'], value }];
    const answer = await owner.post('/api/experiment.update', { experimentId: id, fields, ...more });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { notes?: string[] }).notes ?? [];
  };
  const titlesOn = (branch: string): string[] =>
    gitIn(remote, 'log', '--format=%s', `main..${branch}`).trim().split('\n');
  const unsent = (name: string): void => {
    writeFileSync(join(studio.root, name), 'x');
    gitIn(studio.root, 'add', name);
    gitIn(studio.root, 'commit', '-qm', `Unsent ${name}`);
  };

  test('a protected branch of the remote gets the change alone for review, and the next one on top', async () => {
    unsent('one.txt');
    expect(await change('cta', 'First')).toEqual([expect.stringContaining('was sent to the branch fx/cta')]);
    expect([titlesOn('fx/cta'), onRemote('fx/cta')]).toEqual([
      ['Update cta'],
      onRemote('main').replace('Call to action', 'First'),
    ]);
    unsent('two.txt');
    await change('cta', 'Second');
    expect([titlesOn('fx/cta'), onRemote('fx/cta')]).toEqual([
      ['Update cta', 'Update cta'],
      onRemote('main').replace('Call to action', 'Second'),
    ]);
    expect(gitIn(studio.root, 'log', '--format=%s').trim().split('\n').slice(0, 2)).toEqual([
      'Update cta',
      'Unsent two.txt',
    ]);
  });

  test('what fits only on top of them goes with them, and a note names them', async () => {
    writeFileSync(join(studio.root, 'experiments/cta.yaml'), DRAFT.replace('Call to action', 'Theirs'));
    gitIn(studio.root, 'commit', '-qam', 'Their name');
    expect(await change('cta', 'Mine')).toEqual([
      expect.stringContaining('was sent to the branch fx/cta'),
      'The branch fx/cta also holds what was never sent to the remote: “Their name”',
    ]);
    expect(titlesOn('fx/cta')).toEqual(['Update cta', 'Their name']);
  });

  test('a branch for review begins at what the remote has, also where that is ahead', async () => {
    writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    gitIn(studio.root, 'commit', '-q', '--allow-empty', '-m', 'Ahead');
    gitIn(studio.root, 'push', '-q', 'origin', 'main');
    gitIn(studio.root, 'reset', '-q', '--hard', 'HEAD^');
    gitIn(studio.root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    unsent('one.txt');
    expect(await change('cta', 'Review', { branch: true })).toEqual([]);
    expect(titlesOn('fx/cta')).toEqual(['Update cta']);
    expect(gitIn(remote, 'log', '-1', '--format=%s', 'fx/cta^').trim()).toBe('Ahead');
  });

  test('a branch for review goes on from where somebody else sent it', async () => {
    writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    await change('cta', 'Review', { branch: true });
    const other = join(studio.root, 'other');
    gitIn(studio.root, 'clone', '-q', '-b', 'fx/cta', remote, other);
    gitIn(other, 'commit', '-q', '--allow-empty', '-m', 'Reviewed');
    gitIn(other, 'push', '-q', 'origin', 'fx/cta');
    expect(await change('cta', 'Again', { branch: true })).toEqual([]);
    expect(titlesOn('fx/cta')).toEqual(['Update cta', 'Reviewed', 'Update cta']);
  });

  test('a remote that is not reached is no obstacle to a branch, which begins where the remote was seen last', async () => {
    gitIn(studio.root, 'remote', 'set-url', 'origin', join(studio.root, 'nowhere.git'));
    unsent('one.txt');
    expect(await change('cta', 'Review', { branch: true })).toEqual([
      expect.stringMatching(/It is committed to fx\/cta and was not sent: /),
    ]);
    expect(gitIn(studio.root, 'log', '--format=%s', 'origin/main..fx/cta').trim()).toBe('Update cta');
  });
});
