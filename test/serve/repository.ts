/** Starts a Studio on a folder in git, with somebody who may change it. */

import { execFileSync } from 'node:child_process';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

/** A Studio whose folder is a repository, on its branch `main`. */
export interface InRepository {
  readonly studio: Studio;
  /** Ada Lovelace, who is signed in. */
  readonly admin: Asker;
  /** Runs git there as somebody else. */
  git(...args: readonly string[]): string;
}

export async function startInRepository(): Promise<InRepository> {
  const root = makeFolder();
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=s@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  git('add', 'experiments', 'fx.config.yaml');
  git('commit', '-qm', 'First');
  const studio = await startStudio(root);
  const owner = await studio.enter();
  await owner.submit('/settings/people', {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    role: 'admin',
    password: 'correct horse battery',
  });
  const response = await studio.stranger.submit('/sign-in', {
    email: 'ada@example.com',
    password: 'correct horse battery',
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const admin: Asker = {
    headers: { cookie },
    get: (path) => fetch(`${studio.url}${path}`, { headers: { cookie } }),
    post: (path, body, headers) => studio.stranger.post(path, body, { cookie, ...headers }),
    submit: (path, fields) => studio.stranger.submit(path, fields, { cookie }),
  };
  return { studio, admin, git };
}
