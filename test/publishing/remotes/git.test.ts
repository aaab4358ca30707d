/** Tests a target in a branch, with the real git: one commit for each publication, and nobody's commit is lost. */

import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { experiment, folder } from '../../cli/fx.js';
import { type Project, project } from '../../cli/target.js';
import { publisherOf, wasDone } from './places.js';

let origin: string;
let address: string;
beforeEach(() => {
  origin = join(folder({}), 'site.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
  address = `git+file://${origin}#pages:public/fx`;
});
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', origin, ...args], { encoding: 'utf8', stdio: 'pipe' });
const text = (name: string): string => git('show', `pages:public/fx/${name}`);
const rename = (one: Project, name: string): void =>
  one.write('cta.yaml', experiment('cta').replace('name: cta', `name: ${name}`));

/** Somebody else's commit on the branch. */
function commitFile(path: string, content: string): void {
  const work = folder({});
  const own = (...args: string[]): void =>
    void execFileSync('git', ['-C', work, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { stdio: 'pipe' });
  own('clone', '-q', origin, 'w');
  const inside = (...args: string[]): void => own('-C', 'w', ...args);
  try {
    inside('checkout', '-q', 'pages');
  } catch {
    inside('checkout', '-q', '--orphan', 'pages');
  }
  execFileSync('mkdir', ['-p', join(work, 'w', path, '..')]);
  writeFileSync(join(work, 'w', path), content);
  inside('add', '-A');
  inside('commit', '-qm', 'By hand');
  inside('push', '-q', 'origin', 'pages');
}

test('each publication is one commit on the branch; rollback, off and on, too; other files stay', async () => {
  commitFile('index.html', 'hello');
  const one = project();
  const publisher = publisherOf(one, address);
  expect(wasDone(await publisher.publish())).toBe(true);
  const first = await publisher.expectWhole();
  expect(wasDone(await publisher.publish())).toBe(false);
  rename(one, 'Second');
  wasDone(await publisher.publish());
  wasDone(await publisher.toggle(false));
  expect(JSON.parse(text('manifest.json'))).toMatchObject({ enabled: false });
  wasDone(await publisher.toggle(true));
  wasDone(await publisher.back());
  expect(await publisher.expectWhole()).toMatchObject({ revision: first.revision, enabled: true });
  expect(git('log', '--format=%an %s', 'pages').trim().split('\n')).toEqual([
    ...Array<string>(5).fill('fx Publish experiments'),
    'a By hand',
  ]);
  expect(git('show', 'pages:index.html')).toBe('hello');
  for (const commit of git('rev-list', 'pages').trim().split('\n').slice(0, 5))
    expect(JSON.parse(git('show', `${commit}:public/fx/state.json`))).not.toHaveProperty('next');
  git('fsck', '--strict');
});

test('a reason of many bytes, lines and control signs stands in the commit, where such signs are shown as escapes', async () => {
  const one = project();
  const publisher = publisherOf(one, address);
  const long = 'long '.repeat(60_000).trim();
  wasDone(await publisher.publish(`a\u0000b \u001b[31mred\u202e\r\n${long}\n-F /etc/hostname`));
  expect(git('log', '-1', '--format=%B', 'pages').trimEnd().split('\n')).toEqual([
    'Publish experiments',
    '',
    'a\\u0000b \\u001b[31mred\\u202e',
    long,
    '-F /etc/hostname',
  ]);
  rename(one, 'Second');
  wasDone(await publisher.publish());
  expect(git('log', '-1', '--format=%B', 'pages').trim()).toBe('Publish experiments');
});

test('publishers that race lose no commit: one is told that the other was faster', async () => {
  const [one, two] = [project(), project()];
  const [first, second] = [publisherOf(one, address), publisherOf(two, address)];
  wasDone(await first.publish());
  rename(one, 'One');
  rename(two, 'Two');
  const came = await Promise.all([first.publish(), second.publish()]);
  expect(came.filter(({ ok }) => ok)).toHaveLength(1);
  expect(came.find(({ ok }) => !ok)).toEqual({ ok: false, obstacle: { code: 'moved', directory: address } });
  await first.expectWhole();
  // A commit of other files is nobody's publication.
  commitFile('other.txt', 'x');
  rename(one, 'Three');
  wasDone(await first.publish());
  expect(git('show', 'pages:other.txt')).toBe('x');
});

test('a branch that refuses, and a repository that is not there, are told in the words of git', async () => {
  const hook = join(origin, 'hooks/pre-receive');
  writeFileSync(hook, '#!/bin/sh\necho "pages is protected" >&2\nexit 1\n');
  chmodSync(hook, 0o755);
  expect(await publisherOf(project(), address).publish()).toMatchObject({
    obstacle: { code: 'remote', reason: 'pre-receive hook declined', isRefused: true },
  });
  expect(await publisherOf(project(), 'git+file:///nowhere/site.git#pages').publish()).toMatchObject({
    obstacle: {
      code: 'remote',
      reason: expect.stringMatching(/not appear to be a git repository|Could not read/) as string,
    },
  });
});
