/** Tests what is said where git takes no commit, or sends none: one sentence, and what to do. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wordsOfGit } from '../../src/serve/gitwords.js';
import { type Asker, DRAFT, makeFolder, startStudio } from './studio.js';

interface InGit {
  readonly root: string;
  readonly owner: Asker;
  git(...args: readonly string[]): string;
}

/** A folder in git; `prepare` runs before the server starts. */
async function open(prepare: (git: InGit['git'], root: string) => void): Promise<InGit> {
  const root = makeFolder({
    'experiments/cta.yaml': DRAFT,
    'fx.config.yaml': "previewToken: '0123456789abcdef'\nserve:\n  push: true\n",
  });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=S', '-c', 'user.email=s@e.c', ...args], { cwd: root, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  prepare(git, root);
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  return { root, owner: await studio.enter(), git };
}

const rename = async (owner: Asker, more: object = {}) => {
  const fields = [{ path: ['name'], value: 'Changed' }];
  const answer = await owner.post('/api/experiment.update', { experimentId: 'cta', fields, ...more });
  const { notes = [], code, message } = (await answer.json()) as { notes?: string[]; code?: string; message?: string };
  return { status: answer.status, notes, code, message };
};

const save = (git: InGit['git']): void => {
  git('add', 'experiments');
  git('commit', '-qm', 'First');
};

test('a file that git does not have is told of so, with what to do, here and for review', async () => {
  const { owner } = await open(() => undefined);
  const said = 'git does not have experiments/cta.yaml yet: run git add experiments/cta.yaml, then git commit.';
  expect((await rename(owner)).notes[0]?.replaceAll(/\S*experiments/g, 'experiments')).toBe(
    `The file is written, and git has no commit of it: ${said}`,
  );
  const refused = await rename(owner, { branch: true, fields: [{ path: ['name'], value: 'For review' }] });
  expect({ ...refused, message: refused.message?.replaceAll(/\S*experiments/g, 'experiments') }).toMatchObject({
    ...{ status: 409, code: 'NO_BRANCH' },
    message: `Nothing was committed: ${said}`,
  });
});

test('a branch whose name keeps that of the review from being there is named, with what to do', async () => {
  const { owner } = await open((git) => {
    save(git);
    git('branch', 'fx');
  });
  expect(await rename(owner, { branch: true })).toMatchObject({
    ...{ status: 409, code: 'NO_BRANCH' },
    message:
      'Nothing was committed: beside the branch fx git can have no branch fx/cta: give the first another name (git branch -m fx another-name).',
  });
});

test('a hook that refuses is no conflict of two people', async () => {
  const { owner } = await open((git, root) => {
    save(git);
    const hook = '#!/bin/sh\necho Closed for the night. >&2\nexit 1\n';
    writeFileSync(join(root, '.git/hooks/reference-transaction'), hook, { mode: 0o755 });
  });
  expect(await rename(owner, { branch: true })).toMatchObject({
    ...{ status: 409, code: 'NO_BRANCH' },
    message: expect.stringMatching(
      /^Nothing was committed: a hook of the repository \(reference-transaction\) refuses it: Closed for the night\./,
    ) as string,
  });
});

test('a remote that is ahead is one sentence, with what to do', async () => {
  const { owner } = await open((git, root) => {
    save(git);
    git('init', '-q', '--bare', join(root, 'site.git'));
    git('remote', 'add', 'origin', join(root, 'site.git'));
    git('commit', '-q', '--allow-empty', '-m', 'Ahead');
    git('push', '-q', 'origin', 'main');
    git('reset', '-q', '--hard', 'HEAD^');
  });
  expect((await rename(owner)).notes).toEqual([
    'It is committed here and was not sent: main of the remote has commits that are not here: run git pull, then git push.',
  ]);
});

test('what git says besides is said without its hints and its words for a terminal', () => {
  const said = 'remote: Closed.\nTo /srv/site.git\n ! [remote rejected] main -> main (hook declined)\n';
  expect(wordsOfGit(`${said}error: failed to push some refs to '/srv/site.git'\nhint: Try this.\n`)).toBe(
    'Closed. [remote rejected] main -> main (hook declined)',
  );
});
