/**
 * Tests a remote that protects its main branch: what is changed waits on a branch for review, and a sentence says so.
 */

import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

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
