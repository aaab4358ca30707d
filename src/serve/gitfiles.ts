/** Reads and makes files of a repository as the work tree has them: git may keep other ends of lines than the disk. */

import { type Answered, git } from './gitcommand.js';

/** As a checkout would write it; null where the commit holds none. */
export async function textIn(root: string, commit: string, path: string): Promise<string | null> {
  const found = await git(root, ['cat-file', '--filters', `${commit}:${path}`]);
  return found.ok ? found.out : null;
}

/** Keeps a text as `git add` keeps what it finds in the work tree. That it would come out otherwise stops nothing. */
export const blobOf = (root: string, path: string, text: string): Promise<Answered> =>
  git(root, ['-c', 'core.safecrlf=false', 'hash-object', '-w', '--stdin', '--path', path], { input: text });

/** Whether it may be run, as git writes it. */
export async function modeIn(root: string, commit: string | null, path: string): Promise<string> {
  const listed = commit === null ? null : await git(root, ['ls-tree', commit, '--', path]);
  return listed?.ok && listed.out.startsWith('100755 ') ? '100755' : '100644';
}
